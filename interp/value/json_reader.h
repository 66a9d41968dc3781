// The state while a JSON text is read, shared by the files that read its parts.
#ifndef VALUE_JSON_READER_H
#define VALUE_JSON_READER_H

#include "value/json.h"

typedef struct JsonReader {
    Arena *arena;
    const char *start, *at, *end; // of the text, and how far it has been read
    unsigned depth, deepest;      // the current depth, and the maximum
    Value *items;                 // items of all open lists, innermost last; on the heap
    size_t item_count, item_capacity;
    Value *keys, *values;    // likewise of all open objects
    const char **key_places; // where each key is in the text
    size_t entry_count, entry_capacity;
    char *room; // for what follows of the strings; NULL before the first, and in a very long text
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
