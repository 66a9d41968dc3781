// Which steps run at all: --only, --skip, --from, --tags.
#ifndef RUN_SELECT_H
#define RUN_SELECT_H

#include "run/state.h"

// A selection that matches nothing goes to the diagnostics. NULL on failure.
const Selection *select_steps(Arena *arena, const Plan *plan, const RunOptions *options,
                              Diags *diags);
// True where something was left out by choice.
bool select_partial(const Selection *selection);
// Whether the step, or something within it, is to run.
bool select_has(const Selection *selection, const Step *step);
// Whether this iteration is, where an address names single ones.
bool select_has_iteration(const Selection *selection, Sv address);
// The first address of a single iteration that no loop came to; empty where there is none.
Sv select_not_reached(const Selection *selection);
// "--only": what the step was left out by.
Sv select_reason(const Selection *selection, const Step *step);
Value select_value(Arena *arena, const RunOptions *options);

#endif
