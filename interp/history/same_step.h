// Whether a step of a runbook that was changed since is the one that a journal tells of. A step
// without an id is called by its number, and that may be another step's by now.
#ifndef HISTORY_SAME_STEP_H
#define HISTORY_SAME_STEP_H

#include "history/recorded_run.h"
#include "plan/plan.h"

// Whether its address rests on numbers: its own, or that of what is around it.
bool same_step_by_number(const Step *plan);
// Whether it does what the one of then did, as far as its verb and name tell.
bool same_step(const RecordedStep *then, const Step *plan);
// Whether it stands at the same line as then.
bool same_step_place(const RecordedStep *then, const Step *plan);
// An address without its iterations, as the runbook has it.
Sv same_step_address(Arena *arena, Sv address);

#endif
