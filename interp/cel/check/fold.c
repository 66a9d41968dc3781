// Expressions of literals are computed once, while the expression is checked. The tree stays as it
// is.
#include "cel/check/checker.h"
#include "cel/eval/eval.h"

// Large values are not worth keeping in the program.
enum { FOLD_COST = 2000, FOLD_BYTES = 4096 };

static bool is_constant(const CelExpr *expr) {
    return expr->value != NULL && expr->run == run_value;
}

static bool all_constant(const CelExpr *expr) {
    for (uint32_t i = 0; i < expr->count; i++) {
        if (!is_constant(expr->args[i])) return false;
    }
    return true;
}

static bool is_large(Value value) {
    bool text = value.kind == VALUE_STRING || value.kind == VALUE_BYTES;
    return text && value.text.len > FOLD_BYTES;
}

// Finds literal arguments that can never be right, such as timestamp('yesterday').
static void refuse_fault(Checker *checker, const CelExpr *expr, const Fault *fault) {
    if (!is_strict(checker) || expr->kind != CEL_CALL || fault->kind != FAULT_ERROR) return;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_ARGUMENT_VALUE, expr_span(checker, expr), "%.*s",
                          SV_ARG(fault->message));
    if (fault->hint.len > 0) diag_hint(checker->diags, diag, "%.*s", SV_ARG(fault->hint));
}

void fold_constant(Checker *checker, CelExpr *expr) {
    if (!all_constant(expr) || expr->type.kind == CEL_TYPE_ERROR) return;
    CelOptions options = {0};
    if (checker->names->options != NULL) options = *checker->names->options;
    options.strict = checker->names->strict;
    options.cost_limit = FOLD_COST;
    Fault fault = {0};
    Machine machine;
    machine_start(&machine, checker->arena, checker->program, NULL, &options, NULL, &fault);
    Value value;
    if (!expr->run(&machine, expr, &value)) {
        refuse_fault(checker, expr, &fault);
        return;
    }
    if (is_large(value)) return;
    expr->value = arena_copy(checker->arena, &value, sizeof value);
    expr->flags |= CEL_FOLDED;
    expr->run = run_value;
}
