// Which steps run at all: --only, --skip, --from, --tags.
#ifndef RUN_SELECT_H
#define RUN_SELECT_H

#include "run/state.h"

// A selection that matches nothing, or asks for what cannot be chosen, goes to the diagnostics.
// NULL on failure.
const Selection *select_steps(Arena *arena, const Plan *plan, const RunOptions *options,
                              Diags *diags);
// True where something was left out by choice.
bool select_partial(const Selection *selection);
// Whether the step, or something within it, is to run.
bool select_has(const Selection *selection, const Step *step);
// "--only": what the step was left out by.
Sv select_reason(const Selection *selection, const Step *step);
// For plans: what of the step's iterations is chosen, "only revoke[tenant=acme]"; empty where all
// go one way.
Sv select_iterations(Arena *arena, const Selection *selection, const Step *step);
Value select_value(Arena *arena, const Selection *selection);

// ── where addresses name single iterations: asked while the run goes on ──

// Why this step is left out at this place; empty where it runs.
Sv select_left_out(const Selection *selection, const Seat *seat);
// A loop's iterations, before the first begins. Tells what stands at a place that was asked for.
void select_meets(Worker *worker, const Seat *iterations, uint32_t count);
// The first address of a single iteration that no loop came to, and what may be meant by it; empty
// where there is none.
Sv select_not_reached(const Selection *selection, Sv *finding);

#endif
