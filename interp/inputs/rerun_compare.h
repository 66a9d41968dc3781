// A step of an earlier run is done once more: what must be as it was then.
#ifndef INPUTS_RERUN_COMPARE_H
#define INPUTS_RERUN_COMPARE_H

#include "base/text_list.h"
#include "history/rerun.h"
#include "inputs/inputs.h"

// What there is now.
typedef struct RerunNow {
    const Runbook *top;
    const PlanFile *files; // that belong to the runbook
    uint32_t file_count;
    const ResolvedInput *inputs; // one for each of the runbook's
} RerunNow;

// Reports what of the files and inputs differs, unless that is accepted: then *accepted says so, a
// list of lines. Profiles and waivers of the earlier run are not asked for: its inputs are compared
// by their values. False if files differ, and that is not accepted: nothing of them is run.
MUST_USE bool rerun_compare(const Rerun *rerun, const RerunNow *now, Arena *arena, Diags *diags,
                            TextList *accepted);
// What is judged now, where it is not what was judged then; lines, not refused.
TextList rerun_subject(const Rerun *rerun, Value subject, Arena *arena);

#endif
