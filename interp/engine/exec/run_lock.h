// The locks of a run: taken before its journal is made, kept until all that it started is over.
#ifndef ENGINE_EXEC_RUN_LOCK_H
#define ENGINE_EXEC_RUN_LOCK_H

#include "engine/context/frame.h"

// Takes the locks that the runbook wants, if it wants any. STATUS_GO: they are held until
// run_lock_leave. Otherwise the status to end with, and *message: nothing has begun.
MUST_USE int run_lock_take(Worker *worker, Frame *frame, Sv *message);
// Call once the pool is closed.
void run_lock_leave(Run *run);

#endif
