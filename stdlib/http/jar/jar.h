// The cookies that a connection keeps between steps (RFC 6265). Each branch of those that run side
// by side (ActionCall.branch) has a jar of its own, which begins with what the one around it held;
// what it took is in that one once the branch has ended, in the order of the branches. Whoever uses
// a jar holds the lock of the memory that it is in.
#ifndef STDLIB_HTTP_JAR_JAR_H
#define STDLIB_HTTP_JAR_JAR_H

#include "base/buf.h"
#include "http/jar/cookie.h"
#include "spec/connection_memory.h"

// Everything that a connection keeps, of all branches.
typedef struct CookieJars CookieJars;
// One branch's, until another one is asked for.
typedef struct CookieJar CookieJar;

// Loads what is needed first of all. False with what is missing.
MUST_USE bool cookie_jars_ready(Arena *arena, Sv *why, Sv *hint);
// Those in the memory; made on the first call, then *made is true.
CookieJars *cookie_jars_in(ConnectionMemory *memory, bool *made);
CookieJar *cookie_jar(CookieJars *jars, Sv branch);

typedef enum JarTakes {
    JAR_TAKES,   // it is kept
    JAR_DELETES, // it was sent to be deleted, and is not there any more
    JAR_IGNORES, // as a browser does: *why
    JAR_FULL     // there is no room for it: *why
} JarTakes;
// `from`: the URL whose answer set it.
JarTakes cookie_jar_take(CookieJar *jar, const Cookie *cookie, const Url *from, int64_t now_seconds,
                         const char **why);

typedef struct JarCookie {
    Sv name, value; // the jar's, until it takes another one
} JarCookie;
// Those that go with a request for the URL, in the order in which they are sent.
JarCookie *cookie_jar_matching(CookieJar *jar, Arena *arena, const Url *url, int64_t now_seconds,
                               size_t *count);

// All that are kept, apart from those that are deleted.
JarCookie *cookie_jar_all(const CookieJar *jar, Arena *arena, size_t *count);

// ── files, as curl writes them (jar_file.c) ──
// Adds what the text of a file holds, apart from what is over. False with the number of the line
// that is wrong, and why.
MUST_USE bool cookie_jar_read(CookieJar *jar, Arena *arena, Sv text, int64_t now_seconds,
                              size_t *line, const char **why);
// Those of all branches, in their order.
void cookie_jars_write(CookieJars *jars, int64_t now_seconds, Buf *out);

#endif
