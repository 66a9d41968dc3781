// A person or a signal ends the run: the first request stops it in an orderly way, the second one
// abandons it.
#ifndef ENGINE_EVENTS_CANCEL_H
#define ENGINE_EVENTS_CANCEL_H

#include "engine/context/state.h"

// Starts to watch options->cancel_fd. False if the system has no descriptors or threads left.
bool cancel_watch(Worker *worker);
void cancel_end(Run *run);
// Why no step may begin in this phase; empty if steps may. Allocates in `keep`, which holds what
// steps leave.
Sv cancel_reason(Run *run, const char *phase, Arena *keep);
// Whether no step may begin since the run keeps too much. What was changed is still undone, and
// what must be cleaned up still is.
bool cancel_is_full(const char *phase, const Arena *keep);
extern const char cancel_full_reason[];
// If the run is being stopped, waits until that has been told, so that what follows from it is told
// afterwards.
void cancel_settle(Run *run);
// The descriptor that ends the waits of this phase.
int cancel_fd(const Run *run, const char *phase);

#endif
