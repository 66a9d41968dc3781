// Libraries that are loaded late: the program starts without them, and each is loaded where it is
// first needed. Owns the tables of their functions. Knows nothing of what the libraries do, and
// decides nothing about one that is missing: who asked for it says what follows.
//
// late/NAME.h includes the library's own headers and then makes each name in NAME.def a macro for
// its place in the table, so that calls read as they always do. A function that is used and not
// listed is an undefined reference; a row that the library's headers do not declare does not
// compile. Every way into a library begins with late_load: what is called before ends the process.
#ifndef LATE_LATE_H
#define LATE_LATE_H

#include <stdbool.h>

typedef enum LateLibrary {
#define LIBRARY(id, name, soname, package) LATE_##id,
#include "late/libraries.def"
#undef LIBRARY
    LATE_COUNT
} LateLibrary;

// Why a library cannot be used. Lower-case, one line, no full stop.
typedef struct LateFailure {
    char reason[512]; // "the library libcurl.so.4 is not installed"
    char hint[128];   // which package has it
} LateFailure;

// Loads the library where that was not done yet; cheap where it was. May be called by any thread.
// False, with *out, where the library is missing or of no use; asked again, it looks again.
bool late_load(LateLibrary library, LateFailure *out) __attribute__((warn_unused_result));

#endif
