// Operators: the types they take, and what may be meant by others.
#include "base/ascii.h"
#include "cel/check/checker.h"
#include "cel/eval/eval.h"

static bool is_number(CelType type) {
    return type.kind == CEL_TYPE_INT || type.kind == CEL_TYPE_UINT ||
           type.kind == CEL_TYPE_DOUBLE || type.kind == CEL_TYPE_DECIMAL;
}

static bool is_map(CelType type) {
    return type.kind == CEL_TYPE_MAP || type.kind == CEL_TYPE_RECORD;
}

static bool is_text(CelType type) {
    return type.kind == CEL_TYPE_STRING;
}

static bool is_time(CelType type) {
    return type.kind == CEL_TYPE_TIMESTAMP || type.kind == CEL_TYPE_DURATION;
}

// ── conditions ──

// What a value in the place of a condition may mean; empty if that cannot be guessed.
static Sv truth_of(Checker *checker, const CelExpr *expr, bool negated) {
    Sv text = expr_text(checker, expr);
    bool simple = expr->kind == CEL_NAME || expr->kind == CEL_SELECT || expr->kind == CEL_INDEX ||
                  expr->kind == CEL_CALL;
    if (!simple) return (Sv){0};
    const char *equal = negated ? "==" : "!=";
    switch (expr->type.kind) {
    case CEL_TYPE_STRING: return sv_format(checker->arena, "%.*s %s ''", SV_ARG(text), equal);
    case CEL_TYPE_INT:
    case CEL_TYPE_DECIMAL:
        return negated ? sv_format(checker->arena, "%.*s == 0", SV_ARG(text)) : (Sv){0};
    case CEL_TYPE_UINT:
        return negated ? sv_format(checker->arena, "%.*s == 0u", SV_ARG(text)) : (Sv){0};
    case CEL_TYPE_DOUBLE:
        return negated ? sv_format(checker->arena, "%.*s == 0.0", SV_ARG(text)) : (Sv){0};
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP:
    case CEL_TYPE_RECORD:
        return sv_format(checker->arena, "%.*s.size() %s 0", SV_ARG(text), negated ? "==" : ">");
    case CEL_TYPE_OPTIONAL: {
        CelTypeKind of = type_part(expr->type).kind;
        // Something missing is neither for nor against the condition.
        const char *open = of != CEL_TYPE_BOOL && of != CEL_TYPE_DYN ? "hasValue()"
                           : negated != checker->negated             ? "orValue(true)"
                                                                     : "orValue(false)";
        return sv_format(checker->arena, "%s%.*s.%s", negated ? "!" : "", SV_ARG(text), open);
    }
    default: return (Sv){0};
    }
}

void check_condition(Checker *checker, const CelExpr *expr, const char *what) {
    CelType type = expr->type;
    if (is_dyn(type) || type.kind == CEL_TYPE_BOOL) return;
    if (what != NULL && !is_strict(checker)) return;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_CONDITION, expr_span(checker, expr),
                          "%s is of type %.*s, not bool", what != NULL ? what : "the condition",
                          SV_ARG(show_type(checker, type)));
    Sv truth = truth_of(checker, expr, false);
    if (truth.len > 0)
        hint_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(truth));
    else if (is_number(type)) // != 0 holds for any status; an exit status means the opposite
        diag_hint(checker->diags, diag, "say what it must be: %.*s == …",
                  SV_ARG(expr_text(checker, expr)));
}

// ── ! and - ──

static void refuse_not(Checker *checker, const CelExpr *expr) {
    const CelExpr *operand = expr->args[0];
    Diag *diag = diag_add(checker->diags, DIAG_CEL_CONDITION, expr_span(checker, operand),
                          "the operand of '!' is of type %.*s, not bool",
                          SV_ARG(show_type(checker, operand->type)));
    Sv truth = truth_of(checker, operand, true);
    if (truth.len > 0) hint_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(truth));
}

void check_unary(Checker *checker, CelExpr *expr) {
    bool negated = checker->negated;
    checker->negated = negated != (expr->op == CEL_OP_NOT);
    check_args(checker, expr);
    checker->negated = negated;
    CelType type = expr->args[0]->type;
    bool strict = is_strict(checker);
    if (expr->op == CEL_OP_NOT) {
        expr->run = run_not;
        expr->type = cel_type(CEL_TYPE_BOOL);
        if (strict && !is_dyn(type) && type.kind != CEL_TYPE_BOOL) refuse_not(checker, expr);
        return;
    }
    bool fits = is_dyn(type) || type.kind == CEL_TYPE_INT || type.kind == CEL_TYPE_DOUBLE ||
                type.kind == CEL_TYPE_DECIMAL || type.kind == CEL_TYPE_DURATION;
    if (strict && !fits) {
        diag_add(checker->diags, DIAG_CEL_OPERANDS, expr_span(checker, expr),
                 "'-' cannot negate a value of type %.*s", SV_ARG(show_type(checker, type)));
    }
    expr->run = run_negate;
    expr->type = fits ? type : cel_type(CEL_TYPE_ERROR);
    fold_constant(checker, expr);
}

// ── hints for unlike operands ──

static bool looks_like_number(Sv text) {
    size_t digits = 0, points = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (ascii_is_digit(c)) {
            digits++;
        } else if (c == '.') {
            points++;
        } else if (c != '-' || i > 0) {
            return false;
        }
    }
    return digits > 0 && points <= 1;
}

// The type that has this name in other languages.
static Sv type_called(Sv name) {
    static const char *const names[][2] = {
        {"bool", "bool"},  {"boolean", "bool"},  {"int", "int"},        {"integer", "int"},
        {"uint", "uint"},  {"double", "double"}, {"float", "double"},   {"string", "string"},
        {"str", "string"}, {"bytes", "bytes"},   {"list", "list"},      {"array", "list"},
        {"map", "map"},    {"object", "map"},    {"null", "null_type"}, {"decimal", "decimal"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sv_eq_c(name, names[i][0])) return sv_from_c(names[i][1]);
    return (Sv){0};
}

// The literal `expr` written as a `wanted`; empty if there is no such form.
static Sv literal_as(Checker *checker, const CelExpr *expr, CelType wanted) {
    Arena *arena = checker->arena;
    Sv text = expr_text(checker, expr);
    if (expr->kind != CEL_LITERAL) return (Sv){0};
    Value value = *expr->value;
    if (value.kind == VALUE_STRING) {
        Sv inner = value_text(value);
        bool number = looks_like_number(inner);
        switch (wanted.kind) {
        case CEL_TYPE_INT:
            return number && sv_find_char(inner, '.', 0) == SV_NONE ? inner : (Sv){0};
        case CEL_TYPE_DOUBLE:
        case CEL_TYPE_DECIMAL: return number ? inner : (Sv){0};
        case CEL_TYPE_BOOL:
            return sv_eq_c(inner, "true") || sv_eq_c(inner, "false") ? inner : (Sv){0};
        case CEL_TYPE_TIMESTAMP: return sv_format(arena, "timestamp(%.*s)", SV_ARG(text));
        case CEL_TYPE_DURATION: return sv_format(arena, "duration(%.*s)", SV_ARG(text));
        case CEL_TYPE_VERSION: return sv_format(arena, "version(%.*s)", SV_ARG(text));
        case CEL_TYPE_TYPE: return type_called(inner);
        case CEL_TYPE_NULL: return sv_eq_c(inner, "null") ? inner : (Sv){0};
        default: return (Sv){0};
        }
    }
    if (value.kind == VALUE_INT && wanted.kind == CEL_TYPE_VERSION)
        return sv_format(arena, "version('%.*s')", SV_ARG(text));
    if (value.kind == VALUE_INT && wanted.kind == CEL_TYPE_DURATION)
        return sv_format(arena, "seconds(%.*s)", SV_ARG(text));
    if (value.kind == VALUE_INT && wanted.kind == CEL_TYPE_DOUBLE)
        return sv_format(arena, "%.*s.0", SV_ARG(text));
    bool plain = value.kind == VALUE_INT || value.kind == VALUE_DOUBLE || value.kind == VALUE_BOOL;
    if (plain && wanted.kind == CEL_TYPE_STRING) return sv_format(arena, "'%.*s'", SV_ARG(text));
    return (Sv){0};
}

static bool is_optional(const CelExpr *expr) {
    return expr->type.kind == CEL_TYPE_OPTIONAL;
}

// An empty optional has no kind: the condition then does not hold.
static void hint_optional(Checker *checker, Diag *diag, const CelExpr *expr) {
    const CelExpr *a = expr->args[0], *b = expr->args[1];
    if (is_optional(a) == is_optional(b)) return;
    if (expr->type.kind == CEL_TYPE_BOOL && hint_asked(checker, diag, is_optional(a) ? a : b))
        return;
    const char *missing = checker->negated ? "true" : "false";
    const char *op = cel_op_text((CelOp)expr->op);
    Sv left = expr_text(checker, a), right = expr_text(checker, b);
    if (expr->type.kind != CEL_TYPE_BOOL) {
        diag_hint(checker->diags, diag, "an optional is opened first: %.*s.orValue(…)",
                  SV_ARG(is_optional(a) ? left : right));
    } else if (is_optional(a)) {
        hint_with(checker, diag, expr->from, expr->to, "%.*s.optMap(v, v %s %.*s).orValue(%s)",
                  SV_ARG(left), op, SV_ARG(right), missing);
    } else {
        hint_with(checker, diag, expr->from, expr->to, "%.*s.optMap(v, %.*s %s v).orValue(%s)",
                  SV_ARG(right), SV_ARG(left), op, missing);
    }
}

// Of a text that is one of a few, as run.verdict, nothing else in quotes would do.
static bool hint_words(Checker *checker, Diag *diag, const CelExpr *side) {
    bool field = side->kind == CEL_SELECT && side->type.kind == CEL_TYPE_STRING &&
                 side->args[0]->type.kind == CEL_TYPE_RECORD;
    const CelTypeNode *record = field ? side->args[0]->type.node : NULL;
    for (uint32_t i = 0; record && i < record->field_count; i++) {
        BUF_AUTO Buf words = buf_new(4096);
        if (!sv_eq(record->fields[i].name, side->name) ||
            !cel_range_show(&words, record->fields[i].range))
            continue;
        diag_hint(checker->diags, diag, "it is %.*s", SV_ARG(buf_sv(&words)));
        return true;
    }
    return false;
}

static void hint_operands(Checker *checker, Diag *diag, const CelExpr *expr) {
    const CelExpr *a = expr->args[0], *b = expr->args[1];
    if (hint_words(checker, diag, a) || hint_words(checker, diag, b)) return;
    Sv as = literal_as(checker, b, a->type);
    if (as.len > 0) {
        hint_with(checker, diag, b->from, b->to, "%.*s", SV_ARG(as));
        return;
    }
    as = literal_as(checker, a, b->type);
    if (as.len > 0) {
        hint_with(checker, diag, a->from, a->to, "%.*s", SV_ARG(as));
        return;
    }
    const CelExpr *unread = a->type.kind == CEL_TYPE_VERSION && is_text(b->type)   ? b
                            : b->type.kind == CEL_TYPE_VERSION && is_text(a->type) ? a
                                                                                   : NULL;
    if (unread != NULL) {
        hint_with(checker, diag, unread->from, unread->to, "version(%.*s)",
                  SV_ARG(expr_text(checker, unread)));
        return;
    }
    hint_optional(checker, diag, expr);
}

// ── comparing ──

static bool unlike(CelType a, CelType b, int depth) {
    if (is_dyn(a) || is_dyn(b) || a.kind == CEL_TYPE_NULL || b.kind == CEL_TYPE_NULL || depth > 16)
        return false;
    if ((is_number(a) && is_number(b)) || (is_map(a) && is_map(b))) return false;
    if (a.kind != b.kind) return true;
    if (a.kind == CEL_TYPE_LIST || a.kind == CEL_TYPE_OPTIONAL)
        return unlike(type_part(a), type_part(b), depth + 1);
    return false;
}

static void check_equality(Checker *checker, CelExpr *expr) {
    const CelExpr *a = expr->args[0], *b = expr->args[1];
    mark_whole_sorts(expr);
    if (!is_strict(checker) || !unlike(a->type, b->type, 0)) return;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNLIKE, expr_span(checker, expr),
                          "'%s' compares unlike types: %.*s and %.*s", cel_op_text((CelOp)expr->op),
                          SV_ARG(show_type(checker, a->type)), SV_ARG(show_type(checker, b->type)));
    hint_operands(checker, diag, expr);
}

static bool has_order(CelType a, CelType b) {
    if (is_dyn(a) || is_dyn(b)) return true;
    if (is_number(a) && is_number(b)) return true;
    if (a.kind != b.kind) return false;
    return is_text(a) || is_time(a) || a.kind == CEL_TYPE_BYTES || a.kind == CEL_TYPE_BOOL ||
           a.kind == CEL_TYPE_VERSION;
}

static bool is_relation(const CelExpr *expr) {
    return expr->kind == CEL_BINARY && expr->op >= CEL_OP_EQUAL && expr->op <= CEL_OP_GREATER_EQUAL;
}

static void check_order(Checker *checker, CelExpr *expr) {
    const CelExpr *a = expr->args[0], *b = expr->args[1];
    if (refuse_text_order(checker, expr)) return;
    if (!is_strict(checker) || has_order(a->type, b->type)) return;
    const char *op = cel_op_text((CelOp)expr->op);
    Diag *diag = diag_add(checker->diags, DIAG_CEL_OPERANDS, expr_span(checker, expr),
                          "'%s' cannot compare %.*s with %.*s", op,
                          SV_ARG(show_type(checker, a->type)), SV_ARG(show_type(checker, b->type)));
    if (is_relation(a) && a->type.kind == CEL_TYPE_BOOL) {
        // 1 < x < 5
        Sv left = expr_text(checker, a), middle = expr_text(checker, a->args[1]),
           right = expr_text(checker, b);
        hint_with(checker, diag, expr->from, expr->to, "%.*s && %.*s %s %.*s", SV_ARG(left),
                  SV_ARG(middle), op, SV_ARG(right));
        return;
    }
    hint_operands(checker, diag, expr);
}

static void check_in(Checker *checker, CelExpr *expr) {
    const CelExpr *wanted = expr->args[0], *container = expr->args[1];
    CelType type = container->type;
    if (!is_strict(checker)) return;
    if (is_dyn(type)) {
        mark_listed(expr, checker->program);
        return;
    }
    if (type.kind != CEL_TYPE_LIST && !is_map(type)) {
        Diag *diag = diag_add(checker->diags, DIAG_CEL_OPERANDS, expr_span(checker, container),
                              "'in' looks in a list or a map, not in a value of type %.*s",
                              SV_ARG(show_type(checker, type)));
        if (is_text(type)) {
            hint_with(checker, diag, expr->from, expr->to, "%.*s.contains(%.*s)",
                      SV_ARG(expr_text(checker, container)), SV_ARG(expr_text(checker, wanted)));
        }
        return;
    }
    CelType item = type.kind == CEL_TYPE_LIST ? type_part(type) : type_key(type);
    if (!unlike(wanted->type, item, 0)) return;
    Diag *diag =
        diag_add(checker->diags, DIAG_CEL_UNLIKE, expr_span(checker, expr),
                 "'in' compares unlike types: %.*s is looked for among %s of type %.*s",
                 SV_ARG(show_type(checker, wanted->type)),
                 type.kind == CEL_TYPE_LIST ? "items" : "keys", SV_ARG(show_type(checker, item)));
    Sv as = literal_as(checker, wanted, item);
    if (as.len > 0) hint_with(checker, diag, wanted->from, wanted->to, "%.*s", SV_ARG(as));
}

// ── arithmetic ──

// The type of the result; ERROR where there is none.
static CelType sum_type(Checker *checker, CelOp op, CelType a, CelType b) {
    bool add = op == CEL_OP_ADD, subtract = op == CEL_OP_SUBTRACT;
    if (is_dyn(a) || is_dyn(b)) {
        CelType known = is_dyn(a) ? b : a;
        bool joins = add && (is_text(known) || known.kind == CEL_TYPE_BYTES);
        bool fits = is_dyn(known) || is_number(known) || joins ||
                    ((add || subtract) && is_time(known)) || (add && known.kind == CEL_TYPE_LIST);
        if (!fits) return cel_type(CEL_TYPE_ERROR);
        return joins ? known : cel_type(CEL_TYPE_DYN);
    }
    if (is_number(a) && is_number(b)) {
        if (a.kind == CEL_TYPE_DECIMAL || b.kind == CEL_TYPE_DECIMAL)
            return cel_type(CEL_TYPE_DECIMAL);
        if (op == CEL_OP_MODULO && a.kind == CEL_TYPE_DOUBLE) return cel_type(CEL_TYPE_ERROR);
        return a.kind == b.kind ? cel_type(a.kind) : cel_type(CEL_TYPE_ERROR);
    }
    if (add && a.kind == b.kind && (is_text(a) || a.kind == CEL_TYPE_BYTES))
        return cel_type(a.kind);
    if (add && a.kind == CEL_TYPE_LIST && b.kind == CEL_TYPE_LIST) {
        return cel_type_list(checker->arena, join_types(checker, type_part(a), type_part(b)));
    }
    if (!is_time(a) || !is_time(b)) return cel_type(CEL_TYPE_ERROR);
    bool timed_a = a.kind == CEL_TYPE_TIMESTAMP, timed_b = b.kind == CEL_TYPE_TIMESTAMP;
    if (add && timed_a && timed_b) return cel_type(CEL_TYPE_ERROR);
    if (add) return cel_type(timed_a || timed_b ? CEL_TYPE_TIMESTAMP : CEL_TYPE_DURATION);
    if (!subtract || (!timed_a && timed_b)) return cel_type(CEL_TYPE_ERROR);
    return cel_type(timed_a && !timed_b ? CEL_TYPE_TIMESTAMP : CEL_TYPE_DURATION);
}

static void hint_arithmetic(Checker *checker, Diag *diag, const CelExpr *expr) {
    const CelExpr *a = expr->args[0], *b = expr->args[1];
    if (expr->op == CEL_OP_ADD && is_text(a->type) != is_text(b->type)) {
        const CelExpr *other = is_text(a->type) ? b : a;
        bool converts =
            is_number(other->type) || is_time(other->type) || other->type.kind == CEL_TYPE_BOOL;
        if (converts)
            hint_with(checker, diag, other->from, other->to, "string(%.*s)",
                      SV_ARG(expr_text(checker, other)));
        return;
    }
    if (!is_number(a->type) || !is_number(b->type)) {
        hint_operands(checker, diag, expr);
        return;
    }
    // int and double: the literal is rewritten as the other kind, otherwise the whole number is
    // converted.
    const CelExpr *whole = a->type.kind == CEL_TYPE_DOUBLE ? b : a;
    if (a->type.kind != CEL_TYPE_DOUBLE && b->type.kind != CEL_TYPE_DOUBLE) {
        const CelExpr *uint = a->type.kind == CEL_TYPE_UINT ? a : b;
        hint_with(checker, diag, uint->from, uint->to, "int(%.*s)",
                  SV_ARG(expr_text(checker, uint)));
    } else if (whole->type.kind != CEL_TYPE_DOUBLE) {
        Sv as = literal_as(checker, whole, cel_type(CEL_TYPE_DOUBLE));
        if (as.len == 0)
            as = sv_format(checker->arena, "double(%.*s)", SV_ARG(expr_text(checker, whole)));
        hint_with(checker, diag, whole->from, whole->to, "%.*s", SV_ARG(as));
    }
}

static void check_arithmetic(Checker *checker, CelExpr *expr) {
    const CelExpr *a = expr->args[0], *b = expr->args[1];
    CelType type = sum_type(checker, (CelOp)expr->op, a->type, b->type);
    expr->type = type;
    if (type.kind != CEL_TYPE_ERROR || !is_strict(checker)) return;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_OPERANDS, expr_span(checker, expr),
                          "'%s' cannot take %.*s and %.*s", cel_op_text((CelOp)expr->op),
                          SV_ARG(show_type(checker, a->type)), SV_ARG(show_type(checker, b->type)));
    hint_arithmetic(checker, diag, expr);
}

void check_binary(Checker *checker, CelExpr *expr) {
    static CelRun *const runs[] = {
        [CEL_OP_ADD] = run_arithmetic,      [CEL_OP_SUBTRACT] = run_arithmetic,
        [CEL_OP_MULTIPLY] = run_arithmetic, [CEL_OP_DIVIDE] = run_arithmetic,
        [CEL_OP_MODULO] = run_arithmetic,   [CEL_OP_EQUAL] = run_equal,
        [CEL_OP_UNEQUAL] = run_unequal,     [CEL_OP_LESS] = run_order,
        [CEL_OP_LESS_EQUAL] = run_order,    [CEL_OP_GREATER] = run_order,
        [CEL_OP_GREATER_EQUAL] = run_order, [CEL_OP_IN] = run_in,
    };
    expr->run = runs[expr->op];
    expr->type = cel_type(CEL_TYPE_BOOL);
    if (expr->op == CEL_OP_SUBTRACT && refuse_hyphens(checker, expr)) {
        expr->type = cel_type(CEL_TYPE_ERROR);
        return;
    }
    check_args(checker, expr);
    switch ((CelOp)expr->op) {
    case CEL_OP_EQUAL:
    case CEL_OP_UNEQUAL: check_equality(checker, expr); break;
    case CEL_OP_LESS:
    case CEL_OP_LESS_EQUAL:
    case CEL_OP_GREATER:
    case CEL_OP_GREATER_EQUAL: check_order(checker, expr); break;
    case CEL_OP_IN: check_in(checker, expr); break;
    default: check_arithmetic(checker, expr); fold_constant(checker, expr);
    }
}
