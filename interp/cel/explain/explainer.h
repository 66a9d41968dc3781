// Shared by the files of the explainer. Internal to cel/.
#ifndef CEL_EXPLAIN_EXPLAINER_H
#define CEL_EXPLAIN_EXPLAINER_H

#include "cel/eval/eval.h"

typedef struct Explainer {
    Machine *machine;
    size_t columns;
    size_t rows;     // columns of a list that was chosen for the condition
    bool misses;     // the whole is false
    unsigned within; // macros that stopped at an item, around what is explained now
    CelPart *out;
    uint32_t count, limit;
} Explainer;

static inline const TraceNode *explain_traced(const Explainer *explainer, const CelExpr *expr) {
    return &explainer->machine->trace->nodes[expr->number];
}

// For a condition, what it compares, not the condition itself.
void explain(Explainer *explainer, const CelExpr *expr);
// The node itself and what it yielded.
void explain_node(Explainer *explainer, const CelExpr *expr);
void explain_loop(Explainer *explainer, const CelExpr *expr);
// Adds a part, unless there is one with that text already.
void explain_add(Explainer *explainer, CelPart part);
// A value shown within the columns.
Sv explain_show(Explainer *explainer, Value value);
Sv explain_show_rows(Explainer *explainer, Value rows);
Taint explain_taint(Explainer *explainer, const CelExpr *expr, Value value);
// Explains two values that were compared: strings around the place where they differ, lists and
// maps with their first difference. Adds the parts of those operands that are not constant.
void explain_difference(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                        Value b);
// The same for lists and maps: the first places, and how many more there are.
void explain_places(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                    Value b);
// Adds a part at the place of an expression.
void explain_add_shown(Explainer *explainer, const CelExpr *expr, Sv text, Sv value, Taint taint);
// The columns of a text that is shown beside its name, around the place where it parts from
// another.
size_t explain_parting_columns(const Explainer *explainer);
// Two values within the columns, around the place where they differ, which must be visible even in
// the narrowest view.
void explain_show_both(Explainer *explainer, Value a, Value b, Sv *a_out, Sv *b_out);
// A text that looks like another one, at the place where they differ: its code points there, and
// not those of the other.
void explain_code_points(Explainer *explainer, const CelExpr *expr, Value here, Value there,
                         Taint taint);
// Explains a text that was searched for among the items of a list or the keys of a map, if one that
// looks the same is there.
void explain_look_alike(Explainer *explainer, const CelExpr *expr, Value text, Value container);
// Explains a value in a condition: its own operands first, then itself.
void explain_operand(Explainer *explainer, const CelExpr *expr);
// Explains only its own operands.
void explain_operands_of(Explainer *explainer, const CelExpr *expr);
// Explains why a call gave false, if its function can tell.
void explain_reasons(Explainer *explainer, const CelExpr *expr);
// As written, white space folded.
Sv explain_text(Explainer *explainer, const CelExpr *expr);

#endif
