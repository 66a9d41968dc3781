// What `plan` shows of a runbook: its steps with what each touches, and what a run needs and has.
#ifndef CLI_PLAN_PLAN_VIEW_H
#define CLI_PLAN_PLAN_VIEW_H

#include "cli/page.h"
#include "plan/plan.h"
#include "select/select.h"

typedef struct PlanView {
    const Cli *cli;
    const Plan *plan;
    const RunOptions *options;
    const Selection *selection;
    Arena *arena;
    Page page;
} PlanView;

void plan_view_steps(const PlanView *view);
// Reports what is missing to `missing`.
void plan_view_needs(const PlanView *view, Diags *missing);

// Shows which programs are started and which files are read, and what `allow` makes of it.
void plan_view_touches(const PlanView *view);

// A value as it is written in the runbook, with its ${…}; empty for NULL.
Sv plan_written(const ValueSource *source);

// Where a connection leads, without credentials, as far as that is known before the run; otherwise
// as it is written.
Sv plan_address(const PlanView *view, const Runbook *runbook, const Connection *connection);

#endif
