// What a step needs before it can be done: the steps whose results it reads, by what it says itself
// and by what it stands in. Looks at the plan alone; knows nothing of a run.
#ifndef SELECT_NEEDS_H
#define SELECT_NEEDS_H

#include "plan/plan.h"

// Hears each id that a step reads; `reader` is the step, or one that it stands in, whose expression
// it is. An empty id: it reads `steps` as a whole.
typedef void NeedsSee(void *self, const Step *reader, Sv id);
// What the step says itself.
void needs_read(const Step *step, NeedsSee *see, void *self);
// The group or include that it stands in; NULL at the top.
const Step *needs_above(const Step *step);
// The step is that other one, or stands in it.
bool needs_stands_in(const Step *step, const Step *above);
// It does something itself: no group and no include.
bool needs_leaf(const Step *step);

// The plan's steps by runbook and id.
typedef struct Needs Needs;
Needs *needs_new(Arena *arena, const Plan *plan);

typedef struct Need {
    const Step *step;   // a leaf
    const Step *reader; // that reads it; NULL where it was asked for itself
    Sv id;              // by this id: the leaf's own, or a group's or include's that it stands in
} Need;
typedef struct NeedList {
    Need *items;
    uint32_t count, capacity;
} NeedList;

// All that must be done for the step to be done: it (of a group or include all in it), what it
// reads, what that reads, and so on, each once.
void needs_all(const Needs *needs, Arena *arena, const Step *step, NeedList *out);
// The first of them that changes something; NULL where all may be repeated. A person may be asked
// again.
const Need *needs_change(const NeedList *list);

#endif
