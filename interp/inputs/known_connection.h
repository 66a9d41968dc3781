// What is known of connections before anything runs: addresses out of inputs, vars and what
// includes are given. Secrets stand in them by name; nothing is fetched.
#ifndef INPUTS_KNOWN_CONNECTION_H
#define INPUTS_KNOWN_CONNECTION_H

#include "inputs/inputs.h"

typedef struct KnownBy {
    Arena *arena;
    const Plan *plan;
    const InputSources *sources;
} KnownBy;

// The connection's parameters with its address alone; NULL where that cannot be said yet, with what
// there is of it in *address (null where there is nothing).
const void *known_connection(const KnownBy *by, const Runbook *runbook,
                             const Connection *connection, Value *address);

#endif
