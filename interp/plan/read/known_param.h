// The values of parameters, as far as they are known before anything runs.
#ifndef PLAN_READ_KNOWN_PARAM_H
#define PLAN_READ_KNOWN_PARAM_H

#include "plan/plan.h"

// The value if it holds no ${…}; URLs and the texts of a list are given as they are written. False
// if nothing is known.
MUST_USE bool known_value(Arena *arena, const Param *param, const ValueSource *source, Value *out);
typedef struct ParamRows {
    const Param *rows;
    size_t count, size; // bytes of the decoded struct
} ParamRows;

// Parameters decoded as far as they are known, as known_value has it; the others are zero. NULL if
// they cannot be decoded.
const void *known_params(Arena *arena, const ParamRows *rows, ValueSource *const *sources);

#endif
