// Bytes that should be text, and text that should be JSON: says the same about what is neither,
// wherever it comes from.
#ifndef STDLIB_COMMON_TEXT_JSON_H
#define STDLIB_COMMON_TEXT_JSON_H

#include "value/value.h"

// "stdout is not UTF-8 text: byte 7, on line 2, is 0xe9"; `bad` is the offset of the first such
// byte.
Sv not_text(Arena *arena, Sv bytes, size_t bad, const char *name);

// False with *error, one line: "stdout is HTML, not JSON: it begins with '<!doctype html>'". `name`
// says what the text is.
MUST_USE bool text_as_json(Arena *arena, Sv text, const char *name, Value *out, Sv *error);

#endif
