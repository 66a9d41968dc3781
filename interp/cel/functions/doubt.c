#include "cel/functions/doubt.h"
#include "base/limits.h"
#include "cel/functions/call.h"

static bool is_nan(Value value) {
    return value.kind == VALUE_DOUBLE && value.number != value.number;
}

typedef struct Sides {
    CelCall *call;
    uint32_t answered; // bit n: the argument comes from the system
    CelDoubt *doubt;
} Sides;

static bool look(const Sides *sides, Value a, Value b, uint32_t depth, Likeness *out);

static bool doubtful(const Sides *sides, Value a, Value b, Likeness *out) {
    *sides->doubt = (CelDoubt){a, b};
    *out = LIKE_DOUBTFUL;
    return true;
}

// If one part differs the two differ, whatever the others are.
static bool look_at_parts(const Sides *sides, Value a, Value b, uint32_t depth, Likeness *out) {
    size_t count = value_count(a);
    *out = count == value_count(b) ? LIKE_SAME : LIKE_OTHERS;
    for (size_t i = 0; i < count && *out != LIKE_OTHERS; i++) {
        Likeness part = LIKE_SAME;
        const Value *other = a.kind == VALUE_MAP ? value_get(b, value_key(a, i)) : NULL;
        if (a.kind == VALUE_MAP && other == NULL) {
            *out = LIKE_OTHERS;
            return true;
        }
        Value left = a.kind == VALUE_MAP ? value_at(a, i) : value_item(a, i);
        Value right = a.kind == VALUE_MAP ? *other : value_item(b, i);
        if (!look(sides, left, right, depth + 1, &part)) return false;
        if (part != LIKE_SAME) *out = part;
    }
    return true;
}

static bool look(const Sides *sides, Value a, Value b, uint32_t depth, Likeness *out) {
    if (!call_spend(sides->call, 1)) return false;
    if (depth > LIMIT_JSON_DEPTH)
        return call_fail_limit(sides->call, "the values are nested too deeply");
    if (is_nan(a) || is_nan(b)) return doubtful(sides, a, b, out);
    if ((a.kind == VALUE_NULL) != (b.kind == VALUE_NULL)) {
        if (sides->answered >> (b.kind == VALUE_NULL) & 1) return doubtful(sides, a, b, out);
        *out = LIKE_OTHERS;
        return true;
    }
    bool numbers = value_is_number(a) && value_is_number(b);
    if (a.kind != b.kind && !numbers) return doubtful(sides, a, b, out);
    if (a.kind == b.kind && (a.kind == VALUE_LIST || a.kind == VALUE_MAP))
        return look_at_parts(sides, a, b, depth, out);
    *out = value_equal(a, b) ? LIKE_SAME : LIKE_OTHERS;
    return true;
}

bool doubt_between(CelCall *call, Value a, Value b, uint32_t answered, CelDoubt *doubt,
                   Likeness *out) {
    CelDoubt found = {0};
    Sides sides = {call, answered, &found};
    if (!look(&sides, a, b, 0, out)) return false;
    if (*out == LIKE_DOUBTFUL) *doubt = found;
    return true;
}

// Bit n: there is a value of kind n (numbers share one bit); bit 31: there is one that may be in
// doubt.
static uint32_t kinds_of(Value list) {
    uint32_t kinds = 0;
    for (size_t i = 0; i < value_count(list); i++) {
        Value item = value_item(list, i);
        bool deep = item.kind == VALUE_LIST || item.kind == VALUE_MAP || item.kind == VALUE_NULL;
        if (deep || is_nan(item)) return UINT32_C(1) << 31;
        kinds |= UINT32_C(1) << (value_is_number(item) ? VALUE_INT : item.kind);
    }
    return kinds;
}

bool doubt_has_no_place(Value a, Value b) {
    uint32_t kinds = kinds_of(a) | kinds_of(b);
    return kinds < UINT32_C(1) << 31 && (kinds & (kinds - 1)) == 0;
}
