// One Set-Cookie header, read as a browser does (RFC 6265, section 5.2). Knows no jar: which of
// several cookies stands is decided in http_cookies.c.
#ifndef STDLIB_HTTP_COOKIE_H
#define STDLIB_HTTP_COOKIE_H

#include "url/url.h"
#include "value/value.h"

typedef struct Cookie {
    Sv name, value;
    Sv path;   // as sent; empty = not
    Sv domain; // likewise, without its leading dot, in lower case
    Sv same_site;
    bool has_expires, has_max_age, secure, http_only;
    int64_t expires; // seconds since 1970
    int64_t max_age; // seconds; what does not fit is the most or the least there is
    Sv host;         // that set it
    Sv scope;        // the path that it is for, by default as RFC 6265 has it
    bool gone;       // sent to be deleted: without a value, or over already
} Cookie;

// False where a browser would ignore it: no '=', no name.
MUST_USE bool cookie_parse(Arena *arena, Sv header, const Url *from, int64_t now_seconds,
                           Cookie *out);
// A date in any form that cookies come in (RFC 6265, section 5.1.1).
bool cookie_date(Sv text, int64_t *seconds);
Sv cookie_lower(Arena *arena, Sv text); // ASCII only

#endif
