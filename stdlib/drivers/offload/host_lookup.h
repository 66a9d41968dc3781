// Resolves host names on a thread of its own: a driver's library would block in the system's
// resolver, past any deadline.
#ifndef STDLIB_DRIVERS_OFFLOAD_HOST_LOOKUP_H
#define STDLIB_DRIVERS_OFFLOAD_HOST_LOOKUP_H

#include "base/sv.h"
#include "base/system/waiter.h"

enum { LOOKUP_ADDRESSES = 4, LOOKUP_NAME_BYTES = 256 };

typedef struct Lookup {
    char name[LOOKUP_NAME_BYTES];
    int error; // of getaddrinfo
    size_t count;
    char addresses[LOOKUP_ADDRESSES][64];
} Lookup;

// WAIT_READY once it is known; `count` is 0 where there is no such host, or `error` is EAI_AGAIN.
// WAIT_FAILED where the system gives no thread.
MUST_USE WaitStatus lookup_host(Sv name, const Waiter *waiter, Lookup *out);
// Whether it is an address already; what only looks like one ("127.1") is for the resolver to say.
bool lookup_is_numeric(const char *host);
// Whether a numeric address is one of the loopback.
bool lookup_is_loopback(const char *address);

#endif
