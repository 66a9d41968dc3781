// http and https URLs: strict reading, joining, resolving, comparing origins. Refuses whatever two
// readers could understand differently: user names, shorthand addresses, backslashes, dot segments.
// Knows nothing of connections or policy.
#ifndef URL_URL_H
#define URL_URL_H

#include "base/arena.h"
#include "base/sv.h"
#include "url/url_parts.h"

typedef struct Url {
    bool https;
    Sv host;       // lower case; an IPv6 address in canonical form, without brackets
    bool ipv6;     // host is an IPv6 address
    uint16_t port; // the scheme's own where none was written
    Sv path;       // begins with '/'
    Sv query;      // without '?'
    bool has_query;
} Url;

typedef struct UrlError {
    Sv problem; // "is not a URL: …", behind the text it is about
    Sv hint;    // may be empty
} UrlError;

// Reads an absolute URL. Characters that a URL may not contain but that are unmistakable ('é', '{')
// are percent-encoded.
MUST_USE bool url_parse(Arena *arena, Sv text, Url *out, UrlError *error);
// "/path?query" below the base: the base's own path stays in front.
MUST_USE bool url_join(Arena *arena, const Url *base, Sv relative, Url *out, UrlError *error);
// A Location header, as RFC 3986 section 5.2 has it; a fragment is dropped.
MUST_USE bool url_resolve(Arena *arena, const Url *from, Sv reference, Url *out, UrlError *error);
// For load time: checks the literal parts of a text that may contain ${…}.
MUST_USE bool url_check(Arena *arena, Sv text, UrlError *error);

// As these, of a path whose '.' and '..' segments are meant as they stand, and stay.
MUST_USE bool url_parse_dotted(Arena *arena, Sv text, Url *out, UrlError *error);
MUST_USE bool url_join_dotted(Arena *arena, const Url *base, Sv relative, Url *out,
                              UrlError *error);
MUST_USE bool url_check_dotted(Arena *arena, Sv text, UrlError *error);

// Adds `pairs` (encoded already: a=1&b=2) behind what the query holds.
void url_add_query(Arena *arena, Url *url, Sv pairs);
// The same URL under another name of its host. False, and nothing changed, where it is none.
MUST_USE bool url_rename_host(Arena *arena, Url *url, Sv name, UrlError *error);
bool url_same_origin(const Url *a, const Url *b);
// Whether a host, without brackets, is this machine alone: localhost and names below it,
// 127.0.0.0/8, ::1. What is spoken to it no one else can read.
bool url_host_is_loopback(Sv host);
// "http://127.0.0.1:8080/x?y"; the scheme's own port is left out.
Sv url_text(Arena *arena, const Url *url);
// "/x?y"
Sv url_target(Arena *arena, const Url *url);
// "http://127.0.0.1:8080"
Sv url_origin(Arena *arena, const Url *url);
// "127.0.0.1:8080", "[::1]": the scheme's own port is left out.
Sv url_place(Arena *arena, const Url *url);
// The port is the scheme's own.
bool url_usual_port(const Url *url);
// "8080"
Sv url_port(Arena *arena, const Url *url);
// "127.0.0.1:8080", "[::1]:80": always with the port.
Sv url_address(Arena *arena, const Url *url);

#endif
