#include "inputs/asked_inputs.h"
#include "plan/inputs/input_value.h"

const NamedText *asked_input(const AskedInputs *asked, Sv name) {
    for (uint32_t i = 0; asked && i < asked->count; i++)
        if (sv_eq(asked->given[i].name, name)) return &asked->given[i];
    return NULL;
}

static bool only_missing(const Diags *diags) {
    for (uint32_t i = 0; i < diags->count; i++)
        if (diags->items[i].id != DIAG_INPUT_MISSING) return false;
    return true;
}

static bool is_missing(const ResolvedInput *resolved) {
    return !resolved->present && resolved->input->required;
}

// False where nobody gave it.
static bool ask_one(AskedInputs *asked, const Input *input, Arena *arena) {
    Sv text, wrong = {0};
    while (asked->ask(asked->self, input, wrong, asked->arena, &text)) {
        Value value;
        if (input_from_text(arena, input, text, &value, &wrong) &&
            input_allows(arena, input, value, &wrong)) {
            arena_grow(asked->arena, asked->given, asked->count, asked->capacity);
            asked->given[asked->count++] = (NamedText){input->name, text};
            return true;
        }
        if (text.len == 0) wrong = SV("Enter alone is no value, and there is no default");
    }
    return false;
}

void inputs_ask(const Plan *plan, const InputSources *sources, Arena *arena) {
    AskedInputs *asked = sources->asked;
    if (!asked || !asked->ask) return;
    Diags seen = diags_new(arena);
    ResolvedInput *inputs = arena_new_array(arena, ResolvedInput, plan->top->input_count + 1);
    if (inputs_resolve(plan, sources, arena, &seen, inputs) || !only_missing(&seen)) return;
    for (uint32_t i = 0; i < plan->top->input_count; i++)
        if (is_missing(&inputs[i]) && !ask_one(asked, inputs[i].input, arena)) return;
}
