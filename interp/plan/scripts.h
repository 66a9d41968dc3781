// Scripts of shells: whether a step could end well although something in it failed. Internal to
// plan/.
#ifndef PLAN_SCRIPTS_H
#define PLAN_SCRIPTS_H

#include "plan/step.h"

// To be called once what the step expects is known.
void scripts_check(StepDraft *draft);

#endif
