// UTF-8: validation, walking, display width.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"
#include "base/sv.h"

// True where the bytes are well-formed UTF-8 (no overlong forms, surrogates or values over
// U+10FFFF); else *bad is the offset of the first bad byte. `bad` may be NULL.
bool utf8_valid(Sv text, size_t *bad);
// Decodes the code point at *offset and moves past it; ill-formed bytes give U+FFFD and move one
// byte.
uint32_t utf8_next(Sv text, size_t *offset);
size_t utf8_count(Sv text); // code points
// Byte offset of code point number `index`; text.len where there are fewer.
size_t utf8_offset(Sv text, size_t index);
// Writes the code point; returns its length (1–4).
size_t utf8_encode(uint32_t code_point, char out[4]);
// Columns on a terminal: 0 for combining marks, unless they stand beside their letter, 2 for wide
// characters.
size_t utf8_width(Sv text);
size_t utf8_char_width(uint32_t code_point);
// The longest prefix that is at most `columns` wide.
Sv utf8_fit(Sv text, size_t columns);

#endif
