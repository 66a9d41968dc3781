// One run at a time: a name that the kernel gives to one holder on a host, and takes back once
// nothing lives that has it.
//
// The name is that of a socket without a file (an abstract one). No folder has to be found by
// whoever looks for it, so no variable of the environment decides which runs meet; no file is there
// that could be removed, replaced or made ahead by somebody else; and whoever runs it, the name is
// the same. What a run starts is watched by processes that have the socket too (pool_hand_on), so a
// run that was killed holds its lock until what it had started is over.
#ifndef ENGINE_CONTEXT_LOCK_H
#define ENGINE_CONTEXT_LOCK_H

#include "base/arena.h"
#include "base/must_use.h"
#include "base/sv.h"
#include <stddef.h>

typedef enum LockStatus { LOCK_HELD, LOCK_TAKEN, LOCK_FAILED } LockStatus;

// Who holds the lock, as told to those who are turned away.
typedef struct LockHolder {
    Sv run;     // id
    Sv by;      // who runs it
    Sv host;    // where
    Sv since;   // RFC 3339
    Sv runbook; // its file
    Sv root;    // of its project
} LockHolder;

typedef struct RunLock RunLock;

// LOCK_HELD: the lock is ours until lock_leave, and whoever asks is told who we are. LOCK_TAKEN:
// another run has it, and *message says which one, whose, since when, which step it is at, and what
// to do. LOCK_FAILED: no lock can be made, and *message says why. `what` is the lock's name
// (lock_name.h), `root` the project that asks.
MUST_USE LockStatus lock_take(Arena *arena, Sv what, const LockHolder *holder, RunLock **out,
                              Sv *message);
// Of a NULL lock nothing is done by these.
// Where the run's journal is, once there is one.
void lock_tell_journal(RunLock *lock, Sv path);
// The step that the run is at: it has begun, or it was the last one to end.
void lock_tell_step(RunLock *lock, Sv number, Sv name, bool ended);
// "at 3.2 Migrate", "after 3.2 Migrate", "before its first step".
enum { LOCK_STEP_SHOWN = 420 };
void lock_step(RunLock *lock, char out[LOCK_STEP_SHOWN]);
// The descriptors that hold it.
enum { LOCK_DESCRIPTORS = 2 };
size_t lock_descriptors(const RunLock *lock, int out[LOCK_DESCRIPTORS]);
void lock_leave(RunLock *lock);

#endif
