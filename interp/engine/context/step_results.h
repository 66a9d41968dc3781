// The results of steps for later steps: id → {verdict, attempts, elapsed, captures…}. Each runbook,
// each iteration and each branch of a parallel group has a table of its own, which one thread
// writes; others read it only while nothing is added.
#ifndef ENGINE_CONTEXT_STEP_RESULTS_H
#define ENGINE_CONTEXT_STEP_RESULTS_H

#include "base/map.h"
#include "engine/context/state.h"

struct StepResults {
    StepResults *parent; // where to look for ids that are not here; NULL at the top of a runbook
    Arena *arena;        // its memory, which belongs to the writing thread
    SvMap records;       // id → Value *
};

StepResults *step_results_new(Arena *arena, StepResults *parent);
// NULL if no step with that id has ended.
const Value *step_results_find(const StepResults *step_results, Sv id);
void step_results_set(StepResults *step_results, Sv id, Value record);
// Adds the records of a branch to those of its group.
void step_results_merge(StepResults *into, const StepResults *branch);

// Adds what a loop leaves: for each id the list of its records in order, each with the loop's
// names.
typedef struct Iteration {
    StepResults *step_results;
    const Value *values; // of the loop's own names
} Iteration;
void step_results_gather(StepResults *into, const Iteration *iterations, uint32_t count,
                         const Loop *loops, uint32_t loop_count);

#endif
