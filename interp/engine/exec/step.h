// One step that is no group: when, the question before it, its attempts, its expectations and
// captures, its verdict.
#ifndef ENGINE_EXEC_STEP_H
#define ENGINE_EXEC_STEP_H

#include "engine/attempt/attempt.h"

void step_run(Worker *worker, StepInstance *instance, StepOutcome *out);
// A step, or a whole group as one, that does not begin at all.
void step_skip(Worker *worker, const StepInstance *instance, const char *cause, Sv reason,
               StepOutcome *out);
// The same for one that cannot begin: undecided.
void step_refuse(Worker *worker, const StepInstance *instance, const char *cause, Sv reason,
                 StepOutcome *out);

typedef enum WhenStatus { WHEN_YES, WHEN_NO, WHEN_UNKNOWN } WhenStatus;
// The step's `when`; the reason in the worker's step arena where it is not WHEN_YES; *cause for
// WHEN_UNKNOWN.
MUST_USE WhenStatus step_when(Worker *worker, const StepInstance *instance, const char **cause,
                              Sv *reason);

// What a step that failed, is undecided or in doubt does to its surroundings.
StepOutcome step_outcome_of(const StepInstance *instance, Verdict verdict);

#endif
