// Equality and order. Lists and maps are compared here, not in value/, so that the work is charged
// for and bounded in depth, and strict mode finds values of unlike types.
#include "base/limits.h"
#include "cel/eval/eval.h"
#include "cel/eval/text_order.h"
#include "cel/eval/value_path.h"

#include <string.h>

// Deeper than any value that JSON and an expression together can produce.
enum { VALUE_DEPTH = LIMIT_JSON_DEPTH + LIMIT_EXPRESSION_DEPTH };

static bool is_number_kind(uint8_t kind) {
    return kind == VALUE_INT || kind == VALUE_UINT || kind == VALUE_DOUBLE || kind == VALUE_DECIMAL;
}

bool values_alike(Value a, Value b) {
    if (a.kind == b.kind || a.kind == VALUE_NULL || b.kind == VALUE_NULL) return true;
    return is_number_kind(a.kind) && is_number_kind(b.kind);
}

// In the specification's suites an integer is rounded to the nearest double before it is compared
// with a double. Strict mode compares exactly. False if one of them is NaN.
static bool compare_rounded(Value a, Value b, int *order) {
    double x = a.kind == VALUE_INT    ? (double)a.integer
               : a.kind == VALUE_UINT ? (double)a.uinteger
                                      : a.number;
    double y = b.kind == VALUE_INT    ? (double)b.integer
               : b.kind == VALUE_UINT ? (double)b.uinteger
                                      : b.number;
    *order = (x > y) - (x < y);
    return x == x && y == y;
}

static bool is_rounded(const Machine *machine, Value a, Value b) {
    if (machine->strict || (a.kind == VALUE_DOUBLE) == (b.kind == VALUE_DOUBLE)) return false;
    uint8_t other = a.kind == VALUE_DOUBLE ? b.kind : a.kind;
    return other == VALUE_INT || other == VALUE_UINT;
}

// ── equality ──

typedef struct ValueComparison {
    Machine *machine;
    const CelExpr *expr;
    bool unknown;      // null was compared with what is not null, or NaN with anything …
    Value left, right; // … these two
    Sv place;          // … at this place
} ValueComparison;

// A step into the values that are compared; only traced back for a message.
typedef struct CompareStep {
    const struct CompareStep *up;
    Value key;
    bool list;
    int depth;
} CompareStep;

static bool compare_equal(ValueComparison *comparison, const CompareStep *up, Value a, Value b,
                          bool *out);

static int depth_below(const CompareStep *up) {
    return up == NULL ? 0 : up->depth + 1;
}

static bool lists_equal(ValueComparison *comparison, const CompareStep *up, Value a, Value b,
                        bool *out) {
    size_t count = value_count(a);
    bool equal = count == value_count(b);
    for (size_t i = 0; i < count && equal; i++) {
        CompareStep step = {up, value_int((int64_t)i), true, depth_below(up)};
        if (!compare_equal(comparison, &step, value_item(a, i), value_item(b, i), &equal)) {
            return false;
        }
    }
    *out = equal;
    return true;
}

static bool maps_equal(ValueComparison *comparison, const CompareStep *up, Value a, Value b,
                       bool *out) {
    size_t count = value_count(a);
    bool equal = count == value_count(b);
    for (size_t i = 0; i < count && equal; i++) {
        const Value *other = value_get(b, value_key(a, i));
        CompareStep step = {up, value_key(a, i), false, depth_below(up)};
        if (other == NULL) {
            equal = false;
        } else if (!compare_equal(comparison, &step, value_at(a, i), *other, &equal)) {
            return false;
        }
    }
    *out = equal;
    return true;
}

static void add_places(Buf *buf, const CompareStep *step) {
    if (step == NULL) return;
    add_places(buf, step->up);
    value_path_add(buf, step->key, step->list);
}

static Sv place_of(Arena *arena, const CompareStep *up) {
    BUF_AUTO Buf place = buf_new(1024);
    if (up != NULL) buf_add_c(&place, " at ");
    add_places(&place, up);
    return buf_keep(&place, arena);
}

// Another part may still make the two differ, so continue as if these were equal.
static bool note_unknown(ValueComparison *comparison, const CompareStep *up, Value a, Value b,
                         bool *out) {
    if (!comparison->unknown) comparison->place = place_of(comparison->machine->arena, up);
    comparison->unknown = true;
    comparison->left = a;
    comparison->right = b;
    *out = true;
    return true;
}

static bool is_unknown(const ValueComparison *comparison, Value a, Value b) {
    if (!comparison->machine->judges) return false;
    if (value_is_nan(a) || value_is_nan(b)) return true;
    if ((a.kind == VALUE_NULL) == (b.kind == VALUE_NULL)) return false;
    return operand_is_answer(comparison->expr, a.kind == VALUE_NULL ? 0 : 1);
}

static bool fail_unlike(ValueComparison *comparison, const CompareStep *up, Value a, Value b) {
    Machine *machine = comparison->machine;
    bool version = (a.kind == VALUE_VERSION) != (b.kind == VALUE_VERSION);
    machine_fail(machine, comparison->expr, "values of unlike types are compared%.*s: %s and %s%s",
                 SV_ARG(place_of(machine->arena, up)), value_kind_name(a.kind),
                 value_kind_name(b.kind), version ? "; read the other one with version(…)" : "");
    machine->fault->unlike = true;
    bool number_and_text = (a.kind == VALUE_STRING && is_number_kind(b.kind)) ||
                           (b.kind == VALUE_STRING && is_number_kind(a.kind));
    if (number_and_text) {
        machine_hint(machine,
                     "a number never equals a text: convert one of them, with int(…) or string(…)");
    }
    return false;
}

static bool compare_equal(ValueComparison *comparison, const CompareStep *up, Value a, Value b,
                          bool *out) {
    Machine *machine = comparison->machine;
    if (__builtin_expect(((a.taint | b.taint) & machine->options->unknown) != 0, 0))
        return machine_known(machine, comparison->expr, a, false) &&
               machine_known(machine, comparison->expr, b, false);
    bool odd = a.kind == VALUE_NULL || b.kind == VALUE_NULL || a.kind == VALUE_DOUBLE ||
               b.kind == VALUE_DOUBLE;
    if (odd && is_unknown(comparison, a, b)) return note_unknown(comparison, up, a, b, out);
    if (a.kind != b.kind) {
        if (machine->strict && !values_alike(a, b)) return fail_unlike(comparison, up, a, b);
        int order = 0;
        *out = is_rounded(machine, a, b) ? compare_rounded(a, b, &order) && order == 0
                                         : value_equal(a, b);
        return true;
    }
    bool deep = a.kind == VALUE_LIST || a.kind == VALUE_MAP || a.kind == VALUE_OPTIONAL;
    if (!deep) {
        bool is_text = a.kind == VALUE_STRING || a.kind == VALUE_BYTES;
        if (is_text && a.text.len == b.text.len &&
            !machine_spend(machine, comparison->expr, a.text.len / 64))
            return false;
        *out = value_equal(a, b);
        return true;
    }
    if (!machine_spend(machine, comparison->expr, 1 + value_count(a))) return false;
    if (depth_below(up) >= VALUE_DEPTH) {
        return machine_fail_kind(machine, comparison->expr, FAULT_LIMIT,
                                 "the values are nested more than %d levels deep",
                                 (int)VALUE_DEPTH);
    }
    return a.kind == VALUE_MAP ? maps_equal(comparison, up, a, b, out)
                               : lists_equal(comparison, up, a, b, out);
}

static bool equal_or_unknown(Machine *machine, const CelExpr *expr, Value a, Value b, bool *out) {
    ValueComparison comparison = {.machine = machine, .expr = expr};
    bool equal = false;
    if (!compare_equal(&comparison, NULL, a, b, &equal)) return false;
    if (equal && comparison.unknown)
        return value_is_nan(comparison.left) || value_is_nan(comparison.right)
                   ? machine_fail_nan(machine, expr)
                   : machine_fail_null(machine, expr, comparison.left, comparison.right,
                                       comparison.place);
    *out = equal;
    return true;
}

bool machine_equal(Machine *machine, const CelExpr *expr, Value a, Value b, bool *out) {
    bool equal = false;
    if (!equal_or_unknown(machine, expr, a, b, &equal)) return false;
    bool both = equal && machine->judges && !machine->options->allow_empty && value_is_empty(a) &&
                operand_is_answer(expr, 0) && operand_is_answer(expr, 1);
    if (!both) {
        *out = equal;
        return true;
    }
    return machine_fail_empty(machine, expr, "both sides are %s, which shows nothing",
                              a.kind == VALUE_NULL ? "null" : "empty");
}

bool machine_fail_doubt(Machine *machine, const CelExpr *expr, Value a, Value b) {
    if (value_is_nan(a) || value_is_nan(b)) return machine_fail_nan(machine, expr);
    if (a.kind == VALUE_NULL || b.kind == VALUE_NULL)
        return machine_fail_null(machine, expr, a, b, (Sv){0});
    ValueComparison comparison = {.machine = machine, .expr = expr};
    return fail_unlike(&comparison, NULL, a, b);
}

static bool operands(Machine *machine, const CelExpr *expr, Value *a, Value *b) {
    return machine_eval(machine, expr->args[0], a) && machine_eval(machine, expr->args[1], b);
}

static bool equality(Machine *machine, const CelExpr *expr, bool wanted, Value *out) {
    Value a, b;
    if (!operands(machine, expr, &a, &b)) return false;
    bool equal = false;
    if (a.kind == VALUE_INT && b.kind == VALUE_INT) {
        equal = a.integer == b.integer;
    } else if (a.kind == VALUE_STRING && b.kind == VALUE_STRING && a.text.len != b.text.len) {
        equal = false;
    } else if (!machine_equal(machine, expr, a, b, &equal)) {
        return false;
    }
    *out = value_bool(equal == wanted);
    return true;
}

bool run_equal(Machine *machine, const CelExpr *expr, Value *out) {
    return equality(machine, expr, true, out);
}

bool run_unequal(Machine *machine, const CelExpr *expr, Value *out) {
    return equality(machine, expr, false, out);
}

// ── order ──

static bool has_order(Value a, Value b) {
    if (is_number_kind(a.kind) && is_number_kind(b.kind)) return true;
    if (a.kind != b.kind) return false;
    return a.kind == VALUE_STRING || a.kind == VALUE_BYTES || a.kind == VALUE_BOOL ||
           a.kind == VALUE_DURATION || a.kind == VALUE_TIMESTAMP || a.kind == VALUE_VERSION;
}

// *ordered is false if one of them is NaN; in strict mode that is unknown.
static bool order_of(Machine *machine, const CelExpr *expr, int *order, bool *ordered) {
    Value a, b;
    if (!operands(machine, expr, &a, &b)) return false;
    *ordered = true;
    if (a.kind == VALUE_INT && b.kind == VALUE_INT) {
        *order = (a.integer > b.integer) - (a.integer < b.integer);
        return true;
    }
    if (!has_order(a, b)) {
        machine_fail_order(machine, expr, a, b);
        machine->fault->unlike = a.kind != VALUE_NULL && b.kind != VALUE_NULL;
        return false;
    }
    bool texts = a.kind == VALUE_STRING || a.kind == VALUE_BYTES;
    if (texts && machine->strict && !machine_text_order(machine, expr, a, b)) return false;
    *ordered =
        is_rounded(machine, a, b) ? compare_rounded(a, b, order) : value_compare(a, b, order);
    if (!*ordered && machine->judges) return machine_fail_nan(machine, expr);
    return true;
}

bool run_order(Machine *machine, const CelExpr *expr, Value *out) {
    int order = 0;
    bool ordered = false, held = false;
    if (!order_of(machine, expr, &order, &ordered)) return false;
    switch ((CelOp)expr->op) {
    case CEL_OP_LESS: held = order < 0; break;
    case CEL_OP_LESS_EQUAL: held = order <= 0; break;
    case CEL_OP_GREATER: held = order > 0; break;
    default: held = order >= 0; break;
    }
    *out = value_bool(ordered && held);
    return true;
}

// ── taints ──

static bool gather_taint(Machine *machine, const CelExpr *expr, Value value, int depth,
                         Taint *out) {
    *out |= value.taint;
    bool deep = value.kind == VALUE_LIST || value.kind == VALUE_MAP || value.kind == VALUE_OPTIONAL;
    if (!deep) return true;
    size_t count = value_count(value);
    if (!machine_spend(machine, expr, 1 + count / 8)) return false;
    if (depth >= VALUE_DEPTH) {
        return machine_fail_kind(machine, expr, FAULT_LIMIT,
                                 "the values are nested more than %d levels deep",
                                 (int)VALUE_DEPTH);
    }
    for (size_t i = 0; i < count; i++) {
        if (value.kind == VALUE_MAP) *out |= value_key(value, i).taint;
        Value item = value.kind == VALUE_MAP ? value_at(value, i) : value_item(value, i);
        if (!gather_taint(machine, expr, item, depth + 1, out)) return false;
    }
    return true;
}

bool machine_taint(Machine *machine, const CelExpr *expr, Value value, Taint *out) {
    return gather_taint(machine, expr, value, 0, out);
}
