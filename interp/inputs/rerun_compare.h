// A step of an earlier run is done once more: what must be as it was then.
#ifndef INPUTS_RERUN_COMPARE_H
#define INPUTS_RERUN_COMPARE_H

#include "base/text_list.h"
#include "history/rerun.h"
#include "inputs/inputs.h"

// Reports what differs, unless that is accepted: then *accepted says so, a list of lines.
void rerun_compare(const Rerun *rerun, const Plan *plan, const ResolvedInput *inputs, Arena *arena,
                   Diags *diags, TextList *accepted);
// What is judged now, where it is not what was judged then; lines, not refused.
TextList rerun_subject(const Rerun *rerun, Value subject, Arena *arena);

#endif
