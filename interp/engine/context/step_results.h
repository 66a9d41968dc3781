// What steps left for later ones: id → {verdict, attempts, elapsed, captures…}. One table for each
// runbook, each iteration and each branch of a parallel group; a table is written by one thread,
// and read by others only while it stands still.
#ifndef ENGINE_CONTEXT_STEP_RESULTS_H
#define ENGINE_CONTEXT_STEP_RESULTS_H

#include "base/map.h"
#include "engine/context/state.h"

struct StepResults {
    StepResults *parent; // where ids are looked for that are not here; NULL at a runbook's top
    Arena *arena;        // its memory; the writing thread's
    SvMap records;       // id → Value *
};

StepResults *step_results_new(Arena *arena, StepResults *parent);
// NULL where no such step has ended.
const Value *step_results_find(const StepResults *step_results, Sv id);
void step_results_set(StepResults *step_results, Sv id, Value record);
// The records of a branch become the group's.
void step_results_merge(StepResults *into, const StepResults *branch);

// What a loop leaves: for each id the list of its records in order, each with the loop's names.
typedef struct Iteration {
    StepResults *step_results;
    const Value *values; // of the loop's own names
} Iteration;
void step_results_gather(StepResults *into, const Iteration *iterations, uint32_t count,
                         const Loop *loops, uint32_t loop_count);

#endif
