// Texts that look the same and are not: composed and decomposed letters, kinds of blanks and
// dashes, what cannot be seen at all, letters of other alphabets.
#ifndef BASE_UTF8_ALIKE_H
#define BASE_UTF8_ALIKE_H

#include "base/buf.h"
#include "base/sv.h"

// Where two texts part.
typedef struct Utf8Parting {
    size_t at; // the character (code point), counted from 1
    Sv a, b;   // what stands there, with the marks that belong to it; empty at the end of a text
} Utf8Parting;

// False where the texts are the same, or differ to the eye where they part.
MUST_USE bool utf8_part_alike(Sv a, Sv b, Utf8Parting *out);
// Whether all of two texts looks the same: white space at the ends and how much of it there is do
// not count.
bool utf8_look_alike(Sv a, Sv b);
// "U+0065 U+0301", with a word for what cannot be seen or is of another alphabet; "the end" for an
// empty text.
bool utf8_add_code_points(Buf *buf, Sv text);

#endif
