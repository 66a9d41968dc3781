// Which environment variable a person sets so that it holds a secret.
#ifndef PLAN_SECRET_VARIABLE_H
#define PLAN_SECRET_VARIABLE_H

#include "plan/plan.h"

// Of a name: "api_key" → "API_KEY".
Sv variable_of_name(Arena *arena, Sv name);
// The one that the runbook, or one that includes it, declares for the secret or secret input of
// this name; otherwise the name in capitals, and *declared is false.
Sv secret_variable(Arena *arena, const Runbook *runbook, Sv name, bool *declared);

#endif
