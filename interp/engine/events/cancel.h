// A person or a signal ends the run: the first request stops it cleanly, the second abandons it.
#ifndef ENGINE_EVENTS_CANCEL_H
#define ENGINE_EVENTS_CANCEL_H

#include "engine/context/state.h"

// Watches options->cancel_fd. False where the system has no descriptors or threads left.
bool cancel_watch(Worker *worker);
void cancel_end(Run *run);
// Why nothing may begin in this phase; empty where it may. `keep` holds what steps have left.
Sv cancel_reason(Run *run, const char *phase, Arena *keep);
// Where the run is being stopped: waits until that is told, so that what follows from it is told
// after it.
void cancel_settle(Run *run);
// What waits of the phase are ended by.
int cancel_fd(const Run *run, const char *phase);

#endif
