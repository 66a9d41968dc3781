// What the explainer's files share. Internal to cel/.
#ifndef CEL_EXPLAIN_EXPLAINER_H
#define CEL_EXPLAIN_EXPLAINER_H

#include "cel/eval/eval.h"

typedef struct Explainer {
    Machine *machine;
    size_t columns;
    CelPart *out;
    uint32_t count, limit;
} Explainer;

// Adds a part, unless one with that text is there already.
void explain_add(Explainer *explainer, CelPart part);
// A value shown within the columns.
Sv explain_show(Explainer *explainer, Value value);
Taint explain_taint(Explainer *explainer, const CelExpr *expr, Value value);
// Two values that were compared: strings around the place where they part, lists and maps with
// their first difference. Adds the parts of those operands that are not constant.
void explain_difference(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                        Value b);
// A text that was looked for among the items of a list or the keys of a map, where one that looks
// the same is.
void explain_look_alike(Explainer *explainer, const CelExpr *expr, Value text, Value container);
// A value that takes part in a condition: what it is made of, then itself.
void explain_operand(Explainer *explainer, const CelExpr *expr);
// What it is made of alone.
void explain_operands_of(Explainer *explainer, const CelExpr *expr);
// Why a call gave false, where its function can say so.
void explain_reasons(Explainer *explainer, const CelExpr *expr);
// As written, white space folded.
Sv explain_text(Explainer *explainer, const CelExpr *expr);

#endif
