// Conditions in plain words for people who have never seen an expression: `status == 200` becomes
// "the status is 200". Writes Markdown, and keeps the meaning exactly.
#ifndef DOCS_PHRASING_H
#define DOCS_PHRASING_H

#include "plan/plan.h"

// Adds the condition in words. False, and nothing added, if there are no better words than the
// expression itself. `action` (may be NULL) says what its results are called.
bool phrasing_add_condition(Buf *out, const Expr *condition, const Action *action);

// False if the words are so close to the expression that it need not be shown beside them.
bool phrasing_needs_expression(const Expr *condition);

#endif
