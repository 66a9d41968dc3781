// A change of an earlier session of which it has to be found out what became of it: by its probe,
// or by what a person says.
#ifndef ENGINE_EXEC_SETTLE_H
#define ENGINE_EXEC_SETTLE_H

#include "engine/exec/taken_over.h"

// Finds out by the step's probe, or by what a person said, what became of a change in doubt, and
// whether a kept one is still there. True if it is to be made now; otherwise *end says how it
// ended.
MUST_USE bool settle_change(Worker *worker, const StepInstance *instance, const Kept *kept,
                            MapBuilder *record, StepEnd *end);
// Ends a step that may be repeated, was cut off, and is not begun any more: whether it changed
// something is not known.
void settle_not(Worker *worker, const StepInstance *instance, const Kept *kept, StepOutcome *out);
// A change in doubt that was to be made again, and did not act: what became of it before is still
// not known.
void settle_again_failed(Worker *worker, const StepInstance *instance, const Kept *kept,
                         StepEnd *end);

#endif
