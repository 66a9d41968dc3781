// Shared by stdlib/http/jar/ alone: one cookie as it is kept, and the rules of RFC 6265 for it.
#ifndef STDLIB_HTTP_JAR_STORED_H
#define STDLIB_HTTP_JAR_STORED_H

#include "http/jar/cookie.h"

// Instead of a port: where the scheme has its own, and any (a file says nothing of ports).
enum { PORT_USUAL = 0, PORT_ANY = -1 };

typedef struct StoredCookie {
    Sv name, value;
    Sv domain;      // lower case; of one without a Domain the host that set it
    Sv path;        // begins with '/'
    bool host_only; // it goes to that host alone
    bool secure, http_only;
    bool lasts;      // until `expires`, else as long as the run
    int64_t expires; // seconds since 1970
    int port;        // it goes to that port alone, or PORT_USUAL, PORT_ANY
    bool gone;       // it was deleted, in this branch
    bool own;        // this branch has taken it
} StoredCookie;

// What is to be kept of a cookie; its texts are those of the cookie and the URL. False with *why
// where a browser would ignore it.
MUST_USE bool stored_from(const Cookie *cookie, const Url *from, int64_t now_seconds,
                          StoredCookie *out, const char **why);
// NULL where the texts may be kept and sent.
const char *stored_why_malformed(Sv name, Sv value);
// NULL where a cookie may be for all names below it. libpsl is loaded.
const char *stored_why_no_domain(Sv domain);
// Whether one replaces the other.
bool stored_same(const StoredCookie *a, const StoredCookie *b);
bool stored_is_over(const StoredCookie *cookie, int64_t now_seconds);
// Whether it goes with a request for the URL.
bool stored_goes_to(const StoredCookie *cookie, const Url *url);
// Whether `kept`, which only TLS may carry, must not be replaced by one that came without it.
bool stored_guards(const StoredCookie *kept, const StoredCookie *other);
// Whether what is said between the two can be read by nobody else.
bool stored_is_private(const Url *url);

#endif
