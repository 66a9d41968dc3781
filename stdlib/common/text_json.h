// Reads a text that should be JSON, and says the same about one that is not, wherever it comes
// from.
#ifndef STDLIB_COMMON_TEXT_JSON_H
#define STDLIB_COMMON_TEXT_JSON_H

#include "value/value.h"

// False with *error, one line: "stdout is HTML, not JSON: it begins with '<!doctype html>'". `name`
// says what the text is.
MUST_USE bool text_as_json(Arena *arena, Sv text, const char *name, Value *out, Sv *error);

#endif
