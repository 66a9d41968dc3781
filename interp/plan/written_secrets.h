// Credentials that stand in a runbook as they are, where a secret should: under `auth`, as the
// `password` of a connection, in headers, cookies, queries and variables that are named for one.
// Nothing of this program shows them. Refuses to judge that they are there.
#ifndef PLAN_WRITTEN_SECRETS_H
#define PLAN_WRITTEN_SECRETS_H

#include "yaml/node.h"

typedef struct WrittenSecret {
    Sv name; // of its key
    const Node *value;
    bool sought; // it can be told from other texts, so it is looked for everywhere
} WrittenSecret;

typedef struct WrittenSecrets {
    WrittenSecret *items;
    uint32_t count, capacity;
} WrittenSecrets;

// Those of a whole file; `root` may be NULL.
WrittenSecrets written_secrets(Arena *arena, const Node *root);

#endif
