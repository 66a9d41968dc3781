// The math extension. Nothing wraps around: overflow is an error.
#include "cel/functions/call.h"

#include <math.h>

// ── greatest, least ──

// `sign` is 1 for the greatest, -1 for the least. The first of equals is kept.
static bool pick(CelCall *call, const char *name, const Value *items, size_t count, int sign,
                 Value *out) {
    if (count == 0) return call_fail(call, "%s() of an empty list", name);
    if (!call_spend(call, count) || !call_numbers(call, name, items, count)) return false;
    Value best = items[0];
    for (size_t i = 0; i < count; i++) {
        int order = 0;
        if (!value_is_number(items[i])) {
            Sv kind = call_kind(call, items[i]);
            return call_fail(call, "%s() takes numbers, not %.*s", name, SV_ARG(kind));
        }
        if (i > 0 && value_compare(items[i], best, &order) && order * sign > 0) best = items[i];
    }
    *out = best;
    return true;
}

static bool pick_from(CelCall *call, const char *name, const Value *args, uint32_t count, int sign,
                      Value *out) {
    if (count == 1 && args[0].kind == VALUE_LIST) {
        return pick(call, name, args[0].list->items, value_count(args[0]), sign, out);
    }
    return pick(call, name, args, count, sign, out);
}

static bool greatest(CelCall *call, const Value *args, uint32_t count, Value *out) {
    return pick_from(call, "math.greatest", args, count, 1, out);
}

static bool least(CelCall *call, const Value *args, uint32_t count, Value *out) {
    return pick_from(call, "math.least", args, count, -1, out);
}

// ── rounding, kinds of doubles ──

static bool ceil_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double(ceil(args[0].number));
    return true;
}

static bool floor_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double(floor(args[0].number));
    return true;
}

static bool round_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double(round(args[0].number));
    return true;
}

static bool trunc_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double(trunc(args[0].number));
    return true;
}

static bool is_nan(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_bool(isnan(args[0].number));
    return true;
}

static bool is_inf(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_bool(isinf(args[0].number));
    return true;
}

static bool is_finite(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_bool(isfinite(args[0].number));
    return true;
}

// ── size and sign ──

static bool same(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = args[0];
    return true;
}

static bool abs_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    int64_t number = args[0].integer;
    if (number == INT64_MIN)
        return call_fail(call, "integer overflow: math.abs(%lld)", (long long)number);
    *out = value_int(number < 0 ? -number : number);
    return true;
}

static bool abs_double(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double(fabs(args[0].number));
    return true;
}

static bool abs_decimal(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    Sv text = value_text(args[0]);
    *out = args[0];
    if (!sv_starts(text, SV("-"))) return true;
    out->text.at++;
    out->text.len--;
    return true;
}

static bool sign_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int((args[0].integer > 0) - (args[0].integer < 0));
    return true;
}

static bool sign_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_uint(args[0].uinteger > 0);
    return true;
}

static bool sign_double(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    double number = args[0].number;
    *out = value_double(isnan(number) ? number : (double)((number > 0) - (number < 0)));
    return true;
}

static bool sqrt_double(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double(sqrt(args[0].number));
    return true;
}

static bool sqrt_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double(sqrt((double)args[0].integer));
    return true;
}

static bool sqrt_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double(sqrt((double)args[0].uinteger));
    return true;
}

// ── rows ──

static const CelOverload greatest_overloads[] = {
    {"(dyn...) -> dyn", greatest},
};
static const CelOverload least_overloads[] = {
    {"(dyn...) -> dyn", least},
};
static const CelOverload ceil_overloads[] = {{"(double) -> double", ceil_of}};
static const CelOverload floor_overloads[] = {{"(double) -> double", floor_of}};
static const CelOverload round_overloads[] = {{"(double) -> double", round_of}};
static const CelOverload trunc_overloads[] = {{"(double) -> double", trunc_of}};
static const CelOverload nan_overloads[] = {{"(double) -> bool", is_nan}};
static const CelOverload inf_overloads[] = {{"(double) -> bool", is_inf}};
static const CelOverload finite_overloads[] = {{"(double) -> bool", is_finite}};
static const CelOverload abs_overloads[] = {
    {"(int) -> int", abs_int},
    {"(uint) -> uint", same},
    {"(double) -> double", abs_double},
    {"(decimal) -> decimal", abs_decimal},
};
static const CelOverload sign_overloads[] = {
    {"(int) -> int", sign_int},
    {"(uint) -> uint", sign_uint},
    {"(double) -> double", sign_double},
};
static const CelOverload sqrt_overloads[] = {
    {"(double) -> double", sqrt_double},
    {"(int) -> double", sqrt_int},
    {"(uint) -> double", sqrt_uint},
};

static const CelFunction rows[] = {
    CALL_ROW("math.greatest", greatest_overloads,
             "The greatest of its arguments, or of the numbers of one list.",
             "math.greatest(1, 5, 3) == 5\nmath.greatest([1.5, 2.5]) == 2.5"),
    CALL_ROW("math.least", least_overloads,
             "The least of its arguments, or of the numbers of one list.",
             "math.least(1, 5, 3) == 1\nmath.least([1.5, 2.5]) == 1.5"),
    CALL_ROW("math.ceil", ceil_overloads, "The next whole number upwards.",
             "math.ceil(-1.2) == -1.0"),
    CALL_ROW("math.floor", floor_overloads, "The next whole number downwards.",
             "math.floor(-1.2) == -2.0"),
    CALL_ROW("math.round", round_overloads, "The nearest whole number; halves go away from zero.",
             "math.round(1.5) == 2.0\nmath.round(-1.5) == -2.0"),
    CALL_ROW("math.trunc", trunc_overloads, "The whole number without its fraction.",
             "math.trunc(-1.3) == -1.0"),
    CALL_ROW("math.abs", abs_overloads, "The number without its sign.", "math.abs(-11) == 11"),
    CALL_ROW("math.sign", sign_overloads, "-1, 0 or 1, of the number's own type.",
             "math.sign(-32.0) == -1.0"),
    CALL_ROW("math.isNaN", nan_overloads, "Whether the double is not a number.",
             "math.isNaN(0.0 / 0.0)"),
    CALL_ROW("math.isInf", inf_overloads, "Whether the double is infinite.",
             "math.isInf(1.0 / 0.0)"),
    CALL_ROW("math.isFinite", finite_overloads, "Whether the double is neither infinite nor NaN.",
             "math.isFinite(1.5)"),
    CALL_ROW("math.sqrt", sqrt_overloads, "The square root; NaN of a negative number.",
             "math.sqrt(81) == 9.0"),
};

const CelFamily cel_family_math = {
    .name = "math",
    .summary = "Greatest and least, rounding, sign and size of numbers.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
