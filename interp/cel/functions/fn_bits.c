// The bit operations of the math extension, on ints (two's complement) and uints.
#include "cel/functions/call.h"

static bool and_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(args[0].integer & args[1].integer);
    return true;
}

static bool and_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_uint(args[0].uinteger & args[1].uinteger);
    return true;
}

static bool or_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(args[0].integer | args[1].integer);
    return true;
}

static bool or_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_uint(args[0].uinteger | args[1].uinteger);
    return true;
}

static bool xor_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(args[0].integer ^ args[1].integer);
    return true;
}

static bool xor_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_uint(args[0].uinteger ^ args[1].uinteger);
    return true;
}

static bool not_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(~args[0].integer);
    return true;
}

static bool not_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_uint(~args[0].uinteger);
    return true;
}

// Shifted by 64 or more nothing is left; vacant bits are zeros, also on the right of a negative
// int.
static bool shift(CelCall *call, const char *name, uint64_t bits, int64_t by, bool left,
                  uint64_t *out) {
    if (by < 0) return call_fail(call, "%s() by %lld: negative offset", name, (long long)by);
    *out = by >= 64 ? 0 : left ? bits << by : bits >> by;
    return true;
}

static bool left_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    uint64_t bits = 0;
    if (!shift(call, "math.bitShiftLeft", (uint64_t)args[0].integer, args[1].integer, true,
               &bits)) {
        return false;
    }
    *out = value_int((int64_t)bits);
    return true;
}

static bool left_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    uint64_t bits = 0;
    if (!shift(call, "math.bitShiftLeft", args[0].uinteger, args[1].integer, true, &bits))
        return false;
    *out = value_uint(bits);
    return true;
}

static bool right_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    uint64_t bits = 0;
    if (!shift(call, "math.bitShiftRight", (uint64_t)args[0].integer, args[1].integer, false,
               &bits)) {
        return false;
    }
    *out = value_int((int64_t)bits);
    return true;
}

static bool right_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    uint64_t bits = 0;
    if (!shift(call, "math.bitShiftRight", args[0].uinteger, args[1].integer, false, &bits))
        return false;
    *out = value_uint(bits);
    return true;
}

static const CelOverload and_overloads[] = {{"(int, int) -> int", and_int},
                                            {"(uint, uint) -> uint", and_uint}};
static const CelOverload or_overloads[] = {{"(int, int) -> int", or_int},
                                           {"(uint, uint) -> uint", or_uint}};
static const CelOverload xor_overloads[] = {{"(int, int) -> int", xor_int},
                                            {"(uint, uint) -> uint", xor_uint}};
static const CelOverload not_overloads[] = {{"(int) -> int", not_int},
                                            {"(uint) -> uint", not_uint}};
static const CelOverload left_overloads[] = {{"(int, int) -> int", left_int},
                                             {"(uint, int) -> uint", left_uint}};
static const CelOverload right_overloads[] = {{"(int, int) -> int", right_int},
                                              {"(uint, int) -> uint", right_uint}};

static const CelFunction rows[] = {
    CALL_ROW("math.bitAnd", and_overloads, "The bits that are set in both.",
             "math.bitAnd(3u, 2u) == 2u"),
    CALL_ROW("math.bitOr", or_overloads, "The bits that are set in either.",
             "math.bitOr(1, 4) == 5"),
    CALL_ROW("math.bitXor", xor_overloads, "The bits that are set in one and not in the other.",
             "math.bitXor(3u, 5u) == 6u"),
    CALL_ROW("math.bitNot", not_overloads, "All bits turned over.", "math.bitNot(1) == -2"),
    CALL_ROW("math.bitShiftLeft", left_overloads, "The bits moved to the left; zeros come in.",
             "math.bitShiftLeft(1, 2) == 4"),
    CALL_ROW("math.bitShiftRight", right_overloads, "The bits moved to the right; zeros come in.",
             "math.bitShiftRight(1024, 2) == 256"),
};

const CelFamily cel_family_bits = {
    .name = "bits",
    .summary = "Operations on the bits of whole numbers.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
