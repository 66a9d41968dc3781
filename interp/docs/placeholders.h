// Placeholders for values that are only known when a page is followed: `<tenant>` for
// ${inputs.tenant}, `<login.token>` for ${steps.login.token}.
#ifndef DOCS_PLACEHOLDERS_H
#define DOCS_PLACEHOLDERS_H

#include "base/text_list.h"
#include "plan/plan.h"

typedef struct Standing {
    Arena *arena;
    const Runbook *runbook;
    Sv root;        // the project root, to which paths are relative; empty = absolute paths
    TextList *bare; // collects placeholders of values that are not texts; NULL = not needed
} Standing;

// "<tenant>"; anything but a plain name is put into the brackets as it is written.
Sv placeholder(Arena *arena, const CelProgram *program);
// inputs.tenant → "tenant". False if the expression is not a plain name.
bool placeholder_name(Buf *out, const CelExpr *expr);
// letters.map(l, l.run_id) → "the run_id of each of letters". False, and nothing added, if there
// are no better words than the expression.
bool placeholder_phrasing(Buf *out, const CelProgram *program);
// The text with its expressions replaced.
Sv placeholder_text(Arena *arena, const ValueSource *text);
// The data that ${vars.name} stands for, if the var is data; else NULL.
const ValueSource *placeholder_data(const Runbook *runbook, const ValueSource *source);
// The data of the var, if the expression is vars.name; else NULL.
const ValueSource *placeholder_var(const Runbook *runbook, const CelExpr *expr);
// A value with placeholders in its texts. False if there is no placeholder for it.
MUST_USE bool placeholder_value(const Standing *standing, const Param *param,
                                const ValueSource *source, Value *out);

#endif
