// Conditions that are decided before anything is known: by a literal among their operands, by
// comparing a thing with itself, by a size that is never below 0.
#include "cel/ast.h"

static CelDecided truth(bool value) {
    return value ? CEL_ALWAYS : CEL_NEVER;
}

static CelDecided turned(CelDecided decided) {
    return decided == CEL_OPEN ? CEL_OPEN : truth(decided == CEL_NEVER);
}

static const Value *constant(const CelExpr *expr) {
    bool known = expr->kind == CEL_LITERAL || (expr->flags & CEL_FOLDED) != 0;
    return known ? expr->value : NULL;
}

// ── the same on both sides ──

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool same_text(Sv a, Sv b) {
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && is_space(a.at[i]))
            i++;
        while (k < b.len && is_space(b.at[k]))
            k++;
        if (i == a.len || k == b.len) return i == a.len && k == b.len;
        if (a.at[i++] != b.at[k++]) return false;
    }
}

static Sv text_of(const CelProgram *program, const CelExpr *expr) {
    return sv_slice(program->text, expr->from, expr->to);
}

static CelDecided of_itself(uint8_t op) {
    switch (op) {
    case CEL_OP_EQUAL:
    case CEL_OP_LESS_EQUAL:
    case CEL_OP_GREATER_EQUAL: return CEL_ALWAYS;
    case CEL_OP_UNEQUAL:
    case CEL_OP_LESS:
    case CEL_OP_GREATER: return CEL_NEVER;
    default: return CEL_OPEN;
    }
}

// ── sizes ──

static bool is_size(const CelExpr *expr) {
    return expr->kind == CEL_CALL && expr->count == 1 && sv_eq_c(expr->name, "size");
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

static CelDecided size_against(uint8_t op, int64_t number) {
    switch (op) {
    case CEL_OP_GREATER_EQUAL: return number <= 0 ? CEL_ALWAYS : CEL_OPEN;
    case CEL_OP_GREATER: return number < 0 ? CEL_ALWAYS : CEL_OPEN;
    case CEL_OP_UNEQUAL: return number < 0 ? CEL_ALWAYS : CEL_OPEN;
    case CEL_OP_LESS: return number <= 0 ? CEL_NEVER : CEL_OPEN;
    case CEL_OP_LESS_EQUAL:
    case CEL_OP_EQUAL: return number < 0 ? CEL_NEVER : CEL_OPEN;
    default: return CEL_OPEN;
    }
}

static CelDecided decided_binary(const CelProgram *program, const CelExpr *expr) {
    const CelExpr *left = expr->args[0], *right = expr->args[1];
    const Value *number = constant(right);
    if (is_size(left) && number && number->kind == VALUE_INT)
        return size_against(expr->op, number->integer);
    number = constant(left);
    if (is_size(right) && number && number->kind == VALUE_INT)
        return size_against(mirrored(expr->op), number->integer);
    bool same = same_text(text_of(program, left), text_of(program, right));
    return same ? of_itself(expr->op) : CEL_OPEN;
}

// ── all kinds ──

static CelDecided decided(const CelProgram *program, const CelExpr *expr);

// One operand that is `deciding` decides; else all of them must be decided.
static CelDecided decided_chain(const CelProgram *program, const CelExpr *expr,
                                CelDecided deciding) {
    bool open = false;
    for (uint32_t i = 0; i < expr->count; i++) {
        CelDecided one = decided(program, expr->args[i]);
        if (one == deciding) return deciding;
        open |= one == CEL_OPEN;
    }
    return open ? CEL_OPEN : turned(deciding);
}

static CelDecided decided_either(const CelProgram *program, const CelExpr *expr) {
    CelDecided condition = decided(program, expr->args[0]);
    if (condition != CEL_OPEN) return decided(program, expr->args[condition == CEL_ALWAYS ? 1 : 2]);
    CelDecided yes = decided(program, expr->args[1]);
    return yes == decided(program, expr->args[2]) ? yes : CEL_OPEN;
}

// `all` where the condition always holds, `exists` where it never does. The other way round they
// tell whether there is anything at all.
static CelDecided decided_loop(const CelProgram *program, const CelExpr *expr) {
    if (expr->op == CEL_LOOP_BIND) return decided(program, expr->args[1]);
    if (expr->op != CEL_LOOP_ALL && expr->op != CEL_LOOP_EXISTS && expr->op != CEL_LOOP_EXISTS_ONE)
        return CEL_OPEN;
    CelDecided body = decided(program, expr->args[1]);
    CelDecided whole = expr->op == CEL_LOOP_ALL ? CEL_ALWAYS : CEL_NEVER;
    return body == whole ? whole : CEL_OPEN;
}

static CelDecided decided(const CelProgram *program, const CelExpr *expr) {
    const Value *value = constant(expr);
    if (value) return value->kind == VALUE_BOOL ? truth(value->boolean) : CEL_OPEN;
    switch (expr->kind) {
    case CEL_AND: return decided_chain(program, expr, CEL_NEVER);
    case CEL_OR: return decided_chain(program, expr, CEL_ALWAYS);
    case CEL_UNARY:
        return expr->op == CEL_OP_NOT ? turned(decided(program, expr->args[0])) : CEL_OPEN;
    case CEL_CONDITIONAL: return decided_either(program, expr);
    case CEL_BINARY: return decided_binary(program, expr);
    case CEL_LOOP: return decided_loop(program, expr);
    default: return CEL_OPEN;
    }
}

CelDecided cel_decided(const CelProgram *program) {
    return program->root ? decided(program, program->root) : CEL_OPEN;
}
