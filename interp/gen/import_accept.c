// Whether an action would take what a draft gives it: asked of the action itself, so that what it
// refuses becomes a question instead of a draft that is not in order.
#include "gen/import_parts.h"

bool import_accepts(Draft *draft, const Action *action, const DraftGiven *given, size_t count) {
    Arena *arena = draft->arena;
    Value *values = arena_new_array(arena, Value, action->param_count);
    bool *has = arena_new_array(arena, bool, action->param_count);
    for (size_t i = 0; i < count; i++) {
        int param = action_param(action, sv_from_c(given[i].name));
        if (param < 0) return false;
        values[param] = given[i].value;
        has[param] = true;
    }
    void *decoded = arena_alloc(arena, action->params_size);
    DecodeError error = {0};
    if (!params_decode(arena, action->params, action->param_count, values, has, true, decoded,
                       &error))
        return false;
    int param = -1;
    Sv why = {0}, mend = {0};
    return !action->validate || action->validate(decoded, arena, &param, &why, &mend);
}
