// What `plan` shows of a runbook: its steps with what each touches, and what a run needs and has.
#ifndef CLI_PLAN_PLAN_VIEW_H
#define CLI_PLAN_PLAN_VIEW_H

#include "cli/page.h"
#include "plan/plan.h"
#include "select/select.h"

// The inputs of a runbook as far as they are known before the run.
typedef struct PlanInputs {
    const Runbook *runbook;
    Value inputs; // map
} PlanInputs;

typedef struct PlanView {
    const Cli *cli;
    const Plan *plan;
    const RunOptions *options;
    const Selection *selection;
    Arena *arena;
    Page page;
    bool tree;         // the tree of steps alone
    PlanInputs *known; // of each runbook that was asked for
    uint32_t known_count, known_capacity;
    struct PlanByHand *hand; // what stands in lines for what is not known; NULL = nothing so far
} PlanView;

// Title, sum, description, and the tree of steps.
void plan_view_steps(PlanView *view);
// Reports what is missing to `missing`.
void plan_view_needs(const PlanView *view, Diags *missing);

// Shows which programs are started and which files are read, and what `allow` makes of it.
void plan_view_touches(const PlanView *view);

// What would be changed, asked and read, and what that touches and needs: a sum for people.
void plan_view_sum(const PlanView *view);
// How many steps the plan has, those of includes and at the end counted; groups are none.
uint32_t plan_step_count(const Plan *plan);
// What the step is to people who look for it in the margin: "~" changes something, "?" asks; ""
// neither.
Sv plan_mark(const Step *step);

// The text with each ${inputs.NAME} of that runbook that is known before the run.
Sv plan_known_text(PlanView *view, const Runbook *runbook, Sv text);
// The lines of each paragraph joined, as they were wrapped for another width; items of a list keep
// a line of their own.
Sv plan_folded(Arena *arena, Sv text);
// All of it on one line.
Sv plan_on_one_line(Arena *arena, Sv text);

// Tells each line by which a person asks what the step would, as far as that is known before the
// run; nothing of a step that asks nothing.
typedef void PlanHand(void *self, Sv line, Sv note);
void plan_by_hand(PlanView *view, const Step *step, PlanHand *take, void *self);
void plan_by_hand_end(PlanView *view);

// A value as it is written in the runbook, with its ${…}; empty for NULL.
Sv plan_written(const ValueSource *source);

// Where a connection leads, without credentials, as far as that is known before the run; otherwise
// as it is written.
Sv plan_address(const PlanView *view, const Runbook *runbook, const Connection *connection);

#endif
