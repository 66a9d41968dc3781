// The sets extension: lists taken as sets, by CEL's equality.
#include "cel/call.h"

// The items of a list by their hashes: position + 1, 0 = free.
typedef struct Index {
    Value list;
    uint32_t *slots;
    size_t slot_count; // a power of two
} Index;

static bool index_of(CelCall *call, Value list, Index *out) {
    size_t size = value_count(list), slot_count = 16;
    while (slot_count < size * 2)
        slot_count *= 2;
    if (!call_spend(call, size + 1)) return false;
    Index index = {list, arena_new_array(call->arena, uint32_t, slot_count), slot_count};
    for (size_t i = 0; i < size; i++) {
        size_t slot = value_hash(value_item(list, i)) & (slot_count - 1);
        while (index.slots[slot] != 0) {
            if (value_equal(value_item(list, index.slots[slot] - 1), value_item(list, i))) break;
            if (!call_spend(call, 1)) return false;
            slot = (slot + 1) & (slot_count - 1);
        }
        if (index.slots[slot] == 0) index.slots[slot] = (uint32_t)i + 1;
    }
    *out = index;
    return call_has_memory(call);
}

static bool has(CelCall *call, const Index *index, Value item, bool *out) {
    size_t slot = value_hash(item) & (index->slot_count - 1);
    *out = false;
    while (index->slots[slot] != 0 && !*out) {
        if (!call_spend(call, 1)) return false;
        *out = value_equal(value_item(index->list, index->slots[slot] - 1), item);
        slot = (slot + 1) & (index->slot_count - 1);
    }
    return true;
}

// How many items of `part` are in `whole`; stops at the first that is not where `all`, else at the
// first that is.
static bool look(CelCall *call, Value whole, Value part, bool all, bool *out) {
    Index index;
    if (!index_of(call, whole, &index)) return false;
    bool found = all;
    for (size_t i = 0; i < value_count(part) && found == all; i++) {
        if (!call_spend(call, 1) || !has(call, &index, value_item(part, i), &found)) return false;
    }
    *out = found;
    return true;
}

static bool contains(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool all = false;
    if (!look(call, args[0], args[1], true, &all)) return false;
    *out = value_bool(all);
    return true;
}

static bool equivalent(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool there = false, back = false;
    if (!look(call, args[0], args[1], true, &there)) return false;
    if (there && !look(call, args[1], args[0], true, &back)) return false;
    *out = value_bool(there && back);
    return true;
}

static bool intersects(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool any = false;
    if (!look(call, args[0], args[1], false, &any)) return false;
    *out = value_bool(any);
    return true;
}

static const CelOverload contains_overloads[] = {{"(list(A), list(A)) -> bool", contains}};
static const CelOverload equivalent_overloads[] = {{"(list(A), list(A)) -> bool", equivalent}};
static const CelOverload intersects_overloads[] = {{"(list(A), list(A)) -> bool", intersects}};

static const CelFunction rows[] = {
    {.name = "sets.contains",
     .summary = "Whether every item of the second list is in the first.",
     .example = "sets.contains([1, 2, 3], [2, 3])\nsets.contains([1], [])",
     .since = "0.1",
     CEL_OVERLOADS(contains_overloads),
     .extension = true},
    {.name = "sets.equivalent",
     .summary = "Whether each list holds every item of the other, in any order and number.",
     .example = "sets.equivalent([1, 2, 2], [2, 1])",
     .since = "0.1",
     CEL_OVERLOADS(equivalent_overloads),
     .extension = true},
    {.name = "sets.intersects",
     .summary = "Whether the lists have an item in common.",
     .example = "sets.intersects([1], [1, 2])\n!sets.intersects([1], [])",
     .since = "0.1",
     CEL_OVERLOADS(intersects_overloads),
     .extension = true},
};

const CelFamily cel_family_sets = {
    .name = "sets",
    .summary = "Lists taken as sets.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
