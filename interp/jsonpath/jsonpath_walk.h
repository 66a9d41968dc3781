// The evaluation of a JSONPath query, shared by jsonpath_apply.c (selectors, segments) and
// jsonpath_holds.c (filters). Every value that is visited costs one operation.
#ifndef JSONPATH_JSONPATH_WALK_H
#define JSONPATH_JSONPATH_WALK_H

#include "jsonpath/jsonpath_query.h"

// How a node was reached: a chain towards the root, shared by the nodes below it. Only kept if
// paths are asked for.
typedef struct WalkStep {
    const struct WalkStep *parent; // NULL at the root
    Value key;                     // name or index
} WalkStep;

typedef struct FoundNode {
    Value value;
    const WalkStep *step; // NULL at the root, and where paths are not asked for
} FoundNode;

// Collects the nodes of a query. Nothing is kept between segments: walking a query depth first
// gives the same order as applying one segment after the other.
typedef struct Sink {
    FoundNode *nodes; // in order, where they are kept
    uint32_t count, capacity;
    bool keep;
    uint32_t enough; // the walk ends once this many are found
    Value first;     // of the nodes; null where there is none
} Sink;

typedef struct PathWalk {
    Arena *arena;   // of nodes, steps and results
    Value root;     // what $ stands for
    uint64_t *cost; // so far, shared with the expression
    uint64_t cost_limit;
    const Halt *halt; // NULL = nobody
    bool stopped;     // it failed since it was no longer wanted
    bool paths;       // steps are kept
    uint32_t depth;   // of what is walked now
    bool strict;      // ordering values that have no order is an error
    bool mistaken;    // the walk failed with such an error, not at a limit
    bool failed;      // the walk ends
    Sv error;         // the first one
} PathWalk;

// Notes the error unless there is one already. Always false.
bool walk_fail(PathWalk *walk, Sv error);
bool walk_spend(PathWalk *walk, uint64_t work);
bool walk_has_children(Value value);
// Gives the query's nodes to the sink. False only on failure: having found enough is not one.
bool walk_query(PathWalk *walk, const PathQuery *query, Value current, Sink *sink);
// Whether a filter holds for a value.
MUST_USE bool walk_holds(PathWalk *walk, const PathFilter *filter, Value current, bool *out);

#endif
