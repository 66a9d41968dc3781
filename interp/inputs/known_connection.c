#include "base/system/file.h"
#include "inputs/known_names.h"
#include "plan/permit.h"
#include "plan/read/known_param.h"
#include "spec/param.h"
#include "value/value.h"

enum { MOST_NESTED = 64 };

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

static bool value_of(KnownNames *known, const ValueSource *source, Value *out);

// With what is known of it.
static bool map_of(KnownNames *known, const ValueSource *source, Value *out) {
    MapBuilder map = map_builder(known->arena);
    for (uint32_t i = 0; i < source->count; i++) {
        Value value;
        if (value_of(known, &source->items[i], &value)) map_add_sv(&map, source->keys[i], value);
    }
    *out = map_done(&map);
    return true;
}

bool known_program(KnownNames *known, const CelProgram *program, Value *out) {
    const CelBinding binding = {.self = known, .get = get};
    const CelOptions options = {.strict = true};
    Fault fault = {0};
    return cel_eval(known->arena, program, &binding, &options, out, &fault);
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
    case SOURCE_EXPR: return known_program(known, &source->expr->program, out);
    case SOURCE_MAP: return map_of(known, source, out);
    case SOURCE_LIST: break;
    }
    return false;
}

static Value by_name(const KnownNames *known, const Runbook *runbook, Sv name) {
    const StandIns *stand_ins = known->stand_ins;
    if (stand_ins) return stand_ins->secret(stand_ins->self, runbook, name);
    return value_string(sv_format(known->arena, "«%.*s»", SV_ARG(name)));
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
            value = by_name(view, runbook, input->name);
        // What is missing is what a stand-in stands for.
        if (view->stand_ins && input->required && !handed && !inputs[i].present) known = false;
        if (known) map_add_sv(&map, input->name, value);
    }
    return map_done(&map);
}

static Value secrets_of(const KnownNames *view, const Runbook *runbook) {
    MapBuilder map = map_builder(view->arena);
    for (uint32_t i = 0; i < runbook->secret_count; i++)
        map_add_sv(&map, runbook->secrets[i].name,
                   by_name(view, runbook, runbook->secrets[i].name));
    return map_done(&map);
}

static KnownNames known_to(const KnownNames *view, const Runbook *runbook, int depth) {
    MapBuilder vars = map_builder(view->arena);
    KnownNames known = {view->arena,
                        view->plan,
                        view->sources,
                        view->stand_ins,
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

// The first `most` parameters, as far as they are known. NULL where they cannot be decoded.
static const void *known_of(KnownNames *known, const Param *rows, size_t count, size_t size,
                            ValueSource *const *sources, size_t most) {
    Arena *arena = known->arena;
    Value *values = arena_new_array(arena, Value, count + 1);
    bool *given = arena_new_array(arena, bool, count + 1);
    for (size_t i = 0; i < most; i++)
        given[i] = sources[i] && (value_of(known, sources[i], &values[i]) ||
                                  known_value(arena, &rows[i], sources[i], &values[i]));
    void *params = arena_alloc(arena, size + 1);
    DecodeError error;
    return params_decode(arena, rows, count, values, given, true, params, &error) ? params : NULL;
}

KnownNames known_in(const KnownBy *by, const Runbook *runbook) {
    const KnownNames begin = {
        .arena = by->arena, .plan = by->plan, .sources = by->sources, .stand_ins = by->stand_ins};
    return known_to(&begin, runbook, 0);
}

Value known_inputs(const KnownBy *by, const Runbook *runbook) {
    return known_in(by, runbook).inputs;
}

const void *known_connection(const KnownBy *by, const Runbook *runbook,
                             const Connection *connection, Value *address) {
    const ConnectionKind *kind = connection->kind;
    KnownNames known = known_in(by, runbook);
    *address = value_null();
    if (!connection->params[0] || !value_of(&known, connection->params[0], address) ||
        address->kind != VALUE_STRING) {
        *address = value_null();
        return NULL;
    }
    return known_of(&known, kind->params, kind->param_count, kind->params_size, connection->params,
                    1);
}

Cautions known_cautions(const KnownBy *by, const Runbook *runbook, const Connection *connection) {
    const ConnectionKind *kind = connection->kind;
    Cautions out = {0};
    if (!kind->cautions) return out;
    KnownNames known = known_in(by, runbook);
    const void *params = known_of(&known, kind->params, kind->param_count, kind->params_size,
                                  connection->params, kind->param_count);
    if (params) kind->cautions(params, by->sources->env, by->arena, &out);
    return out;
}

Cautions known_step_cautions(const KnownBy *by, const Step *step) {
    const Action *action = step->action;
    Cautions out = {0};
    if (!action || !action->cautions) return out;
    KnownNames known = known_in(by, step->runbook);
    const ConnectionKind *kind = step->via ? step->via->kind : NULL;
    const void *home = kind ? known_of(&known, kind->params, kind->param_count, kind->params_size,
                                       step->via->params, kind->param_count)
                            : NULL;
    const void *params = known_of(&known, action->params, action->param_count, action->params_size,
                                  step->params, action->param_count);
    if (params) action->cautions(params, home, by->sources->env, by->arena, &out);
    return out;
}

// ── files ──

typedef struct FileSearch {
    const KnownBy *by;
    KnownFile *tell;
    void *self;
} FileSearch;

static void search_param(const FileSearch *search, const Step *step, const ValueSource *source) {
    const KnownBy *by = search->by;
    KnownNames known = known_in(by, step->runbook);
    Value name;
    if (!value_of(&known, source, &name) || name.kind != VALUE_STRING || !value_text(name).len)
        return;
    Sv named = path_join(by->arena, step->runbook->folder, value_text(name));
    Sv real = path_real(by->arena, named);
    if (!real.len || !path_beneath(by->arena, by->plan->root, real)) return;
    Touch touch = touch_path(by->arena, value_text(name), named);
    PermitRefusal refusal;
    if (!permit(step->runbook, by->arena, &touch, &refusal)) return;
    Sv shown = path_join(by->arena, path_folder(step->runbook->path), value_text(name));
    search->tell(search->self, (PlanFile){.path = shown, .real = real, .named = named});
}

static bool search_step(void *self, Step *step, const char *phase, uint32_t depth) {
    const Action *action = step->action;
    (void)phase;
    (void)depth;
    for (size_t i = 0; action && i < action->param_count; i++)
        if (action->params[i].kind == PARAM_FILE && step->params[i] &&
            step->params[i]->kind == SOURCE_TEMPLATE)
            search_param(self, step, step->params[i]);
    return true;
}

void known_files(const KnownBy *by, KnownFile *tell, void *self) {
    FileSearch search = {by, tell, self};
    plan_visit(by->plan->top, search_step, &search);
}
