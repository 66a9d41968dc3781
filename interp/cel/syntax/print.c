// Writes an expression from its tree: canonical spacing, parentheses only where they are needed.
#include "base/num.h"
#include "base/utf8.h"
#include "cel/ast.h"

const char *cel_op_text(CelOp op) {
    static const char *const texts[] = {
        [CEL_OP_NONE] = "",      [CEL_OP_NOT] = "!",
        [CEL_OP_NEGATE] = "-",   [CEL_OP_ADD] = "+",
        [CEL_OP_SUBTRACT] = "-", [CEL_OP_MULTIPLY] = "*",
        [CEL_OP_DIVIDE] = "/",   [CEL_OP_MODULO] = "%",
        [CEL_OP_EQUAL] = "==",   [CEL_OP_UNEQUAL] = "!=",
        [CEL_OP_LESS] = "<",     [CEL_OP_LESS_EQUAL] = "<=",
        [CEL_OP_GREATER] = ">",  [CEL_OP_GREATER_EQUAL] = ">=",
        [CEL_OP_IN] = "in",
    };
    return texts[op];
}

bool cel_is_path(const CelExpr *expr) {
    while (expr->kind == CEL_SELECT ||
           (expr->kind == CEL_INDEX && expr->args[1]->kind == CEL_LITERAL)) {
        expr = expr->args[0];
    }
    return expr->kind == CEL_NAME;
}

// How tightly a node binds.
typedef enum Precedence {
    CONDITIONAL = 1,
    OR,
    AND,
    RELATION,
    SUM,
    PRODUCT,
    UNARY,
    MEMBER
} Precedence;

static Precedence level_of_op(CelOp op) {
    switch (op) {
    case CEL_OP_ADD:
    case CEL_OP_SUBTRACT: return SUM;
    case CEL_OP_MULTIPLY:
    case CEL_OP_DIVIDE:
    case CEL_OP_MODULO: return PRODUCT;
    default: return RELATION;
    }
}

static Precedence level_of(const CelExpr *expr) {
    switch (expr->kind) {
    case CEL_CONDITIONAL: return CONDITIONAL;
    case CEL_OR: return OR;
    case CEL_AND: return AND;
    case CEL_BINARY: return level_of_op((CelOp)expr->op);
    case CEL_UNARY: return UNARY;
    default: return MEMBER;
    }
}

static void print(Buf *out, const CelExpr *expr, Precedence least);

// ── literals ──

static void print_text(Buf *out, Sv text, bool bytes) {
    if (bytes) buf_add_char(out, 'b');
    buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\\' || c == '\'') {
            buf_add_char(out, '\\');
            buf_add_char(out, (char)c);
        } else if (c == '\n') {
            buf_add_c(out, "\\n");
        } else if (c < 0x20 || c == 0x7f || (bytes && c >= 0x80)) {
            buf_addf(out, "\\x%02x", c);
        } else {
            buf_add_char(out, (char)c);
        }
    }
    buf_add_char(out, '\'');
}

static void print_double(Buf *out, double number) {
    size_t from = out->len;
    num_add_double(out, number);
    for (size_t i = from; i < out->len; i++) {
        if (out->at[i] == '.' || out->at[i] == 'e') return;
    }
    buf_add_c(out, ".0");
}

static void print_literal(Buf *out, Value value) {
    switch (value.kind) {
    case VALUE_BOOL: buf_add_c(out, value.boolean ? "true" : "false"); break;
    case VALUE_INT: buf_addf(out, "%lld", (long long)value.integer); break;
    case VALUE_UINT: buf_addf(out, "%lluu", (unsigned long long)value.uinteger); break;
    case VALUE_DOUBLE: print_double(out, value.number); break;
    case VALUE_STRING: print_text(out, value_text(value), false); break;
    case VALUE_BYTES: print_text(out, value_text(value), true); break;
    default: buf_add_c(out, "null"); break;
    }
}

// ── parts ──

static void print_items(Buf *out, const CelExpr *expr, uint32_t from) {
    for (uint32_t i = from; i < expr->count; i++) {
        if (i > from) buf_add_c(out, ", ");
        if (expr->kind == CEL_LIST && expr->maybe != NULL && expr->maybe[i]) buf_add_char(out, '?');
        print(out, expr->args[i], CONDITIONAL);
    }
}

static void print_entries(Buf *out, const CelExpr *expr) {
    buf_add_char(out, '{');
    for (uint32_t i = 0; i + 1 < expr->count; i += 2) {
        if (i > 0) buf_add_c(out, ", ");
        if (expr->maybe != NULL && expr->maybe[i / 2]) buf_add_char(out, '?');
        if (expr->kind == CEL_MESSAGE) {
            buf_add(out, value_text(*expr->args[i]->value));
        } else {
            print(out, expr->args[i], CONDITIONAL);
        }
        buf_add_c(out, ": ");
        print(out, expr->args[i + 1], CONDITIONAL);
    }
    buf_add_char(out, '}');
}

static void print_select(Buf *out, const CelExpr *expr) {
    bool test = (expr->flags & CEL_TEST) != 0, quoted = (expr->flags & CEL_QUOTED) != 0;
    if (test) buf_add_c(out, "has(");
    print(out, expr->args[0], MEMBER);
    buf_add_c(out, expr->flags & CEL_OPTIONAL ? ".?" : ".");
    if (quoted) buf_add_char(out, '`');
    buf_add(out, expr->name);
    if (quoted) buf_add_char(out, '`');
    if (test) buf_add_char(out, ')');
}

static void print_call(Buf *out, const CelExpr *expr) {
    bool method = (expr->flags & CEL_METHOD) != 0;
    if (method) print(out, expr->args[0], MEMBER);
    if (method || (expr->flags & CEL_ROOT)) buf_add_char(out, '.');
    buf_add(out, expr->name);
    buf_add_char(out, '(');
    print_items(out, expr, method ? 1 : 0);
    buf_add_char(out, ')');
}

static void print_loop(Buf *out, const CelExpr *expr) {
    bool bind = expr->op == CEL_LOOP_BIND;
    if (bind) {
        buf_add_c(out, "cel");
    } else {
        print(out, expr->args[0], MEMBER);
    }
    buf_add_char(out, '.');
    buf_add(out, expr->name);
    buf_add_char(out, '(');
    buf_add(out, expr->loop->names[0]);
    if (expr->loop->names[1].len > 0) {
        buf_add_c(out, ", ");
        buf_add(out, expr->loop->names[1]);
    }
    buf_add_c(out, ", ");
    print_items(out, expr, bind ? 0 : 1);
    buf_add_char(out, ')');
}

static void print_chain(Buf *out, const CelExpr *expr, const char *sign, Precedence least) {
    for (uint32_t i = 0; i < expr->count; i++) {
        if (i > 0) buf_add_c(out, sign);
        print(out, expr->args[i], least);
    }
}

// A minus before a number is part of the number: -(5) and -(5.a) keep their parentheses.
static bool begins_with_number(const CelExpr *expr) {
    while (expr->kind == CEL_SELECT || expr->kind == CEL_INDEX ||
           (expr->kind == CEL_LOOP && expr->op != CEL_LOOP_BIND) ||
           (expr->kind == CEL_CALL && (expr->flags & CEL_METHOD) != 0)) {
        if (expr->flags & CEL_TEST) return false;
        expr = expr->args[0];
    }
    return expr->kind == CEL_LITERAL && value_is_number(*expr->value);
}

static void print_unary(Buf *out, const CelExpr *expr) {
    const CelExpr *operand = expr->args[0];
    bool brackets = expr->op == CEL_OP_NEGATE && begins_with_number(operand);
    buf_add_c(out, cel_op_text((CelOp)expr->op));
    if (brackets) buf_add_char(out, '(');
    print(out, operand, UNARY);
    if (brackets) buf_add_char(out, ')');
}

static void print_node(Buf *out, const CelExpr *expr) {
    switch ((CelKind)expr->kind) {
    case CEL_LITERAL: print_literal(out, *expr->value); return;
    case CEL_NAME:
        if (expr->flags & CEL_ROOT) buf_add_char(out, '.');
        buf_add(out, expr->name);
        return;
    case CEL_SELECT: print_select(out, expr); return;
    case CEL_INDEX:
        print(out, expr->args[0], MEMBER);
        buf_add_c(out, expr->flags & CEL_OPTIONAL ? "[?" : "[");
        print(out, expr->args[1], CONDITIONAL);
        buf_add_char(out, ']');
        return;
    case CEL_CALL: print_call(out, expr); return;
    case CEL_UNARY: print_unary(out, expr); return;
    case CEL_BINARY: {
        Precedence level = level_of_op((CelOp)expr->op);
        print(out, expr->args[0], level);
        buf_addf(out, " %s ", cel_op_text((CelOp)expr->op));
        print(out, expr->args[1], level + 1);
        return;
    }
    case CEL_AND: print_chain(out, expr, " && ", RELATION); return;
    case CEL_OR: print_chain(out, expr, " || ", AND); return;
    case CEL_CONDITIONAL:
        print(out, expr->args[0], OR);
        buf_add_c(out, " ? ");
        print(out, expr->args[1], OR);
        buf_add_c(out, " : ");
        print(out, expr->args[2], CONDITIONAL);
        return;
    case CEL_LIST:
        buf_add_char(out, '[');
        print_items(out, expr, 0);
        buf_add_char(out, ']');
        return;
    case CEL_MESSAGE:
        buf_add(out, expr->name);
        print_entries(out, expr);
        return;
    case CEL_MAP: print_entries(out, expr); return;
    case CEL_LOOP: print_loop(out, expr); return;
    }
}

static void print(Buf *out, const CelExpr *expr, Precedence least) {
    bool brackets = level_of(expr) < least;
    if (brackets) buf_add_char(out, '(');
    print_node(out, expr);
    if (brackets) buf_add_char(out, ')');
}

bool cel_print(Buf *out, const CelExpr *expr) {
    print(out, expr, CONDITIONAL);
    return !out->full;
}
