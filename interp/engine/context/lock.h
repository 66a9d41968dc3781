// One run at a time: a lock of the kernel on a file of this user, which is released when its holder
// dies.
#ifndef ENGINE_CONTEXT_LOCK_H
#define ENGINE_CONTEXT_LOCK_H

#include "base/arena.h"
#include "base/system/env.h"

typedef enum LockStatus { LOCK_HELD, LOCK_TAKEN, LOCK_FAILED } LockStatus;

// Who holds the lock, as told to those who are turned away.
typedef struct LockHolder {
    Sv run;     // id
    Sv by;      // who runs it
    Sv since;   // RFC 3339
    Sv runbook; // its file
    Sv journal; // absolute; empty until there is one
} LockHolder;

// LOCK_HELD: the lock is ours until lock_leave. LOCK_TAKEN: another run has it, and *message says
// which one, whose, since when, and which step it is at. LOCK_FAILED: no lock can be made, and
// *message says why. `what` is the lock's name (lock_name.h).
LockStatus lock_take(Arena *arena, const Env *env, Sv what, const LockHolder *holder, int *fd,
                     Sv *message);
// Writes anew who holds it. This is for people alone; the lock does not depend on it.
void lock_sign(Arena *arena, int fd, const LockHolder *holder);
void lock_leave(int fd);

#endif
