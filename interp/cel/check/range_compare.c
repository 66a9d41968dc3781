// Comparisons of values of which only the ranges are known.
#include "base/ascii.h"
#include "cel/check/range.h"

#include <math.h>

enum { NUMBER_CLASS = 1u << VALUE_INT };

// Numbers of all kinds compare with each other.
static uint32_t classes(uint32_t kinds) {
    return kinds & KIND_NUMBERS ? (kinds & ~(uint32_t)KIND_NUMBERS) | NUMBER_CLASS : kinds;
}

static uint8_t turned(uint8_t truth) {
    return (uint8_t)((truth & MAY_HOLD ? MAY_MISS : 0) | (truth & MAY_MISS ? MAY_HOLD : 0));
}

// ── texts ──

static bool has_trait(Sv text, uint8_t trait) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (trait == TEXT_LOWER && ascii_is_upper(c)) return false;
        if (trait == TEXT_UPPER && ascii_is_lower(c)) return false;
        if (trait == TEXT_LINE && c == '\n') return false;
    }
    bool blank = text.len > 0 && (text.at[0] == ' ' || text.at[text.len - 1] == ' ' ||
                                  text.at[0] == '\n' || text.at[text.len - 1] == '\n');
    return trait != TEXT_TRIMMED || !blank;
}

static bool has_traits(Sv text, uint8_t traits) {
    for (int trait = TEXT_LOWER; trait <= TEXT_LINE; trait *= 2)
        if (traits & trait && !has_trait(text, (uint8_t)trait)) return false;
    return true;
}

static bool is_one_of(Value value, const Value *items, uint32_t count, bool patterns) {
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].kind != value.kind) continue;
        if (patterns ? sv_matches(value_text(items[i]), value_text(value))
                     : value_equal(items[i], value))
            return true;
    }
    return false;
}

// Whether the range contains this value.
static bool may_be(const Range *range, Value value) {
    Range other = range_of_value(value);
    if (!(classes(range->kinds) & classes(other.kinds))) return false;
    if (range->known && range->value.kind == value.kind) return value_equal(range->value, value);
    if (other.kinds & (KIND_NUMBERS | KIND_TIMES) && range_is(range, KIND_NUMBERS | KIND_TIMES))
        if (other.most < range->least || other.least > range->most ||
            !range_in_spans(range, other.least))
            return false;
    if (other.kinds & KIND_SIZED && range_is(range, KIND_SIZED))
        if (other.shortest < range->shortest || other.longest > range->longest) return false;
    if (is_one_of(value, range->excluded, range->excluded_count, false)) return false;
    if (value.kind != VALUE_STRING && value.kind != VALUE_TYPE) return true;
    if (range->among_count > 0 &&
        !is_one_of(value, range->among, range->among_count, range->patterns))
        return false;
    return value.kind != VALUE_STRING || has_traits(value_text(value), range->traits);
}

static bool may_meet(const Range *a, const Range *b) {
    if (b->known) return may_be(a, b->value);
    if (a->known) return may_be(b, a->value);
    if (!(classes(a->kinds) & classes(b->kinds))) return false;
    uint32_t ordered = KIND_NUMBERS | KIND_TIMES;
    if (range_is(a, ordered) && range_is(b, ordered))
        return a->least <= b->most && b->least <= a->most;
    if (range_is(a, KIND_SIZED) && range_is(b, KIND_SIZED))
        return a->shortest <= b->longest && b->shortest <= a->longest;
    return true;
}

// ── equality ──

static bool is_null(const Range *range) {
    return range->kinds == 1u << VALUE_NULL;
}

static uint8_t equal(Ranger *ranger, const CelExpr *a_expr, const CelExpr *b_expr, const Range *a,
                     const Range *b) {
    if (range_same(ranger, a_expr, b_expr)) return MAY_HOLD;
    bool at_most = false, at_least = false;
    if (range_counts(ranger, a_expr, b_expr, &at_most, &at_least) && at_most && at_least)
        return MAY_HOLD;
    // Comparing with null is the way to ask whether it is there.
    if ((is_null(b) && a->partial) || (is_null(a) && b->partial)) return MAY_BOTH;
    if (!may_meet(a, b)) return MAY_MISS;
    bool bools = range_is(a, 1u << VALUE_BOOL) && range_is(b, 1u << VALUE_BOOL);
    if (bools && a->truth != MAY_BOTH && b->truth != MAY_BOTH)
        return a->truth == b->truth ? MAY_HOLD : MAY_MISS;
    bool one = range_is(a, KIND_NUMBERS) && range_is(b, KIND_NUMBERS) && a->least == a->most &&
               b->least == b->most && a->least == b->least;
    bool empty =
        a->kinds == b->kinds && range_is(a, KIND_SIZED) && a->longest == 0 && b->longest == 0;
    return one || empty ? MAY_HOLD : MAY_BOTH;
}

// ── order ──

static uint8_t less_of_bounds(const Range *a, const Range *b, bool or_equal) {
    if (isnan(a->least) || isnan(b->least) || isnan(a->most) || isnan(b->most)) return MAY_BOTH;
    if (or_equal ? a->most <= b->least : a->most < b->least) return MAY_HOLD;
    if (or_equal ? a->least > b->most : a->least >= b->most) return MAY_MISS;
    return MAY_BOTH;
}

static uint8_t less_of_texts(const Range *a, const Range *b, bool or_equal) {
    bool known = (a->known && b->among_count > 0) || (b->known && a->among_count > 0);
    if (known && !a->patterns && !b->patterns) {
        const Range *many = a->known ? b : a, *one = a->known ? a : b;
        uint8_t out = 0;
        for (uint32_t i = 0; i < many->among_count; i++) {
            int order = 0;
            if (!value_compare(many->among[i], one->value, &order)) return MAY_BOTH;
            if (many == b) order = -order;
            out |= (or_equal ? order <= 0 : order < 0) ? MAY_HOLD : MAY_MISS;
        }
        return out;
    }
    if (or_equal && range_is(a, KIND_SIZED) && a->longest == 0) return MAY_HOLD;  // '' <= x
    if (!or_equal && range_is(b, KIND_SIZED) && b->longest == 0) return MAY_MISS; // x < ''
    return MAY_BOTH;
}

static uint8_t less(Ranger *ranger, const CelExpr *a_expr, const CelExpr *b_expr, const Range *a,
                    const Range *b, bool or_equal) {
    if (range_same(ranger, a_expr, b_expr)) return or_equal ? MAY_HOLD : MAY_MISS;
    bool at_most = false, at_least = false;
    if (range_counts(ranger, a_expr, b_expr, &at_most, &at_least)) {
        if (or_equal && at_most) return MAY_HOLD;
        if (!or_equal && at_least) return MAY_MISS;
    }
    if (!(classes(a->kinds) & classes(b->kinds))) return 0;
    uint32_t ordered = KIND_NUMBERS | KIND_TIMES;
    if (range_is(a, ordered) && range_is(b, ordered)) return less_of_bounds(a, b, or_equal);
    uint32_t texts = 1u << VALUE_STRING | 1u << VALUE_BYTES;
    if (range_is(a, texts) && range_is(b, texts)) return less_of_texts(a, b, or_equal);
    return MAY_BOTH;
}

// ── in ──

static uint8_t among_all(const Range *wanted, const Value *items, size_t count) {
    if (wanted->among_count == 0 || wanted->patterns) return MAY_BOTH;
    if (wanted->kinds & ~(1u << VALUE_STRING | 1u << VALUE_TYPE)) return MAY_BOTH;
    for (uint32_t i = 0; i < wanted->among_count; i++)
        if (!is_one_of(wanted->among[i], items, (uint32_t)count, false)) return MAY_BOTH;
    return MAY_HOLD;
}

static uint8_t in_known(const Range *wanted, Value container) {
    size_t count = value_count(container);
    bool may = false;
    for (size_t i = 0; i < count; i++) {
        Value item =
            container.kind == VALUE_MAP ? value_key(container, i) : value_item(container, i);
        may = may || may_be(wanted, item);
    }
    if (!may) return MAY_MISS;
    if (container.kind != VALUE_LIST) return MAY_BOTH;
    if (range_is(wanted, 1u << VALUE_BOOL) && count >= 2) {
        Value both[2] = {value_bool(true), value_bool(false)};
        bool all = is_one_of(both[0], container.list->items, (uint32_t)count, false) &&
                   is_one_of(both[1], container.list->items, (uint32_t)count, false);
        if (all) return MAY_HOLD;
    }
    return among_all(wanted, container.list->items, count);
}

static uint8_t in_written(Ranger *ranger, const CelExpr *expr, const Range *wanted) {
    const CelExpr *list = expr->args[1];
    bool may = list->maybe != NULL;
    for (uint32_t i = 0; i < list->count && !list->maybe; i++) {
        Range item = range_of(ranger, list->args[i]);
        uint8_t one = equal(ranger, expr->args[0], list->args[i], wanted, &item);
        if (one == MAY_HOLD) return MAY_HOLD;
        may = may || one != MAY_MISS;
    }
    return may ? MAY_BOTH : MAY_MISS;
}

// list[0] in list
static bool is_item_of(Ranger *ranger, const CelExpr *item, const CelExpr *list) {
    bool indexed = item->kind == CEL_INDEX && !(item->flags & CEL_OPTIONAL) &&
                   item->args[1]->type.kind == CEL_TYPE_INT;
    return indexed && range_same(ranger, item->args[0], list);
}

static uint8_t in(Ranger *ranger, const CelExpr *expr, const Range *a, const Range *b) {
    if (is_item_of(ranger, expr->args[0], expr->args[1])) return MAY_HOLD;
    if (b->known) return in_known(a, b->value);
    if (expr->args[1]->kind == CEL_LIST) return in_written(ranger, expr, a);
    if (range_is(b, KIND_SIZED) && b->longest == 0) return MAY_MISS;
    bool foreign = a->known && a->value.kind == VALUE_STRING && range_is(b, 1u << VALUE_LIST) &&
                   !has_traits(value_text(a->value), b->traits);
    return foreign ? MAY_MISS : MAY_BOTH;
}

uint8_t range_compare(Ranger *ranger, const CelExpr *expr, const Range *a, const Range *b) {
    const CelExpr *left = expr->args[0], *right = expr->args[1];
    switch (expr->op) {
    case CEL_OP_EQUAL: return equal(ranger, left, right, a, b);
    case CEL_OP_UNEQUAL: return turned(equal(ranger, left, right, a, b));
    case CEL_OP_LESS: return less(ranger, left, right, a, b, false);
    case CEL_OP_LESS_EQUAL: return less(ranger, left, right, a, b, true);
    case CEL_OP_GREATER: return less(ranger, right, left, b, a, false);
    case CEL_OP_GREATER_EQUAL: return less(ranger, right, left, b, a, true);
    case CEL_OP_IN: return in(ranger, expr, a, b);
    default: return MAY_BOTH;
    }
}
