// Ascending order of values, for sort() and sortBy(): stable, and with a known amount of work.
#ifndef MATCH_SORT_ORDER_H
#define MATCH_SORT_ORDER_H

#include "value/value.h"

// The number of operations it takes to order so many keys; charge for them first.
uint64_t order_work(size_t count);
// The positions of the keys in ascending order, in the arena; NaN goes last. If the keys have no
// common order, NULL, and *odd is the first one that cannot be compared with the first key.
uint32_t *order_of(Arena *arena, const Value *keys, size_t count, size_t *odd);

#endif
