// A person or a signal ends the run. The first request stops it in an orderly way: what runs is
// ended, `finally` still runs. The second ends what still runs at once. The third leaves: nothing
// more is told, and the journal is one that can be taken up again. What each ends is in
// context/patience.h.
#ifndef ENGINE_EVENTS_CANCEL_H
#define ENGINE_EVENTS_CANCEL_H

#include "engine/context/state.h"

// Starts to watch options->cancel_fd. False if the system has no descriptors or threads left.
bool cancel_watch(Worker *worker);
// The run's first event was told: what was requested until now is told next.
void cancel_open(Run *run);
// The run's last event is about to be told: no request is told any more. Returns how many were.
int cancel_close(Run *run);
void cancel_end(Run *run);
// Whether there was a request. What follows from it is told behind it: see cancel_settle.
bool cancel_stopping(const Run *run);
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

// What a request is told with: which steps of `finally` still run, and that a rollback does.
void cancel_begin_cleanup(Run *run, CleanupToCome *cleanup);
// So many of its steps have begun.
void cancel_note_cleanup(Run *run, CleanupToCome *cleanup, uint32_t begun);
void cancel_end_cleanup(Run *run, CleanupToCome *cleanup);
void cancel_begin_rollback(Run *run);
void cancel_end_rollback(Run *run);

#endif
