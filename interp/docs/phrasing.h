// Conditions in plain words, for people who have never seen an expression: `status == 200` reads
// "the status is 200". Writes Markdown; changes nothing of what a condition means.
#ifndef DOCS_PHRASING_H
#define DOCS_PHRASING_H

#include "plan/plan.h"

// Adds the condition in words. False, and nothing added, where there are no better words than the
// expression itself. `action` (may be NULL) says how its results are called.
bool phrasing_add_condition(Buf *out, const Expr *condition, const Action *action);

// False where the words are so close to the expression that it need not stand beside them.
bool phrasing_needs_expression(const Expr *condition);

#endif
