// Where something is written to while it happens: a file, a pipe, standard output. Nobody who does
// not read keeps the writer waiting for longer than it says.
#ifndef BASE_SYSTEM_OUTLET_H
#define BASE_SYSTEM_OUTLET_H

#include "base/sv.h"

typedef struct Outlet {
    int fd;    // -1 = it is not open
    int error; // errno of the first failure, after which nothing is written; 0 = none
} Outlet;

// Makes the file, or empties it; a pipe that nobody reads is waited for no longer than two seconds.
// False with errno.
MUST_USE bool outlet_open(Outlet *out, Sv path, unsigned mode);
// Writes what can be, and returns how many bytes that was: fewer where its reader does not read for
// so long, or where it failed.
size_t outlet_put(Outlet *out, Sv text, int patience_ms);
void outlet_close(Outlet *out);

#endif
