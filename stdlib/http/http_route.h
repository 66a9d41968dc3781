// How a server is reached and spoken to, besides its URL: where the connection really leads, by
// which family of addresses, which socket, which version of HTTP. The rows that steps and
// connections share.
#ifndef STDLIB_HTTP_HTTP_ROUTE_H
#define STDLIB_HTTP_HTTP_ROUTE_H

#include "base/limits.h"
#include "spec/action.h"
#include "url/url.h"

typedef struct HttpRoute {
    int http_version; // index into http_version_words
    bool http_version_given;
    Pairs resolve;    // "host:port" or "host" → address
    Pairs connect_to; // "host:port" or "host" → "host:port" or "host"
    int ip;           // index into http_ip_words
    bool ip_given;
    Sv unix_socket;          // absolute path; empty = none
    int64_t connect_timeout; // ns; 0 = what the attempt has
    int64_t max_size;        // bytes of the decoded body; 0 = as many as may be
    int64_t limit_rate;      // bytes a second, in each direction; 0 = as fast as it goes
} HttpRoute;

extern const char *const http_version_words[]; // "any", "1.0", "1.1", "2"
extern const char *const http_ip_words[];      // "any", "4", "6"

#define HTTP_ROUTE_ROW(Struct, field, KIND, ...)                                                   \
    {                                                                                              \
        .name = #field, .kind = PARAM_##KIND, .offset = PARAM_OFFSET(Struct, route.field, KIND),   \
        .given_offset = SIZE_MAX, __VA_ARGS__                                                      \
    }
#define HTTP_ROUTE_CHOICE(Struct, field, words, ...)                                               \
    {                                                                                              \
        .name = #field, .kind = PARAM_CHOICE, .offset = PARAM_OFFSET(Struct, route.field, CHOICE), \
        .given_offset = PARAM_OFFSET(Struct, route.field##_given, BOOL), .choices = (words),       \
        __VA_ARGS__                                                                                \
    }

// The rows of a struct that holds an HttpRoute called `route`.
enum { HTTP_ROUTE_ROWS = 8 };
#define HTTP_ROUTE_PARAMS(Struct)                                                                                                 \
    HTTP_ROUTE_CHOICE(                                                                                                            \
        Struct, http_version, http_version_words,                                                                                 \
        .doc =                                                                                                                    \
            "The version of HTTP to speak: `1.0`, `1.1` or `2` (over plain http by prior knowledge). A server that "              \
            "speaks another fails the step; over https `2` is known before anything is sent. Without it, or with "                \
            "`any`, it is 2 where https offers it, else 1.1."),                                                                   \
        HTTP_ROUTE_ROW(                                                                                                           \
            Struct, resolve, TEXT_MAP, .flags = PARAM_NO_SECRET,                                                                  \
            .doc =                                                                                                                \
                "Host (with or without a port) → the address that it has, whatever DNS says: `app.example.com:443: 10.0.0.7`. " \
                "Name, certificate and credentials are the URL's; `allow.hosts` must list the address as well."),                 \
        HTTP_ROUTE_ROW(                                                                                                           \
            Struct, connect_to, TEXT_MAP, .flags = PARAM_NO_SECRET,                                                               \
            .doc =                                                                                                                \
                "Host (with or without a port) → the host and port to connect to in its place: `app.example.com: "              \
                "canary-3.internal:8443`. Name, certificate and credentials are the URL's; `allow.hosts` must list "              \
                "where it leads as well."),                                                                                       \
        HTTP_ROUTE_CHOICE(Struct, ip, http_ip_words,                                                                              \
                          .doc = "`4` or `6`: by an address of IPv4, or of IPv6, alone."),                                        \
        HTTP_ROUTE_ROW(                                                                                                           \
            Struct, unix_socket, TEXT, .flags = PARAM_NO_SECRET | PARAM_FILLED,                                                   \
            .doc =                                                                                                                \
                "The socket to connect to in place of the URL's host and port, as a whole path: "                                 \
                "`/run/docker.sock`. `allow.paths` must list it; other origins are not asked by it."),                            \
        HTTP_ROUTE_ROW(                                                                                                           \
            Struct, connect_timeout, DURATION,                                                                                    \
            .doc =                                                                                                                \
                "The most that looking up the name, connecting and TLS may take together; `timeout` is of the "                   \
                "whole attempt."),                                                                                                \
        HTTP_ROUTE_ROW(                                                                                                           \
            Struct, max_size, INT, .min = 1, .max = LIMIT_HTTP_BODY_BYTES,                                                        \
            .doc = "The most bytes that the body may have, decompressed; more is no answer."),                                    \
        HTTP_ROUTE_ROW(                                                                                                           \
            Struct, limit_rate, INT, .min = 1, .max = INT64_MAX / 2,                                                              \
            .doc =                                                                                                                \
                "The most bytes a second that are sent, and that are received, for a server that others use as well; "            \
                "held over bodies of some megabytes, not over short ones.")

typedef struct HttpProblem {
    Sv error;
    Sv hint;
    bool denied; // by policy
} HttpProblem;
// *where gets the parameter's name.
MUST_USE bool http_check_route(Arena *arena, const HttpRoute *route, Sv proxy, const char **where,
                               HttpProblem *problem);

// Where the connection to a URL leads.
typedef struct HttpPlace {
    Sv host;        // without brackets
    Sv address;     // "host:port"
    Sv socket;      // the path of a socket, then the others are the URL's; empty = none
    const char *by; // the parameter that leads elsewhere; NULL = it is where the URL says
} HttpPlace;

// Whether it says anything of where the connection leads.
bool http_route_says(const HttpRoute *route);
// The route of a step over its connection's: what either says, the step's first. `home`: NULL where
// the connection has no say.
HttpRoute http_route_over(Arena *arena, const HttpRoute *step, const HttpRoute *home);
// `socket`: whether the URL is of the origin that the socket is for.
HttpPlace http_place(Arena *arena, const HttpRoute *route, const Url *url, bool socket);
// What a reader must know of the way to a URL (NULL = not known yet); with `all` of what the route
// says of other hosts too.
void http_route_cautions(Arena *arena, const HttpRoute *route, const Url *url, bool all,
                         Cautions *out);

#endif
