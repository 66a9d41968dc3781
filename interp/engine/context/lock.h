// Only one run at a time: the kernel's lock on a file of this user, which dies with its holder.
#ifndef ENGINE_CONTEXT_LOCK_H
#define ENGINE_CONTEXT_LOCK_H

#include "base/arena.h"
#include "base/system/env.h"

typedef enum LockStatus { LOCK_HELD, LOCK_TAKEN, LOCK_FAILED } LockStatus;

// Who holds it, as those who are turned away are told.
typedef struct LockHolder {
    Sv run;     // id
    Sv by;      // who runs it
    Sv since;   // RFC 3339
    Sv runbook; // its file
    Sv journal; // absolute; empty until there is one
} LockHolder;

// LOCK_HELD: it is ours until lock_leave. LOCK_TAKEN: another run has it, *message says which,
// whose, since when and at which step it is. LOCK_FAILED: no lock can be made, *message says why.
// `what` tells locks apart (lock_name.h).
LockStatus lock_take(Arena *arena, const Env *env, Sv what, const LockHolder *holder, int *fd,
                     Sv *message);
// Says who holds it, anew: for people alone, the lock holds without it.
void lock_sign(Arena *arena, int fd, const LockHolder *holder);
void lock_leave(int fd);

#endif
