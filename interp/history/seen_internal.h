// What the files that put together what a step saw share. For them alone.
#ifndef HISTORY_SEEN_INTERNAL_H
#define HISTORY_SEEN_INTERNAL_H

#include "history/seen.h"
#include "plan/plan.h"

enum { EVERYWHERE = SCOPE_NOW + 1 }; // names that each step has

// A result of the step's verb.
typedef struct Result {
    bool made;  // looked for already
    bool there; // it has a value, which may not be known
    Value value;
    Sv why; // it has none
} Result;

struct Seen {
    Arena *arena;
    const RecordedRun *recorded;
    const RecordedStep *step;
    const Action *action; // NULL = none
    CelNames names;
    Value everywhere[EVERYWHERE];
    Value *loops;
    Sv loop_why;         // a loop's names have no values; empty = they have
    Value results_shown; // map: as the journal has them
    Result *results;     // by index of the action's
    Value outputs;       // of an include: map
};

// A value of an event as it was: of a field, or of an entry of the map in it.
Value seen_restored(Arena *arena, Value fields, const char *field, Sv name, Value shown,
                    CelType type);
// A result of the step's verb, by index; false with the fault where it has no value.
MUST_USE bool seen_result(Seen *seen, uint32_t index, Value *out, Fault *fault);
// The runbook that an address belongs to: the address of the include around it and a slash; empty
// at the top.
Sv seen_scope(const RecordedRun *recorded, Sv address);
// `steps` as the step saw it: {id: {verdict, attempts, elapsed, captures…}}, lists of those in
// loops that were over.
Value seen_steps(Arena *arena, const RecordedRun *recorded, const Registry *registry,
                 const RecordedStep *step);

#endif
