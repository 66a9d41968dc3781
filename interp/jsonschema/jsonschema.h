// JSON Schema, draft 2020-12, for values: all keywords, and references within the document ($ref,
// $dynamicRef, $anchor, $id, JSON pointers); `format` and content keywords are annotations, as is
// the draft's default. When a schema is read, everything is refused that cannot be honoured:
// references to other documents, other drafts, keywords of a wrong type, and words that are almost
// a keyword. Never loads anything.
#ifndef JSONSCHEMA_JSONSCHEMA_H
#define JSONSCHEMA_JSONSCHEMA_H

#include "base/limits.h"
#include "match/work.h"

typedef struct Schema Schema;

// What a schema asks for, by its text.
typedef enum SchemaAsks {
    SCHEMA_ASKS_NOTHING,   // every value matches it
    SCHEMA_ASKS_SOMETHING, // … or is not known to ask for nothing
    SCHEMA_ASKS_TOO_MUCH   // no value does
} SchemaAsks;

// `document` must live as long as the arena. On failure *error names the place and the reason.
Schema *schema_compile(Arena *arena, Value document, Sv *error);

SchemaAsks schema_asks(const Schema *schema);

// Where a value does not match, and why.
typedef struct SchemaError {
    Sv place;   // in the value: "/a/0"; empty = the value itself
    Sv message; // "\"x\" is of type string, not \"integer\" (#/properties/a/items/type)"
} SchemaError;

typedef struct SchemaErrors {
    SchemaError items[LIMIT_SCHEMA_ERRORS];
    uint32_t count;
} SchemaErrors;

// Whether the value matches. `errors` (may be NULL) gets the first mismatches; without it the first
// one ends the work. False with a fault if a limit was reached.
bool schema_matches(Work *work, const Schema *schema, Value value, bool *matches,
                    SchemaErrors *errors);

#endif
