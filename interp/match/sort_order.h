// Ascending order of values, for sort() and sortBy(): stable, in time known beforehand.
#ifndef MATCH_SORT_ORDER_H
#define MATCH_SORT_ORDER_H

#include "value/value.h"

// Operations that ordering so many keys takes; to be paid for first.
uint64_t order_work(size_t count);
// The positions of the keys in ascending order, in the arena; NaN goes last. Where the keys have no
// order among each other, NULL with *odd the first that has none with the key before all others.
uint32_t *order_of(Arena *arena, const Value *keys, size_t count, size_t *odd);

#endif
