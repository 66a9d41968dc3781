// Inputs that have no value, asked of the person who runs it. What was given is kept, and counts
// like --input from then on.
#ifndef INPUTS_ASKED_INPUTS_H
#define INPUTS_ASKED_INPUTS_H

#include "inputs/inputs.h"

struct AskedInputs {
    Arena *arena; // of the values
    // Asks for one; `wrong` says why the value before would not do, empty = it is asked for the
    // first time. False where nobody answers. The text is in the arena.
    bool (*ask)(void *self, const Input *input, Sv wrong, Arena *arena, Sv *out);
    void *self;
    NamedText *given;
    uint32_t count, capacity;
};

// Asks for each input of the top runbook that is missing, until its value is allowed; for none
// where something else is wrong with them, since nothing will run. What nobody gave stays missing.
void inputs_ask(const Plan *plan, const InputSources *sources, Arena *arena);
// What was given for it; NULL = nothing.
const NamedText *asked_input(const AskedInputs *asked, Sv name);

#endif
