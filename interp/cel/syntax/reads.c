// Which names a condition must have read if it came out true: && and || stop at the operand that
// decides, and a loop over nothing reads nothing in its body.
#include "cel/ast.h"

static bool reads(const CelExpr *expr, uint32_t slot);

static bool some_reads(const CelExpr *expr, uint32_t slot) {
    for (uint32_t i = 0; i < expr->count; i++)
        if (reads(expr->args[i], slot)) return true;
    return false;
}

// Whatever the outcome.
static bool reads(const CelExpr *expr, uint32_t slot) {
    switch (expr->kind) {
    case CEL_NAME: return (expr->flags & CEL_GLOBAL) && expr->slot == slot;
    case CEL_AND:
    case CEL_OR: return reads(expr->args[0], slot);
    case CEL_CONDITIONAL:
        return reads(expr->args[0], slot) ||
               (reads(expr->args[1], slot) && reads(expr->args[2], slot));
    case CEL_LOOP:
        return expr->op == CEL_LOOP_BIND ? some_reads(expr, slot) : reads(expr->args[0], slot);
    default: return some_reads(expr, slot);
    }
}

static bool reads_where_true(const CelExpr *expr, uint32_t slot) {
    switch (expr->kind) {
    case CEL_AND:
        for (uint32_t i = 0; i < expr->count; i++)
            if (reads_where_true(expr->args[i], slot)) return true;
        return false;
    case CEL_OR:
        for (uint32_t i = 0; i < expr->count; i++)
            if (!reads_where_true(expr->args[i], slot)) return reads(expr->args[0], slot);
        return true;
    case CEL_CONDITIONAL:
        return reads(expr->args[0], slot) ||
               (reads_where_true(expr->args[1], slot) && reads_where_true(expr->args[2], slot));
    default: return reads(expr, slot);
    }
}

bool cel_reads_where_true(const CelProgram *program, uint32_t index) {
    return reads_where_true(program->root, index);
}

uint32_t cel_first_name(const CelExpr *expr) {
    bool follows = true;
    while (follows) {
        follows = expr->kind == CEL_SELECT || expr->kind == CEL_INDEX ||
                  (expr->kind == CEL_LOOP && expr->op != CEL_LOOP_BIND) ||
                  (expr->kind == CEL_CALL && expr->count > 0);
        if (follows) expr = expr->args[0];
    }
    bool named = expr->kind == CEL_NAME && (expr->flags & (CEL_GLOBAL | CEL_LOCAL)) != 0;
    return named ? expr->item : UINT32_MAX;
}
