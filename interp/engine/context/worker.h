// The threads that run steps: their memory, and how many there may be.
#ifndef ENGINE_CONTEXT_WORKER_H
#define ENGINE_CONTEXT_WORKER_H

#include "engine/context/state.h"

Worker worker_new(Run *run);
// What it kept lives until the end of the run.
void worker_end(Worker *worker);

// Calls `go` for each index below `count`: in order if `width` is 1, otherwise on up to `width`
// threads, of which this one is one. Returns when all are done.
typedef void WorkerGo(Worker *worker, void *self, uint32_t index);
void worker_spread(Worker *worker, uint32_t width, uint32_t count, WorkerGo *go, void *self);

// What the names of branches begin with that stand side by side within `around` …
Sv worker_branches(Worker *worker, Sv around);
// … and the name of one of them (ActionCall.branch).
Sv worker_branch(Worker *worker, Sv branches, uint32_t index);

#endif
