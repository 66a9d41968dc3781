// A step while it is read: what its parts, and the rules that judge it, share. Internal to plan/.
#ifndef PLAN_READ_STEP_BUILDER_H
#define PLAN_READ_STEP_BUILDER_H

#include "plan/read/runbook_loader.h"

// Where a step stands.
typedef struct StepPlace {
    Step *parent;      // group; NULL at the top of a file
    Sv prefix;         // of its number: "3." or ""
    uint32_t position; // from 1
    Level level;       // no step within counts for more
} StepPlace;

typedef struct StepBuilder {
    RunbookLoader *loader;
    Step *step;
    const Node *node;
    const Node *verb_key;
    const Node *verb; // what stands behind it
    const StepPlace *place;
    const CelNames *before; // names without results
    const CelNames *after;  // with them
    const Node *expect;     // as written; NULL = none
    const Node *probe_key;
    uint32_t expect_capacity;
    const void *params; // decoded, as far as they are known; NULL = they are not
    bool sound;         // nothing is wrong with them
} StepBuilder;

// The node of a key of the step; NULL where it is not given.
const Node *step_builder_get(const StepBuilder *builder, const char *key);
const Node *step_builder_key(const StepBuilder *builder, const char *key);
// Whose results the expressions of an action's step read.
ScopeReader step_builder_reader(const StepBuilder *builder);

#endif
