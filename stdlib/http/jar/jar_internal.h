// Shared by stdlib/http/jar/ alone: what a jar is.
#ifndef STDLIB_HTTP_JAR_JAR_INTERNAL_H
#define STDLIB_HTTP_JAR_JAR_INTERNAL_H

#include "http/jar/jar.h"
#include "http/jar/stored.h"

// What there is no room for is not kept.
extern const char cookie_jar_full[];

struct CookieJar {
    Sv branch;            // its own memory
    StoredCookie **items; // in the order in which they were first set; its own memory
    uint32_t count, capacity;
};

// What the outermost one would be if all branches had ended; jar_clear frees it.
CookieJar jars_together(CookieJars *jars);
void jar_clear(CookieJar *jar);
// Keeps a copy, in the place of the one that it replaces.
void jar_put(CookieJar *jar, const StoredCookie *cookie);

#endif
