// Changes whose intent is recorded and whose end is not. When the journal cannot be written any
// more, what became of them is known here alone.
#ifndef ENGINE_EVENTS_UNRECORDED_H
#define ENGINE_EVENTS_UNRECORDED_H

#include "engine/context/state.h"

// A change is about to act; `begins` = its intent was recorded, so it does.
void unrecorded_begin(Run *run, const StepInstance *instance, Sv request, bool begins);
// Its step has ended, and that was told; it is recorded once that lasts.
void unrecorded_end(Run *run, const StepInstance *instance, Verdict verdict);
// In the order in which they began, once the journal was lost; empty as long as it was not.
void unrecorded_take(Run *run, Arena *arena, RunResult *out);
void unrecorded_free(Run *run);

#endif
