// A runbook within a runbook: its own frame, its steps, its finally, its outputs; its verdict is
// the step's.
#ifndef ENGINE_EXEC_INCLUDE_H
#define ENGINE_EXEC_INCLUDE_H

#include "engine/context/eval_context.h"

void include_run(Worker *worker, StepInstance *instance, StepOutcome *out);
// Runs the steps, rollback and finally of a runbook, for the top one and for included ones alike.
void include_steps(Worker *worker, const StepContext *context, const Runbook *runbook,
                   StepOutcome *out);

#endif
