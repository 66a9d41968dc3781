// Addresses that name single iterations: what they choose is known once a loop has its list.
#ifndef ENGINE_EXEC_SELECT_INSTANCE_H
#define ENGINE_EXEC_SELECT_INSTANCE_H

#include "engine/context/state.h"

// Why this step is left out at this place; empty where it runs.
Sv select_left_out(const Selection *selection, const StepInstance *instance);
// A loop's iterations, before the first begins. Tells what stands at a place that was asked for.
void select_meets(Worker *worker, const StepInstance *iterations, uint32_t count);
// The first address of a single iteration that no loop came to, and what may be meant by it; empty
// where there is none.
Sv select_not_reached(const Selection *selection, Sv *finding);

#endif
