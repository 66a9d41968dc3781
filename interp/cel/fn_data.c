// Sums, exact decimals, spans of time from numbers, and tables compared whatever the order of their
// rows.
#include "base/num.h"
#include "cel/call.h"
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
        if (decimal_arithmetic(call->arena, '+', a, b, out)) return call_has_memory(call);
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
    if (value_decimal(call->arena, text, out)) return call_has_memory(call);
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
    // The range of durations ends far below where doubles lose whole seconds.
    if (!isfinite(seconds) || fabs(whole) > 1e15 || !duration_in_range((int64_t)whole)) {
        return call_fail(call, "%s() is out of the range of durations (about 10,000 years)", name);
    }
    int64_t full = (int64_t)whole;
    double nanos = round((seconds - whole) * 1e9);
    if (fabs(nanos) >= 1e9) full += nanos > 0 ? 1 : -1, nanos = 0;
    *out = value_duration(full, (int32_t)nanos);
    return true;
}

// Whole numbers take no detour over doubles.
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

// ── sameRows ──

// A row as it is compared: what is expected may be a list of values, in the order of the columns.
static bool same_row(Value found, Value wanted) {
    if (found.kind != VALUE_MAP || wanted.kind != VALUE_LIST) return value_equal(found, wanted);
    size_t count = value_count(found);
    if (value_count(wanted) != count) return false;
    for (size_t i = 0; i < count; i++) {
        if (!value_equal(value_at(found, i), value_item(wanted, i))) return false;
    }
    return true;
}

// Equal rows have equal hashes, whether they are maps or lists.
static uint64_t row_hash(Value row) {
    if (row.kind != VALUE_MAP && row.kind != VALUE_LIST) return value_hash(row);
    uint64_t hash = value_count(row);
    for (size_t i = 0; i < value_count(row); i++) {
        hash += value_hash(row.kind == VALUE_MAP ? value_at(row, i) : value_item(row, i));
    }
    return hash;
}

// Each wanted row takes one found row that is like it; none may be left over.
static bool same_rows(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Value found = args[0], wanted = args[1];
    size_t size = value_count(found), slot_count = 16;
    *out = value_bool(false);
    if (!call_spend(call, size * 4 + value_count(wanted) * 4 + 1)) return false;
    if (value_count(wanted) != size) return true;
    while (slot_count < size * 2)
        slot_count *= 2;
    uint32_t *slots = arena_new_array(call->arena, uint32_t, slot_count);
    bool *taken = arena_new_array(call->arena, bool, size + 1);
    if (!call_has_memory(call)) return false;
    for (size_t i = 0; i < size; i++) {
        size_t slot = row_hash(value_item(found, i)) & (slot_count - 1);
        while (slots[slot] != 0) {
            if (!call_spend(call, 1)) return false;
            slot = (slot + 1) & (slot_count - 1);
        }
        slots[slot] = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < size; i++) {
        Value row = value_item(wanted, i);
        size_t slot = row_hash(row) & (slot_count - 1);
        for (;; slot = (slot + 1) & (slot_count - 1)) {
            if (slots[slot] == 0) return true;
            if (!call_spend(call, 1)) return false;
            size_t at = slots[slot] - 1;
            if (taken[at] || !same_row(value_item(found, at), row)) continue;
            taken[at] = true;
            break;
        }
    }
    *out = value_bool(true);
    return true;
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
static const CelOverload same_rows_overloads[] = {{"(list(dyn), list(dyn)) -> bool", same_rows}};

#define ROW(row_name, row_overloads, row_summary, row_example)                                     \
    {                                                                                              \
        .name = row_name, .summary = row_summary, .example = row_example, .since = "0.1",          \
        CEL_OVERLOADS(row_overloads), .extension = true                                            \
    }

static const CelFunction rows[] = {
    ROW("sum", sum_overloads, "The sum of a list of numbers or durations; 0 of an empty one.",
        "sum([1, 2, 3]) == 6\nsum([days(1), seconds(1)]) == duration('86401s')"),
    ROW("decimal", decimal_overloads,
        "An exact decimal number; a double gives the digits it is written with.",
        "decimal('19.99') + decimal('0.01') == decimal(20)"),
    ROW("days", days_overloads, "A span of so many days of 24 hours.",
        "days(2) == duration('48h')"),
    ROW("seconds", seconds_overloads, "A span of so many seconds.",
        "seconds(1.5) == duration('1.5s')"),
    ROW("ms", ms_overloads, "A span of so many milliseconds.", "ms(250) == duration('0.25s')"),
    ROW("sameRows", same_rows_overloads,
        "Whether both lists hold the same rows, each as often, in any order. An expected row may be a list of values in "
        "the order of the columns.",
        "sameRows([{'id': 1}, {'id': 2}], [{'id': 2}, {'id': 1}])\nsameRows([{'id': 1, 'n': 'a'}], [[1, 'a']])"),
};

const CelFamily cel_family_data = {
    .name = "data",
    .summary = "Sums, decimals, spans of time, tables.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
