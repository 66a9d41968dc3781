// The plan of a run that is taken up again, read on another thread while its journal is still being
// read: each takes about as long, and neither needs the other. The journal's first event says which
// file it is; what the plan is worth is decided once the whole journal is known to be sound.
#ifndef CLI_RUNS_PLAN_AHEAD_H
#define CLI_RUNS_PLAN_AHEAD_H

#include "cli/cli.h"
#include "plan/plan.h"

typedef struct PlanAhead PlanAhead;

// Never NULL; `path` and `root` are copied. Without a thread the plan is read when it is taken.
PlanAhead *plan_ahead_begin(const Cli *cli, Sv path, Sv root);
bool plan_ahead_is_of(const PlanAhead *ahead, Sv path, Sv root);
// As plan_load; waits. Plan and diagnostics last until plan_ahead_free.
const Plan *plan_ahead_take(PlanAhead *ahead, Diags *diags);
void plan_ahead_free(PlanAhead *ahead); // waits; accepts NULL

#endif
