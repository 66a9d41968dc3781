// Saying that bytes are no text, and where.
#ifndef STDLIB_COMMON_NOT_TEXT_H
#define STDLIB_COMMON_NOT_TEXT_H

#include "base/arena.h"
#include "base/sv.h"

// "stdout is not UTF-8 text: byte 7, on line 2, is 0xe9"; `bad` is the offset of the first such
// byte.
Sv not_text(Arena *arena, Sv bytes, size_t bad, const char *name);

#endif
