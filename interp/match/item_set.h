// A set of values by CEL's equality, for functions. Adding and looking up take constant time, which
// is charged for.
#ifndef MATCH_ITEM_SET_H
#define MATCH_ITEM_SET_H

#include "match/work.h"

typedef struct ItemSet {
    Work *work;
    Value *items; // as added, each once
    uint32_t count;
    uint32_t *slots;   // open addressing: position + 1, 0 = free
    size_t slot_count; // a power of two
    bool caseless;     // some item is a name that ignores case: look-ups search all items
} ItemSet;

// Makes a set with room for `most` items. False with a limit fault.
MUST_USE bool item_set_new(Work *work, size_t most, ItemSet *out);
// *added: false if an equal item is there already.
bool item_set_add(ItemSet *set, Value item, bool *added);
MUST_USE bool item_set_has(const ItemSet *set, Value item, bool *out);

#endif
