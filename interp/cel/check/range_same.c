// Detects expressions that are the same whatever their names hold: written alike, in another
// spelling (size(x) and x.size()), or by the row of a result (row_count is size(rows)).
#include "cel/check/range.h"

static const CelName *global_of(const Ranger *ranger, const CelExpr *expr) {
    bool global =
        expr->kind == CEL_NAME && expr->flags & CEL_GLOBAL && expr->item < ranger->names->count;
    return global ? &ranger->names->items[expr->item] : NULL;
}

static bool is_call(const CelExpr *expr, const char *name, uint32_t count) {
    return expr->kind == CEL_CALL && expr->count == count && sv_eq_c(expr->name, name);
}

static const Value *constant(const CelExpr *expr) {
    bool known = expr->kind == CEL_LITERAL || (expr->flags & CEL_FOLDED) != 0;
    return known ? expr->value : NULL;
}

static bool keeps_all(const CelExpr *expr) {
    const Value *body = expr->kind == CEL_LOOP && expr->op == CEL_LOOP_FILTER &&
                                expr->args[0]->type.kind == CEL_TYPE_LIST
                            ? constant(expr->args[1])
                            : NULL;
    return body && body->kind == VALUE_BOOL && body->boolean;
}

// The canonical form of an expression.
static const CelExpr *bare(const Ranger *ranger, const CelExpr *expr) {
    for (;;) {
        const CelName *name = global_of(ranger, expr);
        if (name && name->same) {
            expr = name->same;
        } else if (is_call(expr, "dyn", 1)) {
            expr = expr->args[0];
        } else if (is_call(expr, "string", 1) && expr->args[0]->type.kind == CEL_TYPE_STRING &&
                   !expr->args[0]->type.nullable) {
            expr = expr->args[0];
        } else if (keeps_all(expr)) {
            expr = expr->args[0];
        } else {
            return expr;
        }
    }
}

// The literal name in a.name or a['name'].
static bool selects(const CelExpr *expr, Sv *name) {
    if (expr->flags & CEL_TEST) return false;
    const Value *key = expr->kind == CEL_INDEX ? constant(expr->args[1]) : NULL;
    if (expr->kind == CEL_SELECT)
        *name = expr->name;
    else if (key && key->kind == VALUE_STRING)
        *name = value_text(*key);
    else
        return false;
    return true;
}

static bool same_args(Ranger *ranger, const CelExpr *a, const CelExpr *b) {
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!range_same(ranger, a->args[i], b->args[i])) return false;
    return true;
}

static bool same_maybe(const CelExpr *a, const CelExpr *b) {
    uint32_t entries = a->kind == CEL_MAP ? a->count / 2 : a->count;
    for (uint32_t i = 0; i < entries; i++)
        if ((a->maybe && a->maybe[i]) != (b->maybe && b->maybe[i])) return false;
    return true;
}

static bool commutes(const CelExpr *expr) {
    bool numbers = expr->op == CEL_OP_ADD && expr->type.kind == CEL_TYPE_INT;
    return numbers || expr->op == CEL_OP_MULTIPLY || expr->op == CEL_OP_EQUAL ||
           expr->op == CEL_OP_UNEQUAL;
}

static bool same_loop(Ranger *ranger, const CelExpr *a, const CelExpr *b) {
    const CelLoop *x = a->loop, *y = b->loop;
    return x->filtered == y->filtered && (x->names[1].len > 0) == (y->names[1].len > 0) &&
           x->slots[0] == y->slots[0] && same_args(ranger, a, b);
}

bool range_same(Ranger *ranger, const CelExpr *a, const CelExpr *b) {
    a = bare(ranger, a);
    b = bare(ranger, b);
    if (a == b) return true;
    const Value *left = constant(a), *right = constant(b);
    if (left || right)
        return left && right && left->kind == right->kind && value_equal(*left, *right);
    Sv x = {0}, y = {0};
    bool optional = (a->flags & CEL_OPTIONAL) != 0;
    if (selects(a, &x) && selects(b, &y))
        return sv_eq(x, y) && optional == ((b->flags & CEL_OPTIONAL) != 0) &&
               range_same(ranger, a->args[0], b->args[0]);
    uint8_t kept = CEL_OPTIONAL | CEL_TEST;
    if (a->kind != b->kind || a->op != b->op || (a->flags & kept) != (b->flags & kept))
        return false;
    switch ((CelKind)a->kind) {
    case CEL_NAME:
        if (a->value || b->value) return a->value && b->value && sv_eq(a->name, b->name);
        return (a->flags & CEL_LOCAL) == (b->flags & CEL_LOCAL) && a->slot == b->slot;
    case CEL_SELECT:
    case CEL_CALL: return sv_eq(a->name, b->name) && same_args(ranger, a, b);
    case CEL_BINARY:
        if (same_args(ranger, a, b)) return true;
        return commutes(a) && range_same(ranger, a->args[0], b->args[1]) &&
               range_same(ranger, a->args[1], b->args[0]);
    case CEL_LIST:
    case CEL_MAP: return a->count == b->count && same_maybe(a, b) && same_args(ranger, a, b);
    case CEL_LOOP: return same_loop(ranger, a, b);
    case CEL_LITERAL:
    case CEL_MESSAGE: return false;
    default: return same_args(ranger, a, b);
    }
}

// ── conditions ──

static uint8_t opposite(uint8_t op) {
    switch (op) {
    case CEL_OP_EQUAL: return CEL_OP_UNEQUAL;
    case CEL_OP_UNEQUAL: return CEL_OP_EQUAL;
    case CEL_OP_LESS: return CEL_OP_GREATER_EQUAL;
    case CEL_OP_GREATER_EQUAL: return CEL_OP_LESS;
    case CEL_OP_GREATER: return CEL_OP_LESS_EQUAL;
    case CEL_OP_LESS_EQUAL: return CEL_OP_GREATER;
    default: return CEL_OP_NONE;
    }
}

static uint8_t mirrored(uint8_t op) {
    switch (op) {
    case CEL_OP_LESS: return CEL_OP_GREATER;
    case CEL_OP_LESS_EQUAL: return CEL_OP_GREATER_EQUAL;
    case CEL_OP_GREATER: return CEL_OP_LESS;
    case CEL_OP_GREATER_EQUAL: return CEL_OP_LESS_EQUAL;
    default: return op;
    }
}

int range_alike(Ranger *ranger, const CelExpr *a, const CelExpr *b) {
    bool relations = a->kind == CEL_BINARY && b->kind == CEL_BINARY && a->op >= CEL_OP_EQUAL &&
                     b->op >= CEL_OP_EQUAL && a->op != CEL_OP_IN && b->op != CEL_OP_IN;
    if (!relations) return range_same(ranger, a, b) ? 1 : 0;
    bool straight =
        range_same(ranger, a->args[0], b->args[0]) && range_same(ranger, a->args[1], b->args[1]);
    bool crossed = !straight && range_same(ranger, a->args[0], b->args[1]) &&
                   range_same(ranger, a->args[1], b->args[0]);
    if (!straight && !crossed) return 0;
    uint8_t op = crossed ? mirrored(b->op) : b->op;
    return op == a->op ? 1 : op == opposite(a->op) ? -1 : 0;
}

// ── counts ──

// The list whose items an expression counts; *fewer if it may leave some out.
static const CelExpr *counted(Ranger *ranger, const CelExpr *expr, bool *fewer) {
    expr = bare(ranger, expr);
    if (!is_call(expr, "size", 1)) return NULL;
    for (expr = bare(ranger, expr->args[0]);; expr = bare(ranger, expr->args[0])) {
        bool lists = expr->kind == CEL_LOOP && expr->args[0]->type.kind == CEL_TYPE_LIST;
        bool maps = expr->kind == CEL_LOOP &&
                    (expr->op == CEL_LOOP_MAP || expr->op == CEL_LOOP_TRANSFORM_LIST ||
                     expr->op == CEL_LOOP_SORT_BY);
        bool same = is_call(expr, "sort", 1) || is_call(expr, "reverse", 1) ||
                    is_call(expr, "lowerAscii", 1) || is_call(expr, "upperAscii", 1);
        bool less = is_call(expr, "distinct", 1) || is_call(expr, "trim", 1);
        if (expr->kind == CEL_LOOP &&
            (expr->op == CEL_LOOP_FILTER || (maps && expr->loop->filtered)))
            *fewer = true;
        else if (less)
            *fewer = true;
        else if (!maps && !same && !(lists && expr->op == CEL_LOOP_TRANSFORM_MAP))
            return expr;
    }
}

bool range_counts(Ranger *ranger, const CelExpr *a, const CelExpr *b, bool *at_most,
                  bool *at_least) {
    bool fewer_a = false, fewer_b = false;
    const CelExpr *from = counted(ranger, a, &fewer_a), *to = counted(ranger, b, &fewer_b);
    if (!from || !to || (fewer_a && fewer_b) || !range_same(ranger, from, to)) return false;
    *at_most = !fewer_b;
    *at_least = !fewer_a;
    return true;
}
