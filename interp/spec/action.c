#include "spec/action.h"

#include <string.h>

static const char *const effect_names[] = {
    [EFFECT_READ] = "read",
    [EFFECT_IDEMPOTENT] = "idempotent",
    [EFFECT_CHANGE] = "change",
    [EFFECT_ANSWER] = "answer",
};

const char *effect_name(Effect effect) {
    return effect_names[effect];
}

bool effect_parse(Sv text, Effect *out) {
    // EFFECT_ANSWER is for people; no step can claim it.
    for (Effect effect = EFFECT_READ; effect <= EFFECT_CHANGE; effect++) {
        if (!sv_eq_c(text, effect_names[effect])) continue;
        *out = effect;
        return true;
    }
    return false;
}

const Action *registry_action(const Registry *registry, Sv name) {
    for (size_t i = 0; i < registry->action_count; i++)
        if (sv_eq_c(name, registry->actions[i]->name)) return registry->actions[i];
    return NULL;
}

const ConnectionKind *registry_kind(const Registry *registry, Sv name) {
    for (size_t i = 0; i < registry->kind_count; i++)
        if (sv_eq_c(name, registry->kinds[i]->name)) return registry->kinds[i];
    return NULL;
}

int action_result(const Action *action, Sv name) {
    for (size_t i = 0; i < action->result_count; i++)
        if (sv_eq_c(name, action->results[i].name)) return (int)i;
    return -1;
}

int action_param(const Action *action, Sv name) {
    for (size_t i = 0; i < action->param_count; i++)
        if (sv_eq_c(name, action->params[i].name)) return (int)i;
    return -1;
}

static const Param *param_of(const Action *action, const char *name) {
    return &action->params[action_param(action, sv_from_c(name))];
}

static bool is_true(const Action *action, const char *name, const void *params) {
    const Param *param = param_of(action, name);
    const void *at = (const char *)params + param->offset;
    return param->kind == PARAM_BOOL ? *(const bool *)at : ((const Sv *)at)->len > 0;
}

uint64_t action_missing_results(const Action *action, const void *params) {
    uint64_t missing = 0;
    for (size_t i = 0; i < action->result_count; i++) {
        const ResultField *field = &action->results[i];
        bool gone = (field->only_with && !is_true(action, field->only_with, params)) ||
                    (field->not_with && is_true(action, field->not_with, params));
        missing |= (uint64_t)gone << i;
    }
    return missing;
}

Sv action_missing_why(Arena *arena, const Action *action, size_t result) {
    const ResultField *field = &action->results[result];
    if (field->only_with && param_of(action, field->only_with)->kind != PARAM_BOOL)
        return sv_format(arena, "only a step with '%s:' has it", field->only_with);
    if (field->only_with)
        return sv_format(arena, "only a step with '%s: true' has it", field->only_with);
    for (size_t i = 0; i < action->result_count; i++) {
        const char *with = action->results[i].only_with;
        if (with && strcmp(with, field->not_with) == 0)
            return sv_format(arena, "with '%s: true' the step yields '%s' instead", with,
                             action->results[i].name);
    }
    return sv_format(arena, "a step with '%s: true' does not have it", field->not_with);
}

int action_short(const Action *action) {
    for (size_t i = 0; i < action->param_count; i++)
        if (action->params[i].flags & PARAM_SHORT) return (int)i;
    return -1;
}

static const Action *action_with_short(const Registry *registry, ParamKind kind, unsigned flag) {
    for (size_t i = 0; i < registry->action_count; i++) {
        int row = action_short(registry->actions[i]);
        const Param *param = row >= 0 ? &registry->actions[i]->params[row] : NULL;
        if (param && param->kind == kind && (param->flags & flag) == flag)
            return registry->actions[i];
    }
    return NULL;
}

const Action *registry_taking_script(const Registry *registry) {
    return action_with_short(registry, PARAM_VERBATIM, PARAM_SHELL);
}

const Action *registry_taking_list(const Registry *registry) {
    return action_with_short(registry, PARAM_ARGV, 0);
}
