// The locks of a run: that of this host and, where the runbook names a connection for it, the one
// between hosts. Taken before the run's journal is made, kept until all that it started is over.
#ifndef ENGINE_EXEC_RUN_LOCK_H
#define ENGINE_EXEC_RUN_LOCK_H

#include "engine/context/frame.h"

// Takes the locks that the runbook wants, if it wants any. STATUS_GO: they are held until
// run_lock_leave. Otherwise the status to end with, and *message: nothing has begun.
MUST_USE int run_lock_take(Worker *worker, Frame *frame, Sv *message);
// From here on a lock that is lost is told, and nothing more is changed. Call once events can be
// told.
void run_lock_watch(Run *run);
// Before the verdict: a run whose lock was lost meanwhile is undecided.
void run_lock_settle(Worker *worker);
// Call once the pool is closed.
void run_lock_leave(Run *run);

#endif
