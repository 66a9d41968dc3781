// What a runbook may not say, although it can be read: conditions and expectations that are the
// same whatever the system answers, results that may be empty, scripts that pass over a failure.
// Reads nothing itself. Internal to plan/.
#ifndef PLAN_LINT_LINT_H
#define PLAN_LINT_LINT_H

#include "plan/read/expr.h"
#include "plan/read/step_builder.h"

// ── conditions (conditions.c) ──
// A condition that is the same whatever happens.
void refuse_constant(RunbookLoader *loader, const Expr *expr, Span span, const char *key);
// A condition about the system that reads nothing it answered.
void refuse_unobserved(RunbookLoader *loader, const Expr *expr, Span span, const char *key);
// A condition that always holds, or never, by the ranges of what it reads. One on inputs and vars
// alone is a switch, which may be set for good.
bool refuse_decided(RunbookLoader *loader, const Expr *expr, Span span, const char *key);
// What to write instead of what is decided whatever is answered. `action` = whose
// expectation it is, NULL where it is none.
void hint_decided(RunbookLoader *loader, const Action *action, Diag *diag, const Expr *expr);
// Both joined by ||; empty where that could not fail.
Sv hint_either(RunbookLoader *loader, const Expr *first, const Expr *other);
// ": 'status' is 200 to 999"; empty where no declared range has a part in it.
Sv decided_why(RunbookLoader *loader, const Expr *expr);

// What the step's verb yields, for an expectation that reads none of it; `first` is an expression
// that it could be, or empty.
void hint_results(StepBuilder *builder, Diag *diag, Sv first);

// ── a step, once what it expects is known ──
void expects_size(StepBuilder *builder);  // sized.c: may it be empty?
void expects_judge(StepBuilder *builder); // tautology.c: do they show anything?
void scripts_check(
    StepBuilder *builder); // scripts.c: could it end well though something in it failed?
void variables_check(
    StepBuilder *builder); // unexpanded.c: is a variable meant that no shell expands?

#endif
