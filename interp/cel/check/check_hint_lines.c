// Hints for what may not be there. A hint that gives an optional a value could make a condition
// hold though nothing was observed; it asks first instead, so that something missing never holds.
#include "cel/check/checker.h"

static bool is_condition(const CelExpr *root) {
    bool compares = root->kind == CEL_BINARY && root->op >= CEL_OP_EQUAL && root->op <= CEL_OP_IN;
    bool asks =
        root->kind == CEL_LOOP && (root->op == CEL_LOOP_ALL || root->op == CEL_LOOP_EXISTS ||
                                   root->op == CEL_LOOP_EXISTS_ONE);
    return root->kind == CEL_AND || root->kind == CEL_OR || compares || asks ||
           (root->kind == CEL_UNARY && root->op == CEL_OP_NOT);
}

bool hint_guarded(Checker *checker, Diag *diag, uint32_t from, uint32_t to, Sv plain) {
    const CelExpr *root = checker->program->root;
    Sv text = checker->program->text;
    bool one_line = sv_find_char(sv_slice(text, root->from, root->to), '\n', 0) == SV_NONE;
    if (!is_condition(root) || !one_line || checker->local_count > 0) return false;
    const char *open = root->kind == CEL_OR ? "(" : "", *close = root->kind == CEL_OR ? ")" : "";
    hint_with(checker, diag, root->from, root->to, "has(%.*s) && %s%.*s%.*s%.*s%s", SV_ARG(plain),
              open, SV_ARG(sv_slice(text, root->from, from)), SV_ARG(plain),
              SV_ARG(sv_slice(text, to, root->to)), close);
    return true;
}

// json.state for json.?state; empty if has() cannot ask for that.
static Sv asked_plainly(Checker *checker, const CelExpr *expr) {
    bool asks = expr->kind == CEL_SELECT && (expr->flags & CEL_OPTIONAL) != 0 &&
                expr->args[0]->type.kind != CEL_TYPE_OPTIONAL;
    if (!asks) return (Sv){0};
    return sv_format(checker->arena, "%.*s.%.*s", SV_ARG(expr_text(checker, expr->args[0])),
                     SV_ARG(sv_slice(checker->program->text, expr->at, expr->to)));
}

bool hint_asked(Checker *checker, Diag *diag, const CelExpr *expr) {
    Sv plain = asked_plainly(checker, expr);
    return plain.len > 0 && hint_guarded(checker, diag, expr->from, expr->to, plain);
}
