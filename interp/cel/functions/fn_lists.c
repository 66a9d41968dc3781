// The lists extension. Indices count from 0. sortBy() is a macro; the function behind it is here.
#include "base/limits.h"
#include "cel/functions/call.h"
#include "match/item_set.h"
#include "match/sort_order.h"
#include "match/texts_in_order.h"

static bool keep_list(CelCall *call, ListBuilder *builder, Value *out) {
    *out = list_done(builder);
    return call_has_memory(call);
}

// ── parts ──

static bool slice(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    int64_t from = args[1].integer, to = args[2].integer, size = (int64_t)value_count(args[0]);
    if (from < 0 || to < 0) {
        return call_fail(call, "slice(%lld, %lld): positions count from 0 and are not negative",
                         (long long)from, (long long)to);
    }
    if (from > to) {
        return call_fail(call, "slice(%lld, %lld) ends before it begins", (long long)from,
                         (long long)to);
    }
    if (to > size) {
        return call_fail(call, "slice(%lld, %lld) goes beyond the list's %lld items",
                         (long long)from, (long long)to, (long long)size);
    }
    if (!call_spend(call, (uint64_t)(to - from) / 4 + 1)) return false;
    Value part = value_list(call->work.arena, args[0].list->items + from, (size_t)(to - from));
    *out = value_of_rows(call->work.arena, part, args[0]);
    return call_has_memory(call);
}

static bool first(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool empty = value_count(args[0]) == 0;
    *out = empty ? value_of_rows(call->work.arena, value_optional_none(), args[0])
                 : value_optional_of(call->work.arena, value_item(args[0], 0));
    return true;
}

static bool last(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    size_t size = value_count(args[0]);
    *out = size == 0 ? value_of_rows(call->work.arena, value_optional_none(), args[0])
                     : value_optional_of(call->work.arena, value_item(args[0], size - 1));
    return true;
}

// ── order ──

static bool reverse(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    size_t size = value_count(args[0]);
    ListBuilder builder = list_builder(call->work.arena);
    if (!call_spend(call, size / 4 + 1)) return false;
    for (size_t i = size; i > 0; i--)
        list_add(&builder, value_item(args[0], i - 1));
    bool kept = keep_list(call, &builder, out);
    *out = value_of_rows(call->work.arena, *out, args[0]);
    return kept;
}

static bool sort(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    const Value *items = args[0].list->items;
    size_t size = value_count(args[0]), odd = 0;
    if (!call_spend(call, order_work(size))) return false;
    if (!call_numbers(call, "sort", items, size)) return false;
    uint32_t *order = order_of(call->work.arena, items, size, &odd);
    if (order == NULL) {
        Sv first = call_kind(call, items[0]), other = call_kind(call, items[odd]);
        return call_fail(call, "sort() cannot order %.*s and %.*s", SV_ARG(first), SV_ARG(other));
    }
    TextOrder instead;
    bool asked = call->options->strict && call->prepared != &sorted_for_equality;
    if (asked && !texts_in_order(items, size, &instead))
        return call_fail(call,
                         "sort() orders texts letter by letter, and several of these read like %s: "
                         "sort what they mean, list.map(x, %s(x)).sort()%s",
                         instead.words, instead.function ? instead.function : "duration",
                         instead.hint);
    ListBuilder builder = list_builder(call->work.arena);
    for (size_t i = 0; i < size; i++)
        list_add(&builder, items[order[i]]);
    return keep_list(call, &builder, out);
}

// ── more or fewer items ──

static bool distinct(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    size_t size = value_count(args[0]);
    ItemSet kept;
    if (!call_numbers(call, "distinct", args[0].list->items, size)) return false;
    if (!item_set_new(&call->work, size, &kept)) return false;
    for (size_t i = 0; i < size; i++) {
        bool added = false;
        if (!item_set_add(&kept, value_item(args[0], i), &added)) return false;
    }
    *out = value_of_rows(call->work.arena, value_list(call->work.arena, kept.items, kept.count),
                         args[0]);
    return call_has_memory(call);
}

static bool flatten_into(CelCall *call, ListBuilder *builder, Value list, int64_t depth,
                         uint32_t level) {
    if (level > LIMIT_NESTING)
        return call_fail_limit(call, "flatten(): the list is nested too deeply");
    for (size_t i = 0; i < value_count(list); i++) {
        Value item = value_item(list, i);
        if (!call_spend(call, 1)) return false;
        if (item.kind == VALUE_LIST && depth > 0) {
            if (!flatten_into(call, builder, item, depth - 1, level + 1)) return false;
            continue;
        }
        if (!call_list_fits(call, (uint64_t)builder->count + 1)) return false;
        list_add(builder, item);
    }
    return call_has_memory(call);
}

static bool flatten(CelCall *call, const Value *args, uint32_t count, Value *out) {
    int64_t depth = count == 2 ? args[1].integer : 1;
    if (depth < 0)
        return call_fail(call, "flatten(%lld): the depth is not negative", (long long)depth);
    ListBuilder builder = list_builder(call->work.arena);
    if (!flatten_into(call, &builder, args[0], depth, 0)) return false;
    return keep_list(call, &builder, out);
}

static bool range(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    int64_t size = args[0].integer > 0 ? args[0].integer : 0;
    if (!call_list_fits(call, (uint64_t)size) || !call_spend(call, (uint64_t)size / 4 + 1))
        return false;
    ListBuilder builder = list_builder(call->work.arena);
    for (int64_t i = 0; i < size; i++)
        list_add(&builder, value_int(i));
    return keep_list(call, &builder, out);
}

// ── rows ──

static const CelOverload slice_overloads[] = {{"list(A).(int, int) -> list(A)", slice}};
static const CelOverload first_overloads[] = {{"list(A).() -> optional(A)", first}};
static const CelOverload last_overloads[] = {{"list(A).() -> optional(A)", last}};
static const CelOverload reverse_overloads[] = {{"list(A).() -> list(A)", reverse}};
static const CelOverload sort_overloads[] = {{"list(A).() -> list(A)", sort}};
static const CelOverload distinct_overloads[] = {{"list(A).() -> list(A)", distinct}};
static const CelOverload flatten_overloads[] = {
    {"list(dyn).() -> list(dyn)", flatten},
    {"list(dyn).(int) -> list(dyn)", flatten},
};
static const CelOverload range_overloads[] = {{"(int) -> list(int)", range}};

static const CelFunction rows[] = {
    CALL_ROW("slice", slice_overloads, "The items from one position up to but without another.",
             "[1, 2, 3, 4].slice(1, 3) == [2, 3]"),
    CALL_ROW("first", first_overloads,
             "An optional of the first item; none where the list is empty.",
             "[1, 2, 3].first().value() == 1"),
    CALL_ROW("last", last_overloads, "An optional of the last item; none where the list is empty.",
             "[1, 2, 3].last().value() == 3\n[].last().orValue('test') == 'test'"),
    CALL_ROW("reverse", reverse_overloads, "The items in reverse order.",
             "[5, 3, 1].reverse() == [1, 3, 5]"),
    CALL_ROW("sort", sort_overloads, "The items in ascending order; they must have one.",
             "[3, 2, 1].sort() == [1, 2, 3]"),
    CALL_ROW("distinct", distinct_overloads, "The items, each only where it stands first.",
             "[1, 2, 2, 3, 3].distinct() == [1, 2, 3]"),
    CALL_ROW("flatten", flatten_overloads,
             "The items of lists within the list, one level deep or as deep as is said.",
             "[1, [2, 3], [4]].flatten() == [1, 2, 3, 4]\n[1, [2, [3]]].flatten(2) == [1, 2, 3]"),
    CALL_ROW("lists.range", range_overloads, "The numbers from 0 up to but without the given one.",
             "lists.range(3) == [0, 1, 2]"),
};

const CelFamily cel_family_lists = {
    .name = "lists",
    .summary = "Parts of lists, their order, more or fewer items.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
