// Texts whose order, letter by letter, may not be taken for what they mean: they read like numbers
// or versions ('9' comes after '10').
#ifndef MATCH_TEXTS_IN_ORDER_H
#define MATCH_TEXTS_IN_ORDER_H

#include "value/reads_as.h"
#include "value/value.h"

// How two such texts are compared instead.
typedef struct TextOrder {
    const char *function; // of each of them: "int", "version"; NULL: there is a unit in the way
    const char *words;    // "numbers", "versions"
    const char *hint;     // what else may be meant; empty: nothing
} TextOrder;

// False where two texts (or bytes) of these are no dates, nor digits of one length, and read like
// numbers: *hint then says how they are compared. What is no text is passed over.
bool texts_in_order(const Value *values, size_t count, TextOrder *instead);

#endif
