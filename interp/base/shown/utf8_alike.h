// Texts that look the same but differ: composed and decomposed letters, kinds of blanks and dashes,
// invisible characters, letters of other alphabets.
#ifndef BASE_SHOWN_UTF8_ALIKE_H
#define BASE_SHOWN_UTF8_ALIKE_H

#include "base/buf.h"
#include "base/sv.h"

// The place where two texts begin to differ.
typedef struct Utf8Parting {
    size_t at; // the character (code point), counted from 1
    Sv a, b;   // the characters there, with their combining marks; empty at the end of a text
} Utf8Parting;

// False if the texts are equal, or visibly differ where they begin to.
MUST_USE bool utf8_part_alike(Sv a, Sv b, Utf8Parting *out);
// Whether two whole texts look the same, regardless of white space at the ends and of its amount.
bool utf8_look_alike(Sv a, Sv b);
// "U+0065 U+0301", with a word for characters that are invisible or of another alphabet; "the end"
// for an empty text.
bool utf8_add_code_points(Buf *buf, Sv text);

#endif
