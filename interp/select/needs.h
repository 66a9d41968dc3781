// Which steps must be done before a step can be: those whose results are read by the step itself or
// by what it is in. Looks at the plan alone; knows nothing of a run.
#ifndef SELECT_NEEDS_H
#define SELECT_NEEDS_H

#include "plan/plan.h"

// Called for each id that a step reads. `reader` is the step, or the group or include around it,
// whose expression reads the id. An empty id: it reads `steps` as a whole.
typedef void NeedsSee(void *self, const Step *reader, Sv id);
// Visits the ids that the step's own expressions read.
void needs_read(const Step *step, NeedsSee *see, void *self);
// The group or include that the step is in; NULL at the top.
const Step *needs_above(const Step *step);
// Whether the step is `above` or within it.
bool needs_stands_in(const Step *step, const Step *above);
// Whether the step does something itself: it is neither a group nor an include.
bool needs_leaf(const Step *step);

// Whether an earlier step may have given the connection of both what the later one sends along, and
// may be made again.
bool needs_by_connection(const Step *step, const Step *earlier);

// The plan's steps by runbook and id.
typedef struct Needs Needs;
Needs *needs_new(Arena *arena, const Plan *plan);

typedef struct Need {
    const Step *step;   // a leaf
    const Step *reader; // that reads it; NULL if it was asked for itself
    Sv id;              // by this id: the leaf's own, or that of a group or include around it
} Need;
typedef struct NeedList {
    Need *items;
    uint32_t count, capacity;
} NeedList;

// Lists everything that must be done for the step, each once: the step itself (of a group or
// include all in it), what it reads, what that reads, and so on.
void needs_all(const Needs *needs, Arena *arena, const Step *step, NeedList *out);
// The first of them that changes something; NULL if all can be repeated. Asking a person again
// counts as repeatable.
const Need *needs_change(const NeedList *list);

#endif
