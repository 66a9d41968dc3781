// Reads and writes JSON (RFC 8259): keeps 64-bit integers, larger numbers and the order of keys;
// refuses duplicate keys, excessive depth, lone surrogates and bytes that are not UTF-8, with a
// position.
#ifndef VALUE_JSON_H
#define VALUE_JSON_H

#include "base/buf.h"
#include "value/value.h"

typedef struct JsonError {
    size_t offset;     // offset of the byte at fault
    char message[160]; // "expected ',' or '}' but found 'x'"
    bool well_formed;  // it is well-formed, and only refused for a duplicate key
} JsonError;

// Integers become int, beyond int64 decimal. Other numbers become the nearest double, or a decimal
// if that would be an infinity, or zero for a number that is not. A byte order mark is skipped.
// Strings are copied into the arena. Bounded by LIMIT_JSON_BYTES, LIMIT_JSON_DEPTH,
// LIMIT_DECIMAL_DIGITS and the arena. On failure *out is untouched. `error` may be NULL.
MUST_USE bool json_parse(Arena *arena, Sv text, Value *out, JsonError *error);
// As json_parse with another maximum depth: what this program wrote may contain a value of the full
// depth.
MUST_USE bool json_parse_within(Arena *arena, Sv text, unsigned depth, Value *out,
                                JsonError *error);
// Whether the text is JSON by the grammar of RFC 8259, even with duplicate keys.
bool json_well_formed(Sv text);
// What the text is instead of JSON, for messages: "HTML", "empty", "XML", "plain text", "binary", …
const char *json_looks_like(Sv text);

typedef enum JsonStyle {
    JSON_COMPACT, // {"a":1,"b":[2]}: no spaces
    JSON_SPACED,  // {"a": 1, "b": [2]}: one line for people
    JSON_PRETTY   // two spaces an indent
} JsonStyle;

// Writes any value as JSON: bytes as base64 text, durations as "1.5s", timestamps as RFC 3339,
// decimals and uints as numbers, doubles so that they are read as doubles again (1.0, 1e+100),
// types, ips and versions as text, an optional as its value or null, NaN and infinities as text.
// Map keys become text. What cannot be seen as it is (base/shown/invisible.h) is escaped.
// False only if the buffer is full.
bool json_write(Buf *buf, Value value, JsonStyle style);
// Adds JSON that was written, with each "##" in it spelled "#\\u0023", which means the same: a CI
// system that reads the log could take "##name[" in a string for a command.
bool json_add_for_log(Buf *out, Sv json);
bool json_write_text(Buf *buf, Sv text); // a quoted JSON string; ill-formed UTF-8 becomes U+FFFD

// The typed form of `eval --output typed`: one key, the type, over its value. {"int": "5"}, uint,
// double and decimal as text, {"bytes": BASE64}, {"list": […]}, {"map": [[k, v], …]}, {"duration":
// [s, ns]},
// {"optional": V or null}.
Value value_to_typed(Arena *arena, Value value);
MUST_USE bool value_from_typed(Arena *arena, Value typed, Value *out);

#endif
