// An answer's body as text: which character set it is in, and what that makes of the bytes.
#ifndef STDLIB_HTTP_HTTP_TEXT_H
#define STDLIB_HTTP_HTTP_TEXT_H

#include "value/value.h"

// The body as text by `header_list` and the bytes; false with *error, one line.
MUST_USE bool http_text(Arena *arena, Value header_list, Sv bytes, Value *out, Sv *error);

#endif
