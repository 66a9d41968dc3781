#include "inputs/known_connection.h"
#include "spec/param.h"
#include "value/value.h"

enum { MOST_NESTED = 64 };

// What the expressions of one runbook can read here.
typedef struct KnownNames {
    Arena *arena;
    const Plan *plan;
    const InputSources *sources;
    Value inputs, secrets, vars;
} KnownNames;

static bool get(void *self, uint32_t index, Value *out, Fault *fault) {
    const KnownNames *known = self;
    switch (index) {
    case SCOPE_INPUTS: *out = known->inputs; return true;
    case SCOPE_SECRETS: *out = known->secrets; return true;
    case SCOPE_VARS: *out = known->vars; return true;
    default: break;
    }
    fault->kind = FAULT_MISSING;
    fault->message = SV("not known before the run");
    return false;
}

static bool value_of(KnownNames *known, const ValueSource *source, Value *out) {
    const CelBinding binding = {.self = known, .get = get};
    const CelOptions options = {.strict = true};
    Arena *arena = known->arena;
    Fault fault = {0};
    switch (source->kind) {
    case SOURCE_CONSTANT: *out = source->constant; return true;
    case SOURCE_TEMPLATE:
        return template_eval(arena, source->template, &binding, &options, out, &fault);
    case SOURCE_EXPR:
        return cel_eval(arena, &source->expr->program, &binding, &options, out, &fault);
    default: return false;
    }
}

static Value by_name(Arena *arena, Sv name) {
    return value_string(sv_format(arena, "«%.*s»", SV_ARG(name)));
}

static const ValueSource *given_to(const Step *step, Sv name) {
    const ValueSource *given = step->include_inputs;
    for (uint32_t i = 0; given && given->kind == SOURCE_MAP && i < given->count; i++) {
        if (sv_eq(given->keys[i], name)) return &given->items[i];
    }
    return NULL;
}

// What the including runbook hands on takes precedence over the include's own sources.
static bool handed_on(KnownNames *outer, const Step *step, const Input *input, Value *out,
                      bool *known) {
    const ValueSource *given = given_to(step, input->name);
    *known = true;
    if (given) {
        *known = value_of(outer, given, out);
        return true;
    }
    const Value *value = value_get_sv(outer->inputs, input->name);
    if (value) *out = *value;
    return value && value->kind != VALUE_NULL;
}

static KnownNames known_to(const KnownNames *view, const Runbook *runbook, int depth);

static Value inputs_of(const KnownNames *view, const Runbook *runbook, int depth) {
    Plan plan = *view->plan;
    plan.top = (Runbook *)(uintptr_t)runbook;
    InputSources sources = *view->sources;
    Diags unsaid = diags_new(view->arena);
    ResolvedInput *inputs = arena_new_array(view->arena, ResolvedInput, runbook->input_count + 1);
    const Step *step = depth < MOST_NESTED ? runbook->included_by : NULL;
    KnownNames outer = step ? known_to(view, runbook->parent, depth + 1) : (KnownNames){0};
    if (step) sources.input_count = sources.file_count = 0;
    // What has no value is not known.
    ignore_result(inputs_resolve(&plan, &sources, view->arena, &unsaid, inputs));
    MapBuilder map = map_builder(view->arena);
    for (uint32_t i = 0; i < runbook->input_count; i++) {
        const Input *input = inputs[i].input;
        Value value = inputs[i].present ? inputs[i].value : value_null();
        bool known = true, handed = step && handed_on(&outer, step, input, &value, &known);
        if (input->secret && (handed || inputs[i].present))
            value = by_name(view->arena, input->name);
        if (known) map_add_sv(&map, input->name, value);
    }
    return map_done(&map);
}

static Value secrets_of(const KnownNames *view, const Runbook *runbook) {
    MapBuilder map = map_builder(view->arena);
    for (uint32_t i = 0; i < runbook->secret_count; i++)
        map_add_sv(&map, runbook->secrets[i].name, by_name(view->arena, runbook->secrets[i].name));
    return map_done(&map);
}

static KnownNames known_to(const KnownNames *view, const Runbook *runbook, int depth) {
    MapBuilder vars = map_builder(view->arena);
    KnownNames known = {view->arena,
                        view->plan,
                        view->sources,
                        inputs_of(view, runbook, depth),
                        secrets_of(view, runbook),
                        value_null()};
    for (uint32_t i = 0; i < runbook->var_count; i++) {
        MapBuilder so_far = vars;
        Value value;
        known.vars = map_done(&so_far);
        if (value_of(&known, &runbook->vars[i].value, &value))
            map_add_sv(&vars, runbook->vars[i].name, value);
    }
    known.vars = map_done(&vars);
    return known;
}

const void *known_connection(const KnownBy *by, const Runbook *runbook,
                             const Connection *connection, Value *address) {
    const ConnectionKind *kind = connection->kind;
    Arena *arena = by->arena;
    const KnownNames begin = {.arena = arena, .plan = by->plan, .sources = by->sources};
    KnownNames known = known_to(&begin, runbook, 0);
    Value *values = arena_new_array(arena, Value, kind->param_count);
    bool *given = arena_new_array(arena, bool, kind->param_count);
    DecodeError error;
    *address = value_null();
    if (!connection->params[0] || !value_of(&known, connection->params[0], &values[0]) ||
        values[0].kind != VALUE_STRING)
        return NULL;
    *address = values[0];
    given[0] = true;
    void *params = arena_alloc(arena, kind->params_size);
    bool decoded =
        params_decode(arena, kind->params, kind->param_count, values, given, true, params, &error);
    return decoded ? params : NULL;
}
