// Bytes of a character set as UTF-8, by the C library's iconv. Strict: a byte without meaning is
// an error, nothing is replaced or left out.
#ifndef BASE_SYSTEM_CHARSET_H
#define BASE_SYSTEM_CHARSET_H

#include "base/arena.h"
#include "base/buf.h"

// Whether the name, of any case, is one of UTF-8.
bool charset_is_utf8(Sv name);
// Adds the text without a byte order mark; false with *error, which ends a sentence that begins
// with what the bytes are ("the body").
MUST_USE bool charset_decode(Arena *arena, Sv name, Sv bytes, Buf *out, Sv *error);
// The message for a name that means no character set, with the one that may be meant; empty for a
// name that does.
Sv charset_unknown(Arena *arena, Sv name);

#endif
