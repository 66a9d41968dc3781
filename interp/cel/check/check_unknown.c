// Where an expression could hold though nothing was shown: marks what must be a list, and where a
// comparison may stay unknown.
#include "base/ascii.h"
#include "cel/check/checker.h"

// ── lists ──

static bool same_words(Sv a, Sv b) {
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a.len && ascii_is_space(a.at[i]))
            i++;
        while (k < b.len && ascii_is_space(b.at[k]))
            k++;
        if (i == a.len || k == b.len) return i == a.len && k == b.len;
        if (a.at[i] != b.at[k]) return false;
    }
}

static bool same_text(const CelProgram *program, const CelExpr *a, const CelExpr *b) {
    return same_words(sv_slice(program->text, a->from, a->to),
                      sv_slice(program->text, b->from, b->to));
}

// m[name] within the body: the variable is meant to be a key of the map.
static bool indexes(const CelProgram *program, const CelExpr *body, const CelExpr *map,
                    uint32_t slot) {
    if (body->kind == CEL_INDEX) {
        const CelExpr *index = body->args[1];
        bool name = index->kind == CEL_NAME && (index->flags & CEL_LOCAL) && index->slot == slot;
        if (name && same_text(program, body->args[0], map)) return true;
    }
    for (uint32_t i = 0; i < body->count; i++)
        if (indexes(program, body->args[i], map, slot)) return true;
    return false;
}

static bool goes_over_items(const CelExpr *expr) {
    bool one = expr->loop->names[1].len == 0;
    return one && (expr->op == CEL_LOOP_ALL || expr->op == CEL_LOOP_EXISTS ||
                   expr->op == CEL_LOOP_EXISTS_ONE || expr->op == CEL_LOOP_MAP ||
                   expr->op == CEL_LOOP_FILTER);
}

void mark_listed(CelExpr *expr, const CelProgram *program) {
    const CelExpr *range = expr->args[expr->kind == CEL_LOOP ? 0 : 1];
    if (!is_dyn(range->type) || !(range->flags & CEL_ANSWERED)) return;
    if (expr->kind == CEL_LOOP) {
        if (!goes_over_items(expr)) return;
        for (uint32_t i = 1; i < expr->count; i++)
            if (indexes(program, expr->args[i], range, expr->loop->slots[0])) return;
    }
    expr->flags |= CEL_LISTED;
}

// ── what may stay unknown ──

// Whether an unknown operand may leave the node unknown, as for && and ||, instead of being an
// error.
static bool hands_on(const CelExpr *expr, uint32_t operand) {
    switch ((CelKind)expr->kind) {
    case CEL_AND:
    case CEL_OR:
    case CEL_CONDITIONAL: return true;
    case CEL_UNARY: return expr->op == CEL_OP_NOT;
    case CEL_LOOP:
        return operand > 0 && (expr->op == CEL_LOOP_ALL || expr->op == CEL_LOOP_EXISTS ||
                               expr->op == CEL_LOOP_BIND);
    default: return false;
    }
}

void mark_settled(CelExpr *expr) {
    for (uint32_t i = 0; i < expr->count; i++) {
        if (!hands_on(expr, i)) expr->args[i]->flags |= CEL_SETTLED;
        mark_settled(expr->args[i]);
    }
}
