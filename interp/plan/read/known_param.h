// What is known of a parameter before anything runs.
#ifndef PLAN_READ_KNOWN_PARAM_H
#define PLAN_READ_KNOWN_PARAM_H

#include "plan/plan.h"

// The value as far as it holds no ${…}; URLs, and the texts of a list, are known as they are
// written. False where nothing is.
MUST_USE bool known_value(Arena *arena, const Param *param, const ValueSource *source, Value *out);

#endif
