// A step's place at run time: address, number, name, key.
#ifndef ENGINE_CONTEXT_STEP_INSTANCE_H
#define ENGINE_CONTEXT_STEP_INSTANCE_H

#include "engine/context/eval_context.h"

// The instance of a child.
StepInstance step_instance_of(Worker *worker, const StepContext *context, const Step *step);
// Gives it a key of that session's own: what is made now is another thing than before.
void step_instance_make_another(Worker *worker, StepInstance *instance, int64_t session);
// The instance of one iteration of a step with loops. `taken` holds the addresses of the iterations
// before it.
StepInstance step_instance_of_iteration(Worker *worker, const StepInstance *loop,
                                        const StepContext *context, uint32_t index, SvMap *taken);
// The number of a step whose surroundings have this one; empty at the top.
Sv step_instance_number(Arena *arena, Sv surroundings, const Step *step);
// The surroundings of a group's children, an include's steps or a loop's iterations.
StepContext step_context_within(const StepInstance *instance);
// Evaluates the name, once everything that it may read is there.
void step_instance_name(Worker *worker, StepInstance *instance);
// The same for a loop that begins: "…" stands for its items.
void step_instance_name_loop(Worker *worker, StepInstance *instance);
// What a failure of this step does: its own `on_failure`, or that of its surroundings.
OnFailure step_instance_rule(const StepInstance *instance);
bool step_instance_undo(const StepInstance *instance); // whether it is in the phase "undo"

#endif
