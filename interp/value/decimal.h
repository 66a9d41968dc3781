// Decimal numbers of any size, below value.h: takes numbers apart for comparing and computing.
// Ints, uints and whole doubles are taken exactly, a double with a fraction as the shortest text
// that reads back as it, so that decimal 19.99 equals the double 19.99, which is what its author
// wrote.
#ifndef VALUE_DECIMAL_H
#define VALUE_DECIMAL_H

#include "base/buf.h"
#include "value/value.h"

typedef struct Decimal {
    bool negative;
    bool infinite;    // an infinite double; the digits mean nothing then
    Sv digits;        // without leading and trailing zeros; empty = zero
    int64_t exponent; // the number is digits × 10^exponent
    Buf held;         // holds the digits if nothing else does; see decimal_drop
} Decimal;

// False if the value is not a number, or NaN.
MUST_USE bool decimal_take(Value value, Decimal *out);
// False if the text is not a decimal number, or over LIMIT_DECIMAL_DIGITS.
MUST_USE bool decimal_read(Sv text, Decimal *out);
void decimal_drop(Decimal *decimal);
// The canonical text: without an exponent if that takes no more than 308 zeros behind it or 30
// before it, else "1.5e+400".
Sv decimal_text(Arena *arena, const Decimal *decimal);
// Both are numbers and not NaN.
int decimal_compare(Value a, Value b);

#endif
