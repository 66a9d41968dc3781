// How many requests to stop (Ctrl-C, TERM) end what runs. What the runbook's steps do ends at the
// first. A rollback that has begun, a look whether a change happened, and `finally` go on until the
// next one, and what of `finally` begins after that one goes on until the run is left.
#ifndef ENGINE_CONTEXT_PATIENCE_H
#define ENGINE_CONTEXT_PATIENCE_H

#include "engine/context/state.h"

// For a step of this phase that begins now: 1, 2 or 3.
int patience_of(const Run *run, const char *phase);
// For the probe of a step that has this patience.
int patience_of_probe(int patience);
// For what belongs to no step: the next request ends it, whichever that is.
int patience_of_next(const Run *run);
// Whether there were so many requests. Callable from every thread; 0 counts as 3.
bool patience_is_over(const Run *run, int patience);
// A waiter that is ended then. What it waits for is ended at once if it is not the first request,
// or if the next one comes.
Waiter patience_waiter(const Run *run, int patience, int64_t deadline_ns);

#endif
