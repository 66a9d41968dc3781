// What an untyped scalar is by the YAML 1.2 core schema, where no declared type says so (`json:`,
// `params:`, loop data). Refuses what would not be written back the same: such a number was
// silently changed in other tools.
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "yaml/node.h"

typedef enum CoreKind {
    CORE_NULL,
    CORE_BOOL,
    CORE_INT,
    CORE_BIG, // a whole number beyond 64 bits: its text
    CORE_DOUBLE,
    CORE_TEXT,
    CORE_AMBIGUOUS // 0123, 1_000, 22:30, 1e3: the author must say which is meant
} CoreKind;

typedef struct CoreValue {
    CoreKind kind;
    bool boolean;
    int64_t integer;
    double number;
    Sv plainly; // of an ambiguous one: the number as it would be written plainly; empty = there is
                // none
    const char *why; // of an ambiguous one: what other readers make of it
} CoreValue;

// `plainly` lives in the arena. Only a plain scalar can be anything but text.
CoreValue scalar_core(Arena *arena, const Node *scalar);
// `null` or `~`, not in quotes. Nothing at all is an empty text.
bool scalar_is_null(Arena *arena, const Node *node);

#endif
