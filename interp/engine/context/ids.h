// What steps left for later ones: id → {verdict, attempts, elapsed, captures…}. One table for each
// runbook, each iteration and each branch of a parallel group; a table is written by one thread,
// and read by others only while it stands still.
#ifndef ENGINE_CONTEXT_IDS_H
#define ENGINE_CONTEXT_IDS_H

#include "base/map.h"
#include "engine/context/state.h"

struct Ids {
    Ids *parent;   // where ids are looked for that are not here; NULL at a runbook's top
    Arena *arena;  // its memory; the writing thread's
    SvMap records; // id → Value *
};

Ids *ids_new(Arena *arena, Ids *parent);
// NULL where no such step has ended.
const Value *ids_find(const Ids *ids, Sv id);
void ids_set(Ids *ids, Sv id, Value record);
// The records of a branch become the group's.
void ids_merge(Ids *into, const Ids *branch);

// What a loop leaves: for each id the list of its records in order, each with the loop's names.
typedef struct Iteration {
    Ids *ids;
    const Value *values; // of the loop's own names
} Iteration;
void ids_gather(Ids *into, const Iteration *iterations, uint32_t count, const Loop *loops,
                uint32_t loop_count);

#endif
