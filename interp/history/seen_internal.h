// Shared by the files that reconstruct what a step saw, and for them alone.
#ifndef HISTORY_SEEN_INTERNAL_H
#define HISTORY_SEEN_INTERNAL_H

#include "history/seen.h"
#include "plan/plan.h"

enum { EVERYWHERE = SCOPE_NOW + 1 }; // names that each step has

// A result of the step's verb.
typedef struct Result {
    bool made;  // has been looked for
    bool there; // it has a value, which may be unknown
    Value value;
    Sv why; // why it has none
} Result;

struct Seen {
    Arena *arena;
    const RecordedRun *recorded;
    const RecordedStep *step;
    const Action *action; // NULL = none
    CelNames names;
    Value everywhere[EVERYWHERE];
    Value *loops;
    Sv loop_why;         // why the loop names have no values; empty = they have
    Value results_shown; // map: as the journal has them
    Result *results;     // by index of the action's
    Value outputs;       // of an include: map
};

// Restores a value of an event: that of a field, or of an entry of the map in it.
Value seen_restored(Arena *arena, Value fields, const char *field, Sv name, Value shown,
                    CelType type);
// A result of the step's verb, by index. False with the fault if it has no value.
MUST_USE bool seen_result(Seen *seen, uint32_t index, Value *out, Fault *fault);

#endif
