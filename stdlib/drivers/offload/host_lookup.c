#include "drivers/offload/host_lookup.h"

#include "base/heap.h"
#include "drivers/offload/offload.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

// The work of that thread; on the heap, since it may outlive the step.
static void look_up(void *what) {
    Lookup *lookup = what;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG}, *found = NULL;
    lookup->error = getaddrinfo(lookup->name, NULL, &hints, &found);
    for (struct addrinfo *at = found; at && lookup->count < LOOKUP_ADDRESSES; at = at->ai_next)
        if (getnameinfo(at->ai_addr, at->ai_addrlen, lookup->addresses[lookup->count],
                        sizeof *lookup->addresses, NULL, 0, NI_NUMERICHOST) == 0)
            lookup->count++;
    if (found) freeaddrinfo(found);
}

bool lookup_is_numeric(const char *host) {
    struct in6_addr any;
    return inet_pton(AF_INET, host, &any) == 1 || strchr(host, ':') != NULL;
}

// This machine alone: 127.0.0.0/8, ::1, and the first as it is written in the second kind.
bool lookup_is_loopback(const char *address) {
    struct in6_addr six;
    struct in_addr four;
    if (inet_pton(AF_INET, address, &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
    if (inet_pton(AF_INET6, address, &six) != 1) return false;
    return IN6_IS_ADDR_LOOPBACK(&six) || (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127);
}

WaitStatus lookup_host(Sv name, const Waiter *waiter, Lookup *out) {
    *out = (Lookup){.error = EAI_NONAME};
    if (name.len >= LOOKUP_NAME_BYTES) return WAIT_READY;
    Lookup *lookup = heap_alloc(sizeof *lookup);
    memcpy(lookup->name, name.at, name.len);
    Offload *offload = offload_start(look_up, heap_free, lookup);
    if (!offload) {
        heap_free(lookup);
        return WAIT_FAILED;
    }
    WaitStatus status = offload_wait(offload, waiter);
    if (status == WAIT_READY) *out = *lookup;
    offload_release(offload);
    return status;
}
