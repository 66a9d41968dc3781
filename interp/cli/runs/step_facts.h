// What the plan knows of a step that its events do not say: how long it may take, and how often it
// is tried.
#ifndef CLI_RUNS_STEP_FACTS_H
#define CLI_RUNS_STEP_FACTS_H

#include "plan/plan.h"
#include "report/terminal/terminal.h"

typedef struct StepFacts StepFacts;

StepFacts *step_facts_new(Arena *arena, const Plan *plan);
// Of the step that has started; *out is not changed where it is not known.
void step_facts_find(const StepFacts *facts, const Event *started, StepKnown *out);

#endif
