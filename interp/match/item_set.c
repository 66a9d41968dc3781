#include "match/item_set.h"
#include "match/work.h"

bool item_set_new(Work *work, size_t most, ItemSet *out) {
    size_t slot_count = 16;
    while (slot_count < most * 2)
        slot_count *= 2;
    if (!work_spend(work, most + 1)) return false;
    *out = (ItemSet){.work = work,
                     .items = arena_new_array(work->arena, Value, most + 1),
                     .slots = arena_new_array(work->arena, uint32_t, slot_count),
                     .slot_count = slot_count};
    return work_has_memory(work);
}

static bool is_caseless(Value item) {
    return item.kind == VALUE_STRING && (item.marks & VALUE_CASELESS) != 0;
}

// Names that ignore case are few, and their hash differs from that of equal texts.
static bool find_caseless(const ItemSet *set, Value item, bool *found) {
    *found = false;
    for (uint32_t i = 0; i < set->count && !*found; i++) {
        if (!work_spend(set->work, 1)) return false;
        *found = value_equal(set->items[i], item);
    }
    return true;
}

// The slot of the item, or the free one for it.
static bool find_slot(const ItemSet *set, Value item, size_t *out) {
    size_t slot = value_hash(item) & (set->slot_count - 1);
    while (set->slots[slot] != 0 && !value_equal(set->items[set->slots[slot] - 1], item)) {
        if (!work_spend(set->work, 1)) return false;
        slot = (slot + 1) & (set->slot_count - 1);
    }
    *out = slot;
    return true;
}

bool item_set_add(ItemSet *set, Value item, bool *added) {
    size_t slot = 0;
    set->caseless |= is_caseless(item);
    if (set->caseless) {
        bool found = false;
        if (!find_caseless(set, item, &found)) return false;
        *added = !found;
        if (*added) set->items[set->count++] = item;
        return true;
    }
    if (!work_spend(set->work, 1) || !find_slot(set, item, &slot)) return false;
    *added = set->slots[slot] == 0;
    if (!*added) return true;
    set->items[set->count] = item;
    set->slots[slot] = ++set->count;
    return true;
}

bool item_set_has(const ItemSet *set, Value item, bool *out) {
    size_t slot = 0;
    if (set->caseless || is_caseless(item)) return find_caseless(set, item, out);
    if (!work_spend(set->work, 1) || !find_slot(set, item, &slot)) return false;
    *out = set->slots[slot] != 0;
    return true;
}
