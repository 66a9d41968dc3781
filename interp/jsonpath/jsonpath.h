// JSONPath, all of RFC 9535. A query is compiled once and applied to values.
#ifndef JSONPATH_JSONPATH_H
#define JSONPATH_JSONPATH_H

#include "match/work.h"

typedef struct JsonPath JsonPath;

// On failure *error says what is wrong and *at where (byte offset in the query).
JsonPath *jsonpath_compile(Arena *arena, Sv query, Sv *error, size_t *at);

// The nodelist as a list; `paths` (may be NULL) gets the normalized paths as strings in the same
// order. Work is added to *cost; false with *error if a limit was reached.
MUST_USE bool jsonpath_apply(Arena *arena, const JsonPath *path, Value root, uint64_t *cost,
                             uint64_t cost_limit, Value *nodes, Value *paths, Sv *error);

// As jsonpath_apply, paid for by the work and with its faults. In strict mode an order of values of
// unlike types, and of texts that read like numbers, is an error and no quiet no.
bool jsonpath_select(Work *work, const JsonPath *path, Value root, Value *nodes, Value *paths);
// A text that reads like a number and is ordered in one of the filters; empty = none.
Sv jsonpath_ordered_text(const JsonPath *path);

#endif
