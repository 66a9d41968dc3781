// The lock between hosts while it is held: a thread asks every few seconds whether it still is, and
// leaves there which step the run is at. A lock that was lost is no lock, so nothing more may be
// changed then.
#ifndef ENGINE_CONTEXT_SHARED_HOLD_H
#define ENGINE_CONTEXT_SHARED_HOLD_H

#include "engine/context/lock.h"
#include "spec/shared_lock.h"

typedef struct SharedHold SharedHold;

// `line` says who holds it; the step is added from `lock`. Both live as long as the hold.
SharedHold *shared_hold_new(Arena *arena, const SharedLockHeld *held, Sv name, Sv line,
                            RunLock *lock);
// Begins to watch. `tell` is called once, from the watching thread, if the lock is lost.
void shared_hold_watch(SharedHold *hold, void (*tell)(void *self), void *self);
// Why nothing more may be changed, one line; empty while the lock is held, or where there is none.
Sv shared_hold_lost(const SharedHold *hold);
// Ends watching, and asks one last time.
void shared_hold_settle(SharedHold *hold);
void shared_hold_leave(SharedHold *hold);

#endif
