// Sums, exact decimals, and durations from numbers.
#include "base/num.h"
#include "cel/functions/call.h"
#include "value/time.h"

#include <math.h>

// ── sum ──

static bool is_summable(Value value) {
    return value_is_number(value) || value.kind == VALUE_DURATION;
}

static bool overflow(CelCall *call) {
    return call_fail(call, "integer overflow in sum()");
}

static bool add_durations(CelCall *call, Value a, Value b, Value *out) {
    int64_t seconds = a.seconds + b.seconds; // each within ±315,576,000,000
    int64_t nanos = (int64_t)a.nanos + b.nanos;
    seconds += nanos / 1000000000;
    nanos %= 1000000000;
    if (seconds > 0 && nanos < 0) seconds--, nanos += 1000000000;
    if (seconds < 0 && nanos > 0) seconds++, nanos -= 1000000000;
    if (!duration_in_range(seconds))
        return call_fail(call, "the durations of sum() are out of range");
    *out = value_duration(seconds, (int32_t)nanos);
    return true;
}

static double as_double(Value value) {
    switch (value.kind) {
    case VALUE_INT: return (double)value.integer;
    case VALUE_UINT: return (double)value.uinteger;
    default: return value.number;
    }
}

static bool add_integers(CelCall *call, Value a, Value b, Value *out) {
    if (a.kind == VALUE_UINT && b.kind == VALUE_UINT) {
        uint64_t total = 0;
        if (__builtin_add_overflow(a.uinteger, b.uinteger, &total)) return overflow(call);
        *out = value_uint(total);
        return true;
    }
    int64_t total = 0;
    bool bad = a.kind == VALUE_UINT   ? __builtin_add_overflow(a.uinteger, b.integer, &total)
               : b.kind == VALUE_UINT ? __builtin_add_overflow(a.integer, b.uinteger, &total)
                                      : __builtin_add_overflow(a.integer, b.integer, &total);
    if (bad) return overflow(call);
    *out = value_int(total);
    return true;
}

static bool add(CelCall *call, Value a, Value b, Value *out) {
    if ((a.kind == VALUE_DURATION) != (b.kind == VALUE_DURATION)) {
        return call_fail(call, "sum() takes numbers or durations, not both");
    }
    if (a.kind == VALUE_DURATION) return add_durations(call, a, b, out);
    if (a.kind == VALUE_DECIMAL || b.kind == VALUE_DECIMAL) {
        if (decimal_arithmetic(call->work.arena, '+', a, b, out)) return call_has_memory(call);
        return call_fail(call, "sum() of a decimal and a number that has no exact value");
    }
    if (a.kind == VALUE_DOUBLE || b.kind == VALUE_DOUBLE) {
        *out = value_double(as_double(a) + as_double(b));
        return true;
    }
    return add_integers(call, a, b, out);
}

static bool sum(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    size_t size = value_count(args[0]);
    Value total = value_int(0);
    if (!call_spend(call, size + 1)) return false;
    for (size_t i = 0; i < size; i++) {
        Value item = value_item(args[0], i);
        if (!is_summable(item)) {
            Sv kind = call_kind(call, item);
            return call_fail(call, "sum() takes numbers or durations, but item %zu is %.*s", i,
                             SV_ARG(kind));
        }
        if (i == 0)
            total = item;
        else if (!add(call, total, item, &total))
            return false;
    }
    *out = total;
    return true;
}

// ── decimal ──

static bool decimal_of_text(CelCall *call, Sv text, Value *out) {
    if (!call_spend(call, text.len / 16 + 1)) return false;
    if (value_decimal(call->work.arena, text, out)) return call_has_memory(call);
    Sv shown = call_shown(call, text);
    return call_fail(call, "'%.*s' is not a decimal number", SV_ARG(shown));
}

static bool decimal_from_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return decimal_of_text(call, value_text(args[0]), out);
}

static bool decimal_from_number(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf text = buf_new(64);
    if (args[0].kind == VALUE_INT)
        buf_addf(&text, "%lld", (long long)args[0].integer);
    else if (args[0].kind == VALUE_UINT)
        buf_addf(&text, "%llu", (unsigned long long)args[0].uinteger);
    else
        num_add_double(&text, args[0].number);
    return decimal_of_text(call, buf_sv(&text), out);
}

static bool same(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = args[0];
    return true;
}

// ── spans of time ──

static bool span(CelCall *call, const char *name, Value number, double unit_seconds, Value *out) {
    double seconds = as_double(number) * unit_seconds;
    double whole = trunc(seconds);
    // The range of durations ends far below the point at which doubles lose whole seconds.
    if (!isfinite(seconds) || fabs(whole) > 1e15 || !duration_in_range((int64_t)whole)) {
        return call_fail(call, "%s() is out of the range of durations (about 10,000 years)", name);
    }
    int64_t full = (int64_t)whole;
    double nanos = round((seconds - whole) * 1e9);
    if (fabs(nanos) >= 1e9) full += nanos > 0 ? 1 : -1, nanos = 0;
    *out = value_duration(full, (int32_t)nanos);
    return true;
}

// Whole numbers are not converted to doubles on the way.
static bool whole_span(CelCall *call, const char *name, int64_t number, int64_t unit_ms,
                       Value *out) {
    int64_t ms = 0;
    if (__builtin_mul_overflow(number, unit_ms, &ms) || !duration_in_range(ms / 1000)) {
        return call_fail(call, "%s(%lld) is out of the range of durations (about 10,000 years)",
                         name, (long long)number);
    }
    *out = value_duration(ms / 1000, (int32_t)(ms % 1000) * 1000000);
    return true;
}

static bool any_span(CelCall *call, const char *name, Value number, int64_t unit_ms, Value *out) {
    if (number.kind == VALUE_INT) return whole_span(call, name, number.integer, unit_ms, out);
    return span(call, name, number, (double)unit_ms / 1000, out);
}

static bool days(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return any_span(call, "days", args[0], 86400 * 1000, out);
}

static bool seconds(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return any_span(call, "seconds", args[0], 1000, out);
}

static bool ms(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return any_span(call, "ms", args[0], 1, out);
}

// ── rows ──

static const CelOverload sum_overloads[] = {{"(list(dyn)) -> dyn", sum}};
static const CelOverload decimal_overloads[] = {
    {"(string) -> decimal", decimal_from_string},
    {"(int) -> decimal", decimal_from_number},
    {"(uint) -> decimal", decimal_from_number},
    {"(double) -> decimal", decimal_from_number},
    {"(decimal) -> decimal", same},
};
static const CelOverload days_overloads[] = {{"(int) -> duration", days},
                                             {"(double) -> duration", days}};
static const CelOverload seconds_overloads[] = {{"(int) -> duration", seconds},
                                                {"(double) -> duration", seconds}};
static const CelOverload ms_overloads[] = {{"(int) -> duration", ms}, {"(double) -> duration", ms}};

static const CelFunction rows[] = {
    CALL_ROW("sum", sum_overloads, "The sum of a list of numbers or durations; 0 of an empty one.",
             "sum([1, 2, 3]) == 6\nsum([days(1), seconds(1)]) == duration('86401s')"),
    CALL_ROW("decimal", decimal_overloads,
             "An exact decimal number; a double gives the digits it is written with.",
             "decimal('19.99') + decimal('0.01') == decimal(20)"),
    CALL_ROW("days", days_overloads, "A span of so many days of 24 hours.",
             "days(2) == duration('48h')"),
    CALL_ROW("seconds", seconds_overloads, "A span of so many seconds.",
             "seconds(1.5) == duration('1.5s')"),
    CALL_ROW("ms", ms_overloads, "A span of so many milliseconds.", "ms(250) == duration('0.25s')"),
};

const CelFamily cel_family_data = {
    .name = "data",
    .summary = "Sums, decimals, spans of time.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
