// A step of an earlier run is done once more: what must be as it was then.
#ifndef RUN_AGAIN_COMPARE_H
#define RUN_AGAIN_COMPARE_H

#include "run/again.h"
#include "run/inputs.h"

typedef struct AgainLines {
    Sv *items;
    uint32_t count, capacity;
} AgainLines;
// Reports what differs, unless that is accepted: then *accepted says so, a list of lines.
void again_compare(const Again *again, const Plan *plan, const ResolvedInput *inputs, Arena *arena,
                   Diags *diags, AgainLines *accepted);
// What is judged now, where it is not what was judged then; lines, not refused.
AgainLines again_subject(const Again *again, Value subject, Arena *arena);

#endif
