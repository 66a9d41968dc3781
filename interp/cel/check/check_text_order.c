// Refuses to order texts by a literal that reads like a number, and rewrites the line.
#include "base/ascii.h"
#include "base/num.h"
#include "cel/check/checker.h"
#include "cel/eval/eval.h"
#include "value/reads_as.h"
#include "value/time.h"

// How to write both sides instead.
typedef enum OrderMethod {
    AS_INT,
    AS_DECIMAL,
    AS_DOUBLE,
    AS_VERSION,
    AS_DURATION,
    AS_BARE_NUMBER
} OrderMethod;

typedef struct Hint {
    Checker *checker;
    Sv literal; // the text that reads like a number
    OrderMethod way;
} Hint;

static bool is_text_or_open(CelType type) {
    return type.kind == CEL_TYPE_STRING || type.kind == CEL_TYPE_DYN;
}

// The text of a literal, or of an expression of literals.
static bool literal_text(const CelExpr *expr, Sv *out) {
    if (expr->run != run_value || expr->value->kind != VALUE_STRING) return false;
    *out = value_text(*expr->value);
    return true;
}

// Digits that are a day, or are padded with zeros, are usually compared with others of the same
// length; whether they are is checked at run time.
static bool reads_like_number(Sv text) {
    ReadsAs reading = reads_as(text);
    if (reading != READS_AS_DIGITS) return reading != READS_AS_TEXT;
    bool filled = text.len > 1 && text.at[0] == '0';
    return !filled && !reads_as_day(text);
}

// ── the hint ──

static bool speaks_of_versions(Sv text) {
    static const char word[] = "version";
    for (size_t i = 0; i + sizeof word - 1 <= text.len; i++)
        if (sv_eq_nocase(sv_slice(text, i, i + sizeof word - 1), SV("version"))) return true;
    return false;
}

static bool is_duration(Sv text) {
    Value duration;
    return cel_duration_parse(text, &duration);
}

static OrderMethod way_of(Sv literal, Sv other) {
    int64_t whole = 0;
    ReadsAs reading = reads_as(literal);
    if (reading == READS_AS_VERSION) return AS_VERSION;
    if (reading == READS_AS_MEASURE) return is_duration(literal) ? AS_DURATION : AS_BARE_NUMBER;
    bool plain = literal.at[0] != '-' && literal.at[0] != '+';
    if (plain && speaks_of_versions(other)) return AS_VERSION;
    Sv digits = literal.at[0] == '+' ? sv_slice(literal, 1, literal.len) : literal;
    if (num_parse_i64(digits, &whole)) return AS_INT;
    return reading == READS_AS_DIGITS ? AS_DECIMAL : AS_DOUBLE;
}

// The operand in a form on which a method can be called. What a program printed ends with a line
// feed, which no number has.
static Sv subject(Checker *checker, const CelExpr *expr, bool called) {
    static const char *const raw[] = {"stdout", "stderr", "body"};
    Sv text = expr_text(checker, expr);
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
        if (expr->kind == CEL_NAME && sv_eq_c(expr->name, raw[i]))
            return sv_format(checker->arena, "%.*s.trim()", SV_ARG(text));
    bool simple = expr->kind == CEL_NAME || expr->kind == CEL_SELECT || expr->kind == CEL_INDEX ||
                  expr->kind == CEL_CALL || expr->kind == CEL_LITERAL;
    return simple || !called ? text : sv_format(checker->arena, "(%.*s)", SV_ARG(text));
}

static Sv without_unit(Sv literal) {
    Sv unit = reads_as_unit(literal);
    return sv_trim(sv_slice(literal, 0, literal.len - unit.len));
}

// The number as CEL writes it: without a + sign, with a digit before the point.
static Sv number_literal(Checker *checker, Sv text) {
    double number = 0;
    if (sv_starts(text, SV("+"))) text = sv_slice(text, 1, text.len);
    if (!num_parse_double(text, &number)) return text;
    BUF_AUTO Buf buf = buf_new(512);
    num_add_double(&buf, number);
    Sv shown = buf_sv(&buf);
    bool whole = sv_find_char(shown, '.', 0) == SV_NONE && sv_find_char(shown, 'e', 0) == SV_NONE;
    return sv_format(checker->arena, "%.*s%s", SV_ARG(shown), whole ? ".0" : "");
}

static Sv literal_as(const Hint *hint, const CelExpr *expr, Sv text) {
    Arena *arena = hint->checker->arena;
    Sv written = expr_text(hint->checker, expr);
    text = sv_trim(text);
    switch (hint->way) {
    case AS_INT:
        if (sv_starts(text, SV("+"))) text = sv_slice(text, 1, text.len);
        return text;
    case AS_DECIMAL: return sv_format(arena, "decimal(%.*s)", SV_ARG(written));
    case AS_DOUBLE: return number_literal(hint->checker, text);
    case AS_VERSION: return sv_format(arena, "version(%.*s)", SV_ARG(written));
    case AS_DURATION: return sv_format(arena, "duration(%.*s)", SV_ARG(written));
    case AS_BARE_NUMBER: break;
    }
    return number_literal(hint->checker, without_unit(text));
}

static Sv other_as(const Hint *hint, const CelExpr *expr) {
    static const char *const functions[] = {[AS_INT] = "int",
                                            [AS_DECIMAL] = "decimal",
                                            [AS_DOUBLE] = "double",
                                            [AS_VERSION] = "version",
                                            [AS_DURATION] = "duration"};
    Checker *checker = hint->checker;
    Sv text = subject(checker, expr, hint->way == AS_BARE_NUMBER);
    if (hint->way != AS_BARE_NUMBER)
        return sv_format(checker->arena, "%s(%.*s)", functions[hint->way], SV_ARG(text));
    Sv unit = reads_as_unit(hint->literal);
    return sv_format(checker->arena, "double(%.*s.replace('%.*s', ''))", SV_ARG(text),
                     SV_ARG(unit));
}

static Sv operand_as(const Hint *hint, const CelExpr *expr) {
    Sv text = {0};
    // One of two literals may not be a valid number: its function will report that.
    bool number = literal_text(expr, &text) && reads_as(text) != READS_AS_TEXT;
    return number ? literal_as(hint, expr, text) : other_as(hint, expr);
}

static Sv comparison_as(const Hint *hint, const CelExpr *expr) {
    Sv left = operand_as(hint, expr->args[0]), right = operand_as(hint, expr->args[1]);
    return sv_format(hint->checker->arena, "%.*s %s %.*s", SV_ARG(left),
                     cel_op_text((CelOp)expr->op), SV_ARG(right));
}

bool refuse_text_order(Checker *checker, const CelExpr *expr) {
    const CelExpr *a = expr->args[0], *b = expr->args[1];
    Sv left = {0}, right = {0};
    bool found = literal_text(a, &left) && reads_like_number(left);
    bool other = literal_text(b, &right) && reads_like_number(right);
    bool texts = is_text_or_open(a->type) && is_text_or_open(b->type);
    if (!is_strict(checker) || !texts || (!found && !other)) return false;
    // Of two literals the more specific one decides: '1.9.4' < '2'.
    bool take_left = found && (!other || reads_as(left) > reads_as(right));
    Sv literal = sv_trim(take_left ? left : right);
    OrderMethod way = way_of(literal, expr_text(checker, take_left ? b : a));
    Hint hint = {checker, literal, way};
    bool open = way == AS_DOUBLE && sv_count(literal, '.') == 1 && ascii_is_digit(literal.at[0]);
    Diag *diag = diag_add(checker->diags, DIAG_CEL_TEXT_ORDER, expr_span(checker, expr),
                          "'%s' orders texts letter by letter, and '%.*s' reads like a %s",
                          cel_op_text((CelOp)expr->op), SV_ARG(literal),
                          way == AS_VERSION ? "version"
                          : open            ? "number or a version"
                                            : "number");
    if (found && other) return true; // nothing was observed, so any form will do
    hint_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(comparison_as(&hint, expr)));
    if (!open) return true;
    hint.way = AS_VERSION;
    Sv first = diag->hint;
    hint_with(checker, diag, expr->from, expr->to, "%.*s", SV_ARG(comparison_as(&hint, expr)));
    Sv second = sv_slice(diag->hint, sizeof "write it as: " - 1, diag->hint.len);
    diag_hint(checker->diags, diag, "%.*s\nor, where it is a version: %.*s", SV_ARG(first),
              SV_ARG(second));
    return true;
}

// ── sorting only to compare as a whole ──

static bool is_sort(const CelExpr *expr) {
    bool call = expr->kind == CEL_CALL && (expr->flags & CEL_METHOD) != 0 && expr->count == 1 &&
                sv_eq_c(expr->name, "sort");
    return call || (expr->kind == CEL_LOOP && expr->op == CEL_LOOP_SORT_BY);
}

// Whether it is a literal list that is itself in the order of texts.
static bool is_in_order(const CelExpr *expr) {
    if (expr->run != run_value || expr->value->kind != VALUE_LIST) return false;
    for (size_t i = 1; i < value_count(*expr->value); i++) {
        int order = 0;
        if (!value_compare(value_item(*expr->value, i - 1), value_item(*expr->value, i), &order) ||
            order > 0)
            return false;
    }
    return true;
}

static void mark(const CelExpr *expr) {
    if (expr->kind == CEL_LOOP) {
        expr->loop->whole = true;
        return;
    }
    for (uint32_t i = 0; expr->kind == CEL_CALL && i < expr->targets->count; i++)
        expr->targets->items[i].prepared = &sorted_for_equality;
}

void mark_whole_sorts(const CelExpr *equality) {
    const CelExpr *a = equality->args[0], *b = equality->args[1];
    bool sorts = is_sort(a) && is_sort(b);
    if (sorts || (is_sort(a) && is_in_order(b))) mark(a);
    if (sorts || (is_sort(b) && is_in_order(a))) mark(b);
}
