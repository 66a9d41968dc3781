// The way to a server: which proxy stands in between, and what a reader must know of it. What is
// decided here is what libcurl does: it decides nothing about proxies by itself.
#ifndef STDLIB_HTTP_HTTP_WAY_H
#define STDLIB_HTTP_HTTP_WAY_H

#include "http/http_params.h"

typedef struct HttpProxy {
    Sv url;     // "http://host:port", always with the port; empty = none
    Sv address; // host:port of it
    Sv user;    // "user:password", percent-encoded; empty = none
} HttpProxy;

// The proxy between us and the URL: `written` is a proxy's address, "environment", "none" or empty.
// `env` may be NULL where the environment is not known yet: then none is taken from it.
MUST_USE bool http_choose_proxy(Arena *arena, Sv written, const Env *env, const Url *url,
                                HttpProxy *out, HttpProblem *problem);

typedef struct HttpWay {
    const Url *url; // NULL = not known yet
    bool insecure;  // its certificate is not verified
    const HttpProxy *proxy;
    bool by_proxy;          // by one that is not known yet
    const HttpRoute *route; // NULL = as the URL says
    bool all;               // of the route all, not what is of this URL alone
} HttpWay;

// The way as far as it is known: the URL may be (NULL), and the proxy may be.
HttpWay http_way_known(Arena *arena, Sv proxy, const Env *env, const Url *url, HttpProxy *out);
void http_way_cautions(Arena *arena, const HttpWay *way, Cautions *out);

#endif
