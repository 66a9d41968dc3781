// Which steps run at all: --only, --skip, --from, --tags. Looks at the plan alone; what an address
// of a single iteration chooses is found out while the run goes on.
#ifndef SELECT_SELECT_H
#define SELECT_SELECT_H

#include "plan/plan.h"

typedef struct SelectOptions {
    const Sv *only;
    uint32_t only_count; // addresses
    const Sv *skip;
    uint32_t skip_count;
    Sv from;
    const Sv *tags;
    uint32_t tag_count;
    bool rerun;           // `only` is a step of an earlier run, done once more
    bool rerun_was_given; // … and that run was given inputs; for the wording of refusals
    bool rerun_unmade;    // … and never made the step
    Sv rerun_open;        // … and can be gone on with: its name in a command, else empty
} SelectOptions;

typedef struct Selection Selection;

// A selection that matches nothing, or names what cannot be chosen, is reported. NULL on failure.
const Selection *select_steps(Arena *arena, const Plan *plan, const SelectOptions *options,
                              Diags *diags);
// True if something was left out by choice.
bool select_partial(const Selection *selection);
// Whether the step or something within it is to run.
bool select_has(const Selection *selection, const Step *step);
// The option by which the step was left out: "--only".
Sv select_reason(const Selection *selection, const Step *step);
// For plans: which of the step's iterations are chosen, "only revoke[tenant=acme]"; empty if they
// are treated alike.
Sv select_iterations(Arena *arena, const Selection *selection, const Step *step);
Value select_value(Arena *arena, const Selection *selection);

#endif
