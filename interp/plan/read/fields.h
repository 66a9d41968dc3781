// Keys that are read into a field of a struct, and nothing else: the KEY_INTO and KEY_BETWEEN rows
// of keys.def. Decides nothing: what goes together, and what a value means, is for the readers of
// the places.
#ifndef PLAN_READ_FIELDS_H
#define PLAN_READ_FIELDS_H

#include "plan/read/runbook_loader.h"

// Reads them from a map that read_keys has seen; *out is the struct of the place. A field whose key
// is not given, or is wrong, which is reported, stays as it is. Called by these alone, which know
// the type: read_fields_STEP(loader, node, step).
void read_fields(RunbookLoader *loader, const Node *map, KeyPlace place, void *out);

#define PLACE(id, holds, into, schema, name, key, title)                                           \
    static inline void read_fields_##id(RunbookLoader *loader, const Node *map, into *out) {       \
        read_fields(loader, map, KEY_##id, out);                                                   \
    }
#include "plan/keys/places.def"
#undef PLACE

#endif
