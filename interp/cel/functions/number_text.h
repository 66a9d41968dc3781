// Numbers as format() writes them. Each function returns false, and adds nothing, for a value that
// is not a number.
#ifndef CEL_FUNCTIONS_NUMBER_TEXT_H
#define CEL_FUNCTIONS_NUMBER_TEXT_H

#include "base/buf.h"
#include "value/value.h"

// The shortest digits that represent the number, never with an exponent: 1e+23 is written out.
bool number_add_plain(Buf *out, Value value);
// With so many digits after the point, halves rounded to the even digit: doubles by their exact
// value, all others exactly.
bool number_add_fixed(Buf *out, Value value, int precision);
// 1.5e+03, with so many digits after the point; computed as a double.
bool number_add_scientific(Buf *out, Value value, int precision);
// The magnitude of an int or uint in base 2, 8 or 16; false for other numbers too.
bool number_add_in_base(Buf *out, Value value, unsigned base, bool upper);

#endif
