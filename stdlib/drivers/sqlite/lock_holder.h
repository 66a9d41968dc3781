// Who holds a lock on a file, from what the kernel lists under /proc/locks.
#ifndef STDLIB_DRIVERS_SQLITE_LOCK_HOLDER_H
#define STDLIB_DRIVERS_SQLITE_LOCK_HOLDER_H

#include "base/arena.h"
#include "base/sv.h"

// "node, process 1234", "another step of this run", or empty if the kernel does not say.
Sv lock_holder(Arena *arena, const char *path);

#endif
