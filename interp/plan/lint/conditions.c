// Conditions that say nothing: when, until, stop_if, done, no_answer.
#include "plan/lint/lint.h"

void refuse_constant(RunbookLoader *loader, const Expr *expr, Span span, const char *key) {
    if (!expr->use.constant) return;
    Diag *diag = diag_add(loader->diags, DIAG_CONSTANT_CONDITION, span,
                          "'%s' reads nothing: it is always the same", key);
    diag_hint(loader->diags, diag, "let it read what may differ, or remove it");
}

static bool is_switch(const Expr *expr) {
    for (uint32_t i = 0; i < expr->use.name_count; i++) {
        uint32_t index = expr->names.items[expr->use.names[i]].index;
        if (index == SCOPE_INPUTS || index == SCOPE_VARS || index == SCOPE_SECRETS) return true;
    }
    return false;
}

bool refuse_decided(RunbookLoader *loader, const Expr *expr, Span span, const char *key) {
    if (expr->use.constant || is_switch(expr)) return false;
    CelDecided decided = cel_decided(&expr->program, &expr->names);
    if (decided == CEL_OPEN) return false;
    Sv why = decided_why(loader, expr);
    Diag *diag = diag_add(loader->diags, DIAG_TAUTOLOGY, span,
                          "'%s' %s holds, whatever the system answers%.*s", key,
                          decided == CEL_ALWAYS ? "always" : "never", SV_ARG(why));
    hint_decided(loader, NULL, diag, expr);
    return true;
}

void refuse_unobserved(RunbookLoader *loader, const Expr *expr, Span span, const char *key) {
    if (refuse_decided(loader, expr, span, key) || expr->use.reads_observed) return;
    Diag *diag = diag_add(loader->diags, DIAG_TAUTOLOGY, span,
                          "'%s' holds or not whatever the system answers", key);
    diag_hint(loader->diags, diag, "read what the step yields");
}
