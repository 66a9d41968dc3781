// Detects texts whose order, letter by letter, is not what they mean, since both read like numbers
// or versions ('9' comes after '10'). Internal to cel/; only used in strict mode.
#ifndef CEL_EVAL_TEXT_ORDER_H
#define CEL_EVAL_TEXT_ORDER_H

#include "cel/ast.h"

struct Machine;
// False, with a fault at the comparison, if the order of these two must not be trusted.
bool machine_text_order(struct Machine *machine, const CelExpr *expr, Value a, Value b);

// Two values that have no order at all. Always false.
bool machine_fail_order(struct Machine *machine, const CelExpr *expr, Value a, Value b);

#endif
