// The value of an untyped scalar by the YAML 1.2 core schema, where no type is declared (`json:`,
// `params:`, loop data). Refuses numbers that would not be written back the same: other tools
// silently change them.
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
    Sv plainly;      // for an ambiguous one: the number in plain form; empty = there is none
    const char *why; // for an ambiguous one: what other readers make of it
} CoreValue;

// `plainly` lives in the arena. Only a plain scalar can be anything but text.
CoreValue scalar_core(Arena *arena, const Node *scalar);
// Whether it is `null` or `~`, without quotes. No value at all is an empty text.
bool scalar_is_null(Arena *arena, const Node *node);

#endif
