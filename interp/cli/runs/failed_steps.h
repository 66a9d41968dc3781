// Which steps of an earlier run `again --failed` does once more: all that failed or were undecided,
// but for what changes something or needs a change.
#ifndef CLI_RUNS_FAILED_STEPS_H
#define CLI_RUNS_FAILED_STEPS_H

#include "cli/cli.h"
#include "history/recorded_run.h"
#include "plan/plan.h"

typedef struct FailedStep {
    const RecordedStep *step;
    Sv why; // it is not repeated, one line; empty = it is
} FailedStep;

typedef struct FailedSteps {
    FailedStep *items; // in the run's order
    uint32_t count, capacity;
    uint32_t repeated;
} FailedSteps;

FailedSteps failed_steps(Arena *arena, const RecordedRun *recorded, const Plan *plan);

#endif
