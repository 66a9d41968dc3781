// + - * / % and negation, for numbers, texts, lists, timestamps and durations. Overflow is an
// error.
#include "base/limits.h"
#include "cel/eval/eval.h"
#include "value/time.h"

#include <string.h>

static bool no_overload(Machine *machine, const CelExpr *expr, Value a, Value b) {
    const char *op = cel_op_text((CelOp)expr->op);
    machine_fail(machine, expr, "'%s' cannot take %s and %s", op, value_kind_name(a.kind),
                 value_kind_name(b.kind));
    machine->fault->unlike = a.kind != VALUE_NULL && b.kind != VALUE_NULL;
    bool mixed = value_is_number(a) && value_is_number(b) && a.kind != b.kind;
    if (mixed)
        machine_hint(machine,
                     "numbers of different types are converted first, with int(…) or double(…)");
    return false;
}

static bool overflow(Machine *machine, const CelExpr *expr, const char *type) {
    return machine_fail(machine, expr, "overflow: the result of '%s' is out of the range of %s",
                        cel_op_text((CelOp)expr->op), type);
}

static bool by_zero(Machine *machine, const CelExpr *expr) {
    return machine_fail(machine, expr,
                        expr->op == CEL_OP_MODULO ? "modulus by zero" : "division by zero");
}

static bool decimal_of(Machine *machine, const CelExpr *expr, Value a, Value b, Value *out) {
    static const char signs[] = {[CEL_OP_ADD] = '+',
                                 [CEL_OP_SUBTRACT] = '-',
                                 [CEL_OP_MULTIPLY] = '*',
                                 [CEL_OP_DIVIDE] = '/',
                                 [CEL_OP_MODULO] = '%'};
    if (decimal_arithmetic(machine->arena, signs[expr->op], a, b, out))
        return machine_has_room(machine, expr);
    if (value_equal(b, value_int(0))) return by_zero(machine, expr);
    return no_overload(machine, expr, a, b);
}

// ── time ──

enum { NS = 1000000000 };
__extension__ typedef __int128 Wide;

static Wide ns_of(Value value) {
    return (Wide)value.seconds * NS + value.nanos;
}

// Durations must fit 64 bits of nanoseconds, as the specification demands.
static bool duration_of(Machine *machine, const CelExpr *expr, Wide ns, Value *out) {
    if (ns > INT64_MAX || ns < INT64_MIN) return overflow(machine, expr, "duration");
    *out = value_duration((int64_t)(ns / NS), (int32_t)(ns % NS));
    return true;
}

static bool timestamp_of(Machine *machine, const CelExpr *expr, Wide ns, Value *out) {
    Wide seconds = ns / NS, nanos = ns % NS;
    if (nanos < 0) {
        nanos += NS;
        seconds--;
    }
    if (!timestamp_in_range((int64_t)seconds)) return overflow(machine, expr, "timestamp");
    *out = value_timestamp((int64_t)seconds, (int32_t)nanos);
    return true;
}

static bool add_times(Machine *machine, const CelExpr *expr, Value a, Value b, Value *out) {
    bool timed = a.kind == VALUE_TIMESTAMP || b.kind == VALUE_TIMESTAMP;
    if (a.kind == VALUE_TIMESTAMP && b.kind == VALUE_TIMESTAMP)
        return no_overload(machine, expr, a, b);
    Wide ns = ns_of(a) + ns_of(b);
    return timed ? timestamp_of(machine, expr, ns, out) : duration_of(machine, expr, ns, out);
}

static bool subtract_times(Machine *machine, const CelExpr *expr, Value a, Value b, Value *out) {
    if (a.kind == VALUE_DURATION && b.kind == VALUE_TIMESTAMP)
        return no_overload(machine, expr, a, b);
    Wide ns = ns_of(a) - ns_of(b);
    bool timed = a.kind == VALUE_TIMESTAMP && b.kind == VALUE_DURATION;
    return timed ? timestamp_of(machine, expr, ns, out) : duration_of(machine, expr, ns, out);
}

static bool is_time(Value value) {
    return value.kind == VALUE_TIMESTAMP || value.kind == VALUE_DURATION;
}

// ── joining ──

static bool join_texts(Machine *machine, const CelExpr *expr, Value a, Value b, Value *out) {
    size_t len = a.text.len + b.text.len;
    if (len > LIMIT_STRING_BYTES) {
        return machine_fail_kind(machine, expr, FAULT_LIMIT,
                                 "the text would have %zu bytes, the limit is %d", len,
                                 (int)LIMIT_STRING_BYTES);
    }
    if (!machine_spend(machine, expr, len / 64)) return false;
    char *at = arena_alloc_raw(machine->arena, len + 1);
    if (!machine_has_room(machine, expr)) return false;
    if (a.text.len > 0) memcpy(at, a.text.at, a.text.len);
    if (b.text.len > 0) memcpy(at + a.text.len, b.text.at, b.text.len);
    Sv joined = {at, len};
    *out = a.kind == VALUE_STRING ? value_string(joined) : value_bytes(joined);
    if (__builtin_expect((a.marks | b.marks) & VALUE_CASELESS, 0) && value_has_no_case(a) &&
        value_has_no_case(b))
        *out = value_marked(*out, VALUE_CASELESS);
    return true;
}

static bool join_lists(Machine *machine, const CelExpr *expr, Value a, Value b, Value *out) {
    size_t count = value_count(a) + value_count(b);
    if (count > LIMIT_LIST_ITEMS) {
        return machine_fail_kind(machine, expr, FAULT_LIMIT,
                                 "the list would have %zu items, the limit is %d", count,
                                 (int)LIMIT_LIST_ITEMS);
    }
    if (!machine_spend(machine, expr, count / 8)) return false;
    Value *items = arena_alloc_raw(machine->arena, sizeof(Value) * count);
    if (!machine_has_room(machine, expr)) return false;
    if (value_count(a) > 0) memcpy(items, a.list->items, sizeof(Value) * value_count(a));
    if (value_count(b) > 0)
        memcpy(items + value_count(a), b.list->items, sizeof(Value) * value_count(b));
    ValueList *list = arena_alloc_raw(machine->arena, sizeof *list);
    *list = (ValueList){.count = (uint32_t)count, .items = items};
    *out = value_list_of(list);
    return true;
}

// ── numbers ──

static bool ints(Machine *machine, const CelExpr *expr, int64_t a, int64_t b, Value *out) {
    int64_t result = 0;
    bool over = false;
    // The one quotient that does not fit.
    bool extreme = a == INT64_MIN && b == -1;
    switch ((CelOp)expr->op) {
    case CEL_OP_ADD: over = __builtin_add_overflow(a, b, &result); break;
    case CEL_OP_SUBTRACT: over = __builtin_sub_overflow(a, b, &result); break;
    case CEL_OP_MULTIPLY: over = __builtin_mul_overflow(a, b, &result); break;
    default:
        if (b == 0) return by_zero(machine, expr);
        over = extreme;
        if (!over) result = expr->op == CEL_OP_DIVIDE ? a / b : a % b;
    }
    if (over) return overflow(machine, expr, "int");
    *out = value_int(result);
    return true;
}

static bool uints(Machine *machine, const CelExpr *expr, uint64_t a, uint64_t b, Value *out) {
    uint64_t result = 0;
    bool over = false;
    switch ((CelOp)expr->op) {
    case CEL_OP_ADD: over = __builtin_add_overflow(a, b, &result); break;
    case CEL_OP_SUBTRACT: over = __builtin_sub_overflow(a, b, &result); break;
    case CEL_OP_MULTIPLY: over = __builtin_mul_overflow(a, b, &result); break;
    default:
        if (b == 0) return by_zero(machine, expr);
        result = expr->op == CEL_OP_DIVIDE ? a / b : a % b;
    }
    if (over) return overflow(machine, expr, "uint");
    *out = value_uint(result);
    return true;
}

// By IEEE 754 and the specification x / 0.0 is an infinity or NaN; in strict mode it is an error,
// as for integers. Doubles have no remainder.
static bool doubles(Machine *machine, const CelExpr *expr, Value a, Value b, Value *out) {
    switch ((CelOp)expr->op) {
    case CEL_OP_ADD: *out = value_double(a.number + b.number); return true;
    case CEL_OP_SUBTRACT: *out = value_double(a.number - b.number); return true;
    case CEL_OP_MULTIPLY: *out = value_double(a.number * b.number); return true;
    case CEL_OP_DIVIDE:
        if (machine->strict && b.number == 0) return by_zero(machine, expr);
        *out = value_double(a.number / b.number);
        return true;
    default: return no_overload(machine, expr, a, b);
    }
}

// ── nodes ──

static bool like_kinds(Machine *machine, const CelExpr *expr, Value a, Value b, Value *out) {
    bool add = expr->op == CEL_OP_ADD;
    switch (a.kind) {
    case VALUE_INT: return ints(machine, expr, a.integer, b.integer, out);
    case VALUE_UINT: return uints(machine, expr, a.uinteger, b.uinteger, out);
    case VALUE_DOUBLE: return doubles(machine, expr, a, b, out);
    case VALUE_STRING:
    case VALUE_BYTES:
        return add ? join_texts(machine, expr, a, b, out) : no_overload(machine, expr, a, b);
    case VALUE_LIST:
        return add ? join_lists(machine, expr, a, b, out) : no_overload(machine, expr, a, b);
    default: return no_overload(machine, expr, a, b);
    }
}

static bool arithmetic(Machine *machine, const CelExpr *expr, Value a, Value b, Value *out) {
    bool decimal = a.kind == VALUE_DECIMAL || b.kind == VALUE_DECIMAL;
    if (decimal && value_is_number(a) && value_is_number(b))
        return decimal_of(machine, expr, a, b, out);
    if (is_time(a) && is_time(b)) {
        if (expr->op == CEL_OP_ADD) return add_times(machine, expr, a, b, out);
        if (expr->op == CEL_OP_SUBTRACT) return subtract_times(machine, expr, a, b, out);
    }
    if (a.kind != b.kind) return no_overload(machine, expr, a, b);
    return like_kinds(machine, expr, a, b, out);
}

bool run_arithmetic(Machine *machine, const CelExpr *expr, Value *out) {
    Value a, b;
    if (!machine_eval(machine, expr->args[0], &a) || !machine_eval(machine, expr->args[1], &b))
        return false;
    if (!arithmetic(machine, expr, a, b, out)) return false;
    out->taint |= a.taint | b.taint;
    return true;
}

bool run_negate(Machine *machine, const CelExpr *expr, Value *out) {
    Value value;
    if (!machine_eval(machine, expr->args[0], &value)) return false;
    switch (value.kind) {
    case VALUE_INT:
        if (value.integer == INT64_MIN) return overflow(machine, expr, "int");
        *out = value_int(-value.integer);
        break;
    case VALUE_DOUBLE: *out = value_double(-value.number); break;
    case VALUE_DECIMAL:
        if (!decimal_arithmetic(machine->arena, '-', value_int(0), value, out))
            return overflow(machine, expr, "decimal");
        break;
    case VALUE_DURATION: *out = value_duration(-value.seconds, -value.nanos); break;
    default:
        return machine_fail(machine, expr, "'-' cannot negate a value of type %s",
                            value_kind_name(value.kind));
    }
    out->taint |= value.taint;
    return true;
}
