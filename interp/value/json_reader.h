// The state while a JSON text is read, shared by the files that read its parts.
#ifndef VALUE_JSON_READER_H
#define VALUE_JSON_READER_H

#include "value/json.h"

typedef struct JsonEntry {
    Value key, value;
    const char *at; // where the key is in the text
} JsonEntry;

typedef struct JsonReader {
    Arena *arena;
    const char *start, *at, *end; // of the text, and how far it has been read
    unsigned depth, deepest;      // the current depth, and the maximum
    Value *items;                 // items of all open lists, innermost last; on the heap
    size_t item_count, item_capacity;
    JsonEntry *entries; // entries of all open objects
    size_t entry_count, entry_capacity;
    JsonError error;
    bool duplicate; // `error` is about a duplicate key, and reading continued
} JsonReader;

// Always false; keeps the first error. `at` is the byte at fault.
bool json_fail(JsonReader *reader, const char *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// As json_fail: "EXPECTED but found 'x'".
bool json_fail_found(JsonReader *reader, const char *expected);
// Reads a string from its quote on.
MUST_USE bool json_read_string(JsonReader *reader, Value *out);
// Reads a number from its first character on.
MUST_USE bool json_read_number(JsonReader *reader, Value *out);

#endif
