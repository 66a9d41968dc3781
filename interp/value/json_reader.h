// The state of one reading of a JSON text, shared by the files that read its parts.
#ifndef VALUE_JSON_READER_H
#define VALUE_JSON_READER_H

#include "value/json.h"

typedef struct JsonEntry {
    Value key, value;
    const char *at; // where the key stands
} JsonEntry;

typedef struct JsonReader {
    Arena *arena;
    const char *start, *at, *end; // of the text, and how far it is read
    unsigned depth, deepest;      // how deep it is now, and may be
    Value *items;                 // of all lists that are open, innermost last; on the heap
    size_t item_count, item_capacity;
    JsonEntry *entries; // of all objects that are open
    size_t entry_count, entry_capacity;
    JsonError error;
    bool duplicate; // `error` tells of a duplicate key, and reading went on
} JsonReader;

// Always false; keeps what was said first. `at` is the byte that is to blame.
bool json_fail(JsonReader *reader, const char *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// As json_fail: "EXPECTED but found 'x'".
bool json_fail_found(JsonReader *reader, const char *expected);
// A string from its quote on.
MUST_USE bool json_read_string(JsonReader *reader, Value *out);
// A number from its first character on.
MUST_USE bool json_read_number(JsonReader *reader, Value *out);

#endif
