// A step of an earlier run is done once more: what must be as it was then.
#ifndef INPUTS_AGAIN_COMPARE_H
#define INPUTS_AGAIN_COMPARE_H

#include "history/again.h"
#include "inputs/inputs.h"

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
