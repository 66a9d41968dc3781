// A step's place at run time: address, number, name, key.
#ifndef ENGINE_CONTEXT_STEP_INSTANCE_H
#define ENGINE_CONTEXT_STEP_INSTANCE_H

#include "engine/context/eval_context.h"

// The instance of a child.
StepInstance step_instance_of(Worker *worker, const StepContext *context, const Step *step);
// The instance of one iteration of a step with loops; `taken` holds the addresses of those before
// it.
StepInstance step_instance_of_iteration(Worker *worker, const StepInstance *loop,
                                        const StepContext *context, uint32_t index, SvMap *taken);
// What the children of a group (or an include's steps, or a loop's iterations) stand in.
StepContext step_context_within(const StepInstance *instance);
// Evaluates its name, now that what it may read is there.
void step_instance_name(Worker *worker, StepInstance *instance);
// The rule for a failure of this step: its own, or that of its surroundings.
OnFailure step_instance_rule(const StepInstance *instance);
bool step_instance_undo(const StepInstance *instance); // in the phase "undo"

#endif
