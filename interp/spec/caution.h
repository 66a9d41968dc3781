// What a reader must know of the way to something, besides where it leads: that nobody verifies who
// answers, that another host stands between, that all on the way can read along. Owns the list;
// refuses to know what is permitted.
#ifndef SPEC_CAUTION_H
#define SPEC_CAUTION_H

#include "base/arena.h"
#include "base/sv.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct Caution {
    // "TLS is not verified", "through the proxy http://p:3128": words of ours up to the one that
    // holds `whom`, and no credentials.
    Sv text;
    const char *bound; // the key of `allow` that must list `whom`; NULL = it is only shown
    Sv whom;           // "host:port"; empty = not known yet
    const char *param; // the parameter that brings it; NULL = the address itself
} Caution;

// A key of `allow` whose entries stand for ways, not for things.
#define BOUND_HOSTS    "hosts"
#define BOUND_INSECURE "insecure"
#define BOUND_PROXIES  "proxies"

enum { MOST_CAUTIONS = 32 };
typedef struct Cautions {
    Caution items[MOST_CAUTIONS];
    size_t count;
} Cautions;

// Adds it unless its text is there already.
void cautions_add(Cautions *cautions, Caution caution);
// What to write so that `allow` permits a bound one: "if that is meant, write beneath allow:
// insecure: ['a:443']".
Sv caution_hint(Arena *arena, const Caution *caution);

#endif
