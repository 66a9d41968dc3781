#include "match/sort_order.h"

uint64_t order_work(size_t count) {
    uint64_t passes = 1;
    for (size_t width = 1; width < count; width *= 2)
        passes++;
    return passes * count;
}

static bool is_nan(Value value) {
    return value.kind == VALUE_DOUBLE && value.number != value.number;
}

static bool has_order(Value a, Value b) {
    int order = 0;
    if (is_nan(a) || is_nan(b)) return value_is_number(a) && value_is_number(b);
    return value_compare(a, b, &order);
}

static bool comes_after(Value a, Value b) {
    int order = 0;
    if (is_nan(a) || is_nan(b)) return is_nan(a) && !is_nan(b);
    return value_compare(a, b, &order) && order > 0;
}

// Merges runs of doubling width between `from` and `to`: stable, and with bounded work for any
// input.
uint32_t *order_of(Arena *arena, const Value *keys, size_t count, size_t *odd) {
    uint32_t *from = arena_new_array(arena, uint32_t, count + 1);
    uint32_t *to = arena_new_array(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        from[i] = (uint32_t)i;
        if (has_order(keys[0], keys[i])) continue;
        *odd = i;
        return NULL;
    }
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = low + width < count ? low + width : count;
            size_t end = low + 2 * width < count ? low + 2 * width : count;
            size_t a = low, b = middle;
            for (size_t i = low; i < end; i++) {
                bool first = a < middle && (b >= end || !comes_after(keys[from[a]], keys[from[b]]));
                to[i] = first ? from[a++] : from[b++];
            }
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    return from;
}
