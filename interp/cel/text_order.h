// Where the order of texts, letter by letter, may not be taken for what they mean: both read like
// numbers or versions ('9' comes after '10'). Internal to cel/; only strict mode asks.
#ifndef CEL_TEXT_ORDER_H
#define CEL_TEXT_ORDER_H

#include "cel/ast.h"
#include "value/reads_as.h"

// How two such texts are compared instead.
typedef struct TextOrder {
    const char *function; // of each of them: "int", "version"; NULL: there is a unit in the way
    const char *words;    // "numbers", "versions"
    const char *hint;     // what else may be meant; empty: nothing
} TextOrder;

// False where two texts (or bytes) of these are no dates, nor digits of one length, and read like
// numbers: *mend then says how they are compared. What is no text is passed over.
bool texts_in_order(const Value *values, size_t count, TextOrder *mend);

struct Machine;
// False, with a fault at the comparison, where these two have no order that may be trusted.
bool machine_text_order(struct Machine *machine, const CelExpr *expr, Value a, Value b);

// Two values that have no order at all. Always false.
bool machine_fail_order(struct Machine *machine, const CelExpr *expr, Value a, Value b);

struct Checker;
// True, and reported, where a literal that reads like a number stands beside an order of texts.
bool refuse_text_order(struct Checker *checker, const CelExpr *expr);
// Marks a sort that is only made to be compared as a whole: any order does, as long as it is the
// same on both sides.
void mark_whole_sorts(const CelExpr *equality);
// What such a sort() has been prepared with.
extern const bool sorted_for_equality;

#endif
