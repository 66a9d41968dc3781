// What a page writes for values that are known only when it is followed: `<tenant>` for
// ${inputs.tenant}, `<login.token>` for ${steps.login.token}.
#ifndef DOCS_PLACEHOLDERS_H
#define DOCS_PLACEHOLDERS_H

#include "base/text_list.h"
#include "plan/plan.h"

// Where an expression stands: names that are data (vars) are written out by their runbook.
typedef struct Standing {
    Arena *arena;
    const Runbook *runbook;
    Sv root;        // the project root, which files are named from; empty = they are named whole
    TextList *bare; // gets what stands for values that are no texts; NULL = nobody asks
} Standing;

// "<tenant>"; what is no plain name stands in the brackets as it is written.
Sv placeholder(Arena *arena, const CelProgram *program);
// inputs.tenant → "tenant". False where the expression is no plain name.
bool placeholder_name(Buf *out, const CelExpr *expr);
// letters.map(l, l.run_id) → "the run_id of each of letters". False, and nothing added, where there
// are no better words than the expression.
bool placeholder_phrasing(Buf *out, const CelProgram *program);
// The text with its expressions replaced.
Sv placeholder_text(Arena *arena, const ValueSource *text);
// The data of the runbook that ${vars.name} stands for, where it is data; else NULL.
const ValueSource *placeholder_data(const Runbook *runbook, const ValueSource *source);
// The data of the variable that the expression is, vars.name; else NULL.
const ValueSource *placeholder_var(const Runbook *runbook, const CelExpr *expr);
// A value with the texts in it replaced. False where nothing can stand for it.
MUST_USE bool placeholder_value(const Standing *standing, const Param *param,
                                const ValueSource *source, Value *out);

#endif
