// Comparing texts whose order may not be trusted, or values that have none. Internal to cel/; only
// strict mode asks.
#ifndef CEL_EVAL_TEXT_ORDER_H
#define CEL_EVAL_TEXT_ORDER_H

#include "cel/ast.h"

struct Machine;
// False, with a fault at the comparison, where these two have no order that may be trusted.
bool machine_text_order(struct Machine *machine, const CelExpr *expr, Value a, Value b);

// Two values that have no order at all. Always false.
bool machine_fail_order(struct Machine *machine, const CelExpr *expr, Value a, Value b);

#endif
