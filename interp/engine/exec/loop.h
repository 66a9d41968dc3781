// Steps with for_each: every combination of the lists, each iteration a recorded step.
#ifndef ENGINE_EXEC_LOOP_H
#define ENGINE_EXEC_LOOP_H

#include "engine/context/eval_context.h"

void loop_run(Worker *worker, StepInstance *instance, StepOutcome *out);

#endif
