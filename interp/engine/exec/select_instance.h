// Addresses that name single iterations: what they choose is known once a loop has its list.
#ifndef ENGINE_EXEC_SELECT_INSTANCE_H
#define ENGINE_EXEC_SELECT_INSTANCE_H

#include "engine/context/state.h"

// Why the step is left out at this place in the run; empty if it runs.
Sv select_left_out(const Selection *selection, const StepInstance *instance);
// To be called with a loop's iterations before the first begins: notes which of them were asked
// for, and tells which one stands at a number that was given.
void select_meets(Worker *worker, const StepInstance *iterations, uint32_t count);
// The first address of a single iteration that no loop reached; *finding then says what its loop
// had instead. Empty if there is none.
Sv select_not_reached(const Selection *selection, Sv *finding);

#endif
