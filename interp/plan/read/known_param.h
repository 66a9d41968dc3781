// The values of parameters, as far as they are known before anything runs.
#ifndef PLAN_READ_KNOWN_PARAM_H
#define PLAN_READ_KNOWN_PARAM_H

#include "plan/plan.h"

// The value if it holds no ${…}; URLs and the texts of a list are given as they are written. False
// if nothing is known.
MUST_USE bool known_value(Arena *arena, const Param *param, const ValueSource *source, Value *out);

#endif
