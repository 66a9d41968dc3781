// What the plan knows of a step, a group or the run that its events do not say: how long it may
// take, how often it is tried, and how many steps are in it.
#ifndef CLI_RUNS_STEP_FACTS_H
#define CLI_RUNS_STEP_FACTS_H

#include "plan/plan.h"
#include "report/terminal/terminal.h"

typedef struct StepFacts StepFacts;

StepFacts *step_facts_new(Arena *arena, const Plan *plan);
// Of the step, group or run that has started, or the step that has ended; *out is not changed where
// it is not known.
void step_facts_find(const StepFacts *facts, const Event *event, StepKnown *out);

#endif
