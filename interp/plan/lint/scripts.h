// Checks shell scripts for failures that would not be noticed. Internal to plan/.
#ifndef PLAN_LINT_SCRIPTS_H
#define PLAN_LINT_SCRIPTS_H

#include "plan/steps/step_read.h"

// Call when the step's expectations are known.
void scripts_check(StepBuilder *builder);

#endif
