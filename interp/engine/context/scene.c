#include "engine/context/scene.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "engine/context/frame.h"
#include "value/time.h"

struct Derived {
    enum { DERIVED_NOT_YET, DERIVED_MADE, DERIVED_FAILED } state;
    Value value;
    Sv error;
};

Scene scene_of(Worker *worker, const StepContext *context, Arena *arena) {
    return (Scene){
        .worker = worker, .context = context, .arena = arena, .now = worker->run->started};
}

Scene scene_of_instance(Worker *worker, const StepInstance *instance, Arena *arena, Stamp now) {
    Scene scene = scene_of(worker, &instance->context, arena);
    scene.step = instance->step;
    scene.key = instance->key;
    scene.now = now;
    return scene;
}

void scene_answer(Scene *scene, const Value *results) {
    scene->results = results;
    const Step *step = scene->step;
    size_t count = step->action    ? step->action->result_count
                   : step->include ? step->include->output_count
                                   : 0;
    scene->derived = arena_new_array(scene->arena, Derived, count);
}

// ── values of names ──

static bool result_of(Scene *scene, uint32_t index, Value *out, Fault *fault) {
    if (!scene->results) {
        fault->kind = FAULT_ERROR;
        fault->message = SV("there is no answer to read it from");
        return false;
    }
    const Action *action = scene->step->action;
    const ResultField *field = action ? &action->results[index] : NULL;
    if (!field || !field->derive) {
        *out = scene->results[index];
        return true;
    }
    Derived *derived = &scene->derived[index];
    if (derived->state == DERIVED_NOT_YET) {
        bool made = field->derive(scene->arena, scene->results, &derived->value, &derived->error);
        derived->state = made ? DERIVED_MADE : DERIVED_FAILED;
    }
    if (derived->state == DERIVED_MADE) {
        *out = derived->value;
        return true;
    }
    fault->kind = FAULT_ERROR;
    fault->message = derived->error;
    return false;
}

static void add_step(MapBuilder *steps, const Ids *ids, Sv id) {
    const Value *record = ids_find(ids, id);
    if (record) map_add_sv(steps, id, *record);
}

static void add_all_steps(MapBuilder *steps, const Ids *ids) {
    for (; ids; ids = ids->parent)
        for (uint32_t i = 0; i < ids->records.count; i++)
            map_add_sv(steps, ids->records.entries[i].key, *(Value *)ids->records.entries[i].value);
}

// Only what the expression names: a map of all steps for each of them would make long runbooks
// quadratic.
static Value steps_of(Scene *scene) {
    if (scene->steps_made) return scene->steps;
    MapBuilder steps = map_builder(scene->arena);
    const CelUse *use = scene->use;
    bool all = !use;
    for (uint32_t i = 0; use && i < use->path_count; i++) {
        const CelPath *path = &use->paths[i];
        if (scene->names->items[path->name].index != SCOPE_STEPS) continue;
        if (path->count > 0)
            add_step(&steps, scene->context->ids, path->fields[0]);
        else
            all = true;
    }
    if (all) add_all_steps(&steps, scene->context->ids);
    scene->steps = value_marked(map_done(&steps), VALUE_RECORDS);
    scene->steps_made = true;
    return scene->steps;
}

static Value step_of(Scene *scene) {
    MapBuilder step = map_builder(scene->arena);
    map_add_c(&step, "key", value_string(scene->key));
    return map_done(&step);
}

// Where earlier steps count as observed, so do a subject and what a loop has from them. A step's
// record counts once a field was found in it: see note_field.
static void note_read(Scene *scene, uint32_t index, Value value) {
    if (value.marks & VALUE_UNSEEN) return;
    if (index >= SCOPE_RESULT) {
        scene->observed = true;
        return;
    }
    if (!scene->steps_count) return;
    if (index == SCOPE_SUBJECT) scene->observed = true;
    for (uint32_t i = 0; index >= SCOPE_LOOP && i < scene->names->count; i++)
        if (scene->names->items[i].index == index)
            scene->observed |= scene->names->items[i].answered;
}

static void note_field(void *self) {
    Scene *scene = self;
    scene->observed |= scene->steps_count;
}

static bool value_of(Scene *scene, uint32_t index, Value *out, Fault *fault);

static bool get(void *self, uint32_t index, Value *out, Fault *fault) {
    Scene *scene = self;
    if (index >= SCOPE_RESULT) scene->results_read |= UINT64_C(1) << ((index - SCOPE_RESULT) % 64);
    bool there = value_of(scene, index, out, fault);
    note_read(scene, index, there ? *out : VALUE_NONE);
    return there;
}

static bool value_of(Scene *scene, uint32_t index, Value *out, Fault *fault) {
    const Frame *frame = scene->context->frame;
    if (index >= SCOPE_RESULT) return result_of(scene, index - SCOPE_RESULT, out, fault);
    if (index >= SCOPE_LOOP && index - SCOPE_LOOP < scene->context->loop_count) {
        *out = scene->context->loops[index - SCOPE_LOOP];
        return true;
    }
    switch (index) {
    case SCOPE_INPUTS: *out = frame->inputs; return true;
    case SCOPE_SECRETS: *out = frame->secrets; return true;
    case SCOPE_VARS: *out = frame->vars; return true;
    case SCOPE_STEPS: *out = steps_of(scene); return true;
    case SCOPE_RUN: *out = scene->worker->run->about; return true;
    case SCOPE_STEP: *out = step_of(scene); return true;
    case SCOPE_SUBJECT: *out = frame->subject; return true;
    case SCOPE_NOW:
        *out = timestamp_from_ns(run_wall_ns(scene->worker->run, scene->now));
        return true;
    default:
        fault->kind = FAULT_ERROR;
        fault->message = SV("it has no value here");
        return false;
    }
}

// ── what a fault means ──

static bool word_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Takes the next selected field off a path's text: ".login", ".?login".
static bool next_field(Sv *rest, Sv *field) {
    size_t from = sv_starts(*rest, SV(".?")) ? 2 : sv_starts(*rest, SV(".")) ? 1 : 0;
    if (from == 0) return false;
    size_t to = from;
    while (to < rest->len && word_char(rest->at[to]))
        to++;
    *field = sv_slice(*rest, from, to);
    *rest = sv_slice(*rest, to, rest->len);
    return field->len > 0;
}

static Sv missing_step(Scene *scene, Sv rest) {
    Sv id, name;
    if (!next_field(&rest, &id)) return (Sv){0};
    const Value *record = ids_find(scene->context->ids, id);
    if (!record) return sv_format(scene->arena, "needs steps.%.*s, which has not run", SV_ARG(id));
    if (record->kind != VALUE_MAP || !next_field(&rest, &name) || value_get_sv(*record, name))
        return (Sv){0};
    Sv verdict = value_field_text(*record, "verdict", SV(""));
    bool ran = sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned");
    if (ran)
        return sv_format(scene->arena, "needs steps.%.*s.%.*s, which was not captured", SV_ARG(id),
                         SV_ARG(name));
    return sv_format(scene->arena, "needs steps.%.*s.%.*s, but that step is %.*s", SV_ARG(id),
                     SV_ARG(name), SV_ARG(verdict));
}

static Sv missing_key(Scene *scene, const char *what, Value map, Sv rest, const char *why) {
    Sv name;
    if (!next_field(&rest, &name) || value_get_sv(map, name)) return (Sv){0};
    return sv_format(scene->arena, "needs %s.%.*s, %s", what, SV_ARG(name), why);
}

static bool var_fault(Scene *scene, Sv rest, Fault *fault) {
    const Frame *frame = scene->context->frame;
    Sv name;
    if (!next_field(&rest, &name)) return false;
    for (uint32_t i = 0; i < frame->runbook->var_count; i++) {
        const Fault *own = &frame->var_faults[i];
        if (!sv_eq(frame->runbook->vars[i].name, name) || own->message.len == 0) continue;
        fault->kind = own->kind;
        fault->mend = own->mend;
        fault->message = sv_format(scene->arena, "vars.%.*s has no value: %.*s", SV_ARG(name),
                                   SV_ARG(own->message));
        return true;
    }
    return false;
}

// A key that is missing because an earlier step left it unset is no wrong answer: nothing was
// asked.
static void understand(Scene *scene, Fault *fault) {
    if (fault->kind != FAULT_ERROR || !fault->span.source) return;
    const Frame *frame = scene->context->frame;
    Sv text = span_text(fault->span), missing = {0};
    size_t dot = sv_find_char(text, '.', 0);
    if (dot == SV_NONE) return;
    Sv name = sv_slice(text, 0, dot), rest = sv_slice(text, dot, text.len);
    if (sv_eq_c(name, "steps")) missing = missing_step(scene, rest);
    if (sv_eq_c(name, "inputs"))
        missing = missing_key(scene, "inputs", frame->inputs, rest, "which was not given");
    if (sv_eq_c(name, "secrets"))
        missing = missing_key(scene, "secrets", frame->secrets, rest, "which is not there");
    if (sv_eq_c(name, "vars") && var_fault(scene, rest, fault)) return;
    if (missing.len == 0) return;
    fault->kind = FAULT_MISSING;
    fault->message = missing;
    fault->mend = SV("");
}

Sv fault_line(Arena *arena, const Fault *fault) {
    if (!fault->span.source || fault->kind == FAULT_MISSING) return fault->message;
    Sv rest = span_text(fault->span), line;
    if (!sv_next_line(&rest, &line) || line.len == 0 || line.len > 60 || rest.len > 0)
        return fault->message;
    if (sv_find(fault->message, line, 0) != SV_NONE) return fault->message;
    return sv_format(arena, "%.*s: %.*s", SV_ARG(line), SV_ARG(fault->message));
}

// ── evaluating ──

// A schema that an expression names lies beside the file that names it, beneath the project's root.
static bool read_beside(void *self, Sv path, Arena *arena, Sv *out, Sv *error) {
    Scene *scene = self;
    Sv real = path_real(arena, path);
    if (real.len == 0 || !path_beneath(arena, scene->worker->run->plan->root, real)) {
        *error = sv_format(arena, "'%.*s' is not a file beneath the project's root", SV_ARG(path));
        return false;
    }
    if (file_read(arena, real, LIMIT_JSON_BYTES, out) == FILE_OK) return true;
    *error = sv_format(arena, "'%.*s' cannot be read", SV_ARG(path));
    return false;
}

static CelOptions options_of(Scene *scene, bool allow_empty) {
    return (CelOptions){.strict = true,
                        .plain = scene->plain,
                        .allow_empty = allow_empty,
                        .base_folder = scene->context->frame->runbook->folder,
                        .read_file = read_beside,
                        .files = scene};
}

static CelBinding bind(Scene *scene, const Expr *whole) {
    if (scene->use != &whole->use) scene->steps_made = false;
    scene->use = &whole->use;
    scene->names = &whole->names;
    return (CelBinding){.self = scene, .get = get, .observed = note_field};
}

bool scene_eval_part(Scene *scene, const CelProgram *program, const Expr *whole, Value *out,
                     Fault *fault) {
    CelBinding binding = bind(scene, whole);
    CelOptions options = options_of(scene, false);
    *fault = (Fault){0};
    if (cel_eval(scene->arena, program, &binding, &options, out, fault)) return true;
    understand(scene, fault);
    return false;
}

bool scene_eval(Scene *scene, const Expr *expr, bool allow_empty, Value *out, Fault *fault) {
    CelBinding binding = bind(scene, expr);
    CelOptions options = options_of(scene, allow_empty);
    *fault = (Fault){0};
    if (cel_eval(scene->arena, &expr->program, &binding, &options, out, fault)) return true;
    understand(scene, fault);
    return false;
}

bool scene_eval_marked(Scene *scene, const Expr *expr, Value *out, Fault *fault) {
    scene->observed = false;
    scene->steps_count = true;
    if (!scene_eval(scene, expr, false, out, fault)) return false;
    if (!scene->observed) *out = value_marked(*out, VALUE_UNSEEN);
    return true;
}

bool scene_template(Scene *scene, const Template *text, const Expr *whole, Value *out,
                    Fault *fault) {
    CelBinding binding = bind(scene, whole);
    CelOptions options = options_of(scene, false);
    *fault = (Fault){0};
    if (template_eval(scene->arena, text, &binding, &options, out, fault)) return true;
    understand(scene, fault);
    return false;
}

enum { EXPLAIN_COLUMNS = 160 };

uint32_t scene_explain(Scene *scene, const Expr *expr, bool allow_empty, CelPart *out,
                       uint32_t limit) {
    CelBinding binding = bind(scene, expr);
    CelOptions options = options_of(scene, allow_empty);
    return cel_explain(scene->arena, &expr->program, &binding, &options, EXPLAIN_COLUMNS, out,
                       limit);
}
