#include "base/map.h"
#include "base/num.h"
#include "value/decimal.h"
#include "value/value.h"
#include "value/version.h"
#include <math.h>

// ── numbers across kinds ──
static int order_of(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

static int order_of_unsigned(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

static int int_to_uint(int64_t a, uint64_t b) {
    return a < 0 ? -1 : order_of_unsigned((uint64_t)a, b);
}

#define TWO_63 9223372036854775808.0
#define TWO_64 18446744073709551616.0

// The whole part is compared as an integer, since converting a large one to double would round it.
static int int_to_double(int64_t a, double b) {
    if (b >= TWO_63) return -1;
    if (b < -TWO_63) return 1;
    double whole = trunc(b);
    int order = order_of(a, (int64_t)whole);
    return order != 0 ? order : (whole > b) - (whole < b);
}

static int uint_to_double(uint64_t a, double b) {
    if (b >= TWO_64) return -1;
    if (b < 0) return 1;
    double whole = trunc(b);
    int order = order_of_unsigned(a, (uint64_t)whole);
    return order != 0 ? order : whole < b ? -1 : 0;
}

// Both are numbers. False if one is NaN.
static bool compare_numbers(const Value *a, const Value *b, int *order) {
    bool nan = (a->kind == VALUE_DOUBLE && isnan(a->number)) ||
               (b->kind == VALUE_DOUBLE && isnan(b->number));
    if (nan) return false;
    if (a->kind == VALUE_DECIMAL || b->kind == VALUE_DECIMAL) {
        *order = decimal_compare(*a, *b);
        return true;
    }
    if (a->kind > b->kind) { // int before uint before double
        if (!compare_numbers(b, a, order)) return false;
        *order = -*order;
        return true;
    }
    if (a->kind == VALUE_DOUBLE)
        *order = (a->number > b->number) - (a->number < b->number);
    else if (a->kind == VALUE_UINT)
        *order = b->kind == VALUE_UINT ? order_of_unsigned(a->uinteger, b->uinteger)
                                       : uint_to_double(a->uinteger, b->number);
    else if (b->kind == VALUE_INT)
        *order = order_of(a->integer, b->integer);
    else
        *order = b->kind == VALUE_UINT ? int_to_uint(a->integer, b->uinteger)
                                       : int_to_double(a->integer, b->number);
    return true;
}

// ── equality ──
static bool equal_lists(const ValueList *a, const ValueList *b) {
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!value_equal(a->items[i], b->items[i])) return false;
    return true;
}

static bool equal_maps(Value a, Value b) {
    if (a.map->count != b.map->count) return false;
    for (uint32_t i = 0; i < a.map->count; i++) {
        const Value *other = value_get(b, a.map->keys[i]);
        if (!other || !value_equal(a.map->values[i], *other)) return false;
    }
    return true;
}

bool value_equal(Value a, Value b) {
    if (a.kind != b.kind) {
        int order;
        return value_is_number(a) && value_is_number(b) && compare_numbers(&a, &b, &order) &&
               order == 0;
    }
    switch ((ValueKind)a.kind) {
    case VALUE_NULL: return true;
    case VALUE_BOOL: return a.boolean == b.boolean;
    case VALUE_INT: return a.integer == b.integer;
    case VALUE_UINT: return a.uinteger == b.uinteger;
    case VALUE_DOUBLE: return a.number == b.number;
    case VALUE_DECIMAL:
    case VALUE_BYTES:
    case VALUE_TYPE:
    case VALUE_IP:
    case VALUE_CIDR: return sv_eq(value_text(a), value_text(b));
    case VALUE_STRING:
        return __builtin_expect((a.marks | b.marks) & VALUE_CASELESS, 0)
                   ? sv_eq_nocase(value_text(a), value_text(b))
                   : sv_eq(value_text(a), value_text(b));
    case VALUE_VERSION: return version_compare(value_text(a), value_text(b)) == 0;
    case VALUE_LIST:
    case VALUE_OPTIONAL: return equal_lists(a.list, b.list);
    case VALUE_MAP: return equal_maps(a, b);
    case VALUE_DURATION:
    case VALUE_TIMESTAMP: return a.seconds == b.seconds && a.nanos == b.nanos;
    case VALUE_KIND_COUNT: break;
    }
    return false;
}

bool value_compare(Value a, Value b, int *order) {
    if (value_is_number(a) && value_is_number(b)) {
        int found;
        if (!compare_numbers(&a, &b, &found)) return false;
        *order = found;
        return true;
    }
    if (a.kind != b.kind) return false;
    switch ((ValueKind)a.kind) {
    case VALUE_BOOL: *order = (int)a.boolean - (int)b.boolean; return true;
    case VALUE_STRING:
    case VALUE_BYTES:
        *order = __builtin_expect((a.marks | b.marks) & VALUE_CASELESS, 0)
                     ? sv_cmp_nocase(value_text(a), value_text(b))
                     : sv_cmp(value_text(a), value_text(b));
        return true;
    case VALUE_VERSION: *order = version_compare(value_text(a), value_text(b)); return true;
    case VALUE_DURATION:
    case VALUE_TIMESTAMP:
        *order = order_of(a.seconds, b.seconds);
        if (*order == 0) *order = order_of(a.nanos, b.nanos);
        return true;
    default: return false;
    }
}

// ── hashing ──
// Whole numbers that fit are hashed as integers, all others as the nearest double, so that equal
// numbers of any kind have the same hash.
static uint64_t hash_double(double number) {
    if (number >= -TWO_63 && number < TWO_63 && number == trunc(number))
        return hash_u64((uint64_t)(int64_t)number);
    if (number >= TWO_63 && number < TWO_64) return hash_u64((uint64_t)number);
    union {
        double number;
        uint64_t bits;
    } both = {number};
    return hash_u64(both.bits ^ UINT64_C(0x9e3779b97f4a7c15));
}

static uint64_t hash_decimal(Sv text) {
    int64_t integer;
    uint64_t uinteger;
    double number = 0;
    if (num_parse_i64(text, &integer)) return hash_u64((uint64_t)integer);
    if (num_parse_u64(text, &uinteger)) return hash_u64(uinteger);
    // The text of a decimal is a number.
    ignore_result(num_parse_double(text, &number));
    return hash_double(number);
}

static uint64_t hash_list(Value value) {
    uint64_t hash = value.kind;
    for (uint32_t i = 0; i < value.list->count; i++)
        hash = hash_u64(hash ^ value_hash(value.list->items[i]));
    return hash;
}

// The order of entries does not matter for equality, so it does not here.
static uint64_t hash_map(Value value) {
    uint64_t hash = VALUE_MAP;
    for (uint32_t i = 0; i < value.map->count; i++)
        hash += hash_u64(value_hash(value.map->keys[i]) * 3 + value_hash(value.map->values[i]));
    return hash;
}

uint64_t value_hash(Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: return hash_u64(VALUE_NULL);
    case VALUE_BOOL: return hash_u64(UINT64_C(0xb001) + value.boolean);
    case VALUE_INT: return hash_u64((uint64_t)value.integer);
    case VALUE_UINT: return hash_u64(value.uinteger);
    case VALUE_DOUBLE: return hash_double(value.number);
    case VALUE_DECIMAL: return hash_decimal(value_text(value));
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_TYPE:
    case VALUE_IP:
    case VALUE_CIDR: return hash_bytes(value_text(value));
    case VALUE_VERSION: return version_hash(value_text(value));
    case VALUE_LIST:
    case VALUE_OPTIONAL: return hash_list(value);
    case VALUE_MAP: return hash_map(value);
    case VALUE_DURATION:
    case VALUE_TIMESTAMP: return hash_u64((uint64_t)value.seconds * 31 + (uint64_t)value.nanos);
    case VALUE_KIND_COUNT: break;
    }
    return 0;
}
