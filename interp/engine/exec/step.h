// One step that is not a group: its condition, the question before it, its attempts, expectations,
// captures and verdict.
#ifndef ENGINE_EXEC_STEP_H
#define ENGINE_EXEC_STEP_H

#include "engine/attempt/attempt.h"

void step_run(Worker *worker, StepInstance *instance, StepOutcome *out);
// Ends a step, or a whole group as one, that does not begin.
void step_skip(Worker *worker, const StepInstance *instance, const char *cause, Sv reason,
               StepOutcome *out);
// The same for a step that cannot begin, which is undecided.
void step_refuse(Worker *worker, const StepInstance *instance, const char *cause, Sv reason,
                 StepOutcome *out);

typedef enum WhenStatus { WHEN_YES, WHEN_NO, WHEN_UNKNOWN } WhenStatus;
// Evaluates the step's `when`. Unless it is WHEN_YES, *reason is set (in the worker's step arena);
// for WHEN_UNKNOWN *cause as well.
MUST_USE WhenStatus step_when(Worker *worker, const StepInstance *instance, const char **cause,
                              Sv *reason);

// What the end of a step means for its surroundings.
StepOutcome step_outcome_of(const StepInstance *instance, Verdict verdict);

#endif
