// Only one run at a time: the kernel's lock on a file of this user, which dies with its holder.
#ifndef RUN_LOCK_H
#define RUN_LOCK_H

#include "base/arena.h"
#include "base/env.h"

typedef enum LockEnd { LOCK_HELD, LOCK_TAKEN, LOCK_FAILED } LockEnd;

// LOCK_HELD: it is ours until lock_leave. LOCK_TAKEN: another run has it, *message names the
// holder. LOCK_FAILED: no lock can be made, *message says why. `what` tells locks apart: the
// runbook's name and what it works on.
LockEnd lock_take(Arena *arena, const Env *env, Sv what, Sv run_id, int *fd, Sv *message);
void lock_leave(int fd);

#endif
