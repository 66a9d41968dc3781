#include "engine/context/eval_context.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "engine/context/frame.h"
#include "engine/context/patience.h"
#include "engine/context/run_files.h"
#include "value/time.h"

struct Derived {
    enum { DERIVED_NOT_YET, DERIVED_MADE, DERIVED_FAILED } state;
    Value value;
    Sv error;
};

EvalContext eval_context_of(Worker *worker, const StepContext *context, Arena *arena) {
    return (EvalContext){
        .worker = worker, .context = context, .arena = arena, .now = worker->run->started};
}

EvalContext eval_context_of_instance(Worker *worker, const StepInstance *instance, Arena *arena,
                                     Stamp now) {
    EvalContext eval = eval_context_of(worker, &instance->context, arena);
    eval.step = instance->step;
    eval.key = instance->key;
    eval.outlook = instance->outlook;
    eval.now = now;
    return eval;
}

void eval_context_answer(EvalContext *eval, const Value *results) {
    eval->results = results;
    const Step *step = eval->step;
    size_t count = step->action    ? step->action->result_count
                   : step->include ? step->include->output_count
                                   : 0;
    eval->derived = arena_new_array(eval->arena, Derived, count);
}

// ── values of names ──

// What is derived from results comes from any of them.
static Taint taint_of_results(const Value *results, size_t count) {
    Taint taint = 0;
    for (size_t i = 0; i < count; i++)
        taint |= results[i].taint;
    return taint;
}

static bool result_of(EvalContext *eval, uint32_t index, Value *out, Fault *fault) {
    if (!eval->results) {
        fault->kind = FAULT_ERROR;
        fault->message = SV("there is no answer to read it from");
        return false;
    }
    const Action *action = eval->step->action;
    const ResultField *field = action ? &action->results[index] : NULL;
    if (!field || !field->derive) {
        *out = eval->results[index];
        return true;
    }
    Derived *derived = &eval->derived[index];
    if (derived->state == DERIVED_NOT_YET) {
        bool made = field->derive(eval->arena, eval->results, &derived->value, &derived->error);
        derived->value.taint |= taint_of_results(eval->results, action->result_count);
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

static void add_step(MapBuilder *steps, const StepResults *step_results, Sv id) {
    const Value *record = step_results_find(step_results, id);
    if (record) map_add_sv(steps, id, *record);
}

static void add_all_steps(MapBuilder *steps, const StepResults *step_results) {
    for (; step_results; step_results = step_results->parent)
        for (uint32_t i = 0; i < step_results->records.count; i++)
            map_add_sv(steps, step_results->records.entries[i].key,
                       *(Value *)step_results->records.entries[i].value);
}

// Only the steps that the expression names: a map of all steps for each expression would make long
// runbooks quadratic.
static Value steps_of(EvalContext *eval) {
    if (eval->steps_made) return eval->steps;
    MapBuilder steps = map_builder(eval->arena);
    const CelUse *use = eval->use;
    bool all = !use;
    for (uint32_t i = 0; use && i < use->path_count; i++) {
        const CelPath *path = &use->paths[i];
        if (eval->names->items[path->name].index != SCOPE_STEPS) continue;
        if (path->count > 0)
            add_step(&steps, eval->context->step_results, path->fields[0]);
        else
            all = true;
    }
    if (all) add_all_steps(&steps, eval->context->step_results);
    eval->steps = value_marked(map_done(&steps), VALUE_RECORDS);
    eval->steps_made = true;
    return eval->steps;
}

static Value step_of(EvalContext *eval) {
    MapBuilder step = map_builder(eval->arena);
    map_add_c(&step, "key", value_string(eval->key));
    return map_done(&step);
}

static Value about_run(EvalContext *eval) {
    Value about = eval->worker->run->about;
    if (eval->outlook.kind != VALUE_MAP) return about;
    MapBuilder now = map_builder(eval->arena);
    for (size_t i = 0; i < value_count(about); i++)
        map_add(&now, value_key(about, i), value_at(about, i));
    for (size_t i = 0; i < value_count(eval->outlook); i++)
        map_add(&now, value_key(eval->outlook, i), value_at(eval->outlook, i));
    return map_done(&now);
}

// Where earlier steps count as observed, so do a subject and the items that a loop takes from them.
// A step's record counts once a field was found in it: see note_field.
static void note_read(EvalContext *eval, uint32_t index, Value value) {
    if (value.marks & VALUE_UNSEEN) return;
    if (index >= SCOPE_RESULT) {
        eval->observed = true;
        return;
    }
    if (!eval->steps_count) return;
    if (index == SCOPE_SUBJECT) eval->observed = true;
    for (uint32_t i = 0; index >= SCOPE_LOOP && i < eval->names->count; i++)
        if (eval->names->items[i].index == index) eval->observed |= eval->names->items[i].answered;
}

static void note_field(void *self) {
    EvalContext *eval = self;
    eval->observed |= eval->steps_count;
}

static bool value_of(EvalContext *eval, uint32_t index, Value *out, Fault *fault);

static bool get(void *self, uint32_t index, Value *out, Fault *fault) {
    EvalContext *eval = self;
    if (index >= SCOPE_RESULT) eval->results_read |= UINT64_C(1) << ((index - SCOPE_RESULT) % 64);
    bool there = value_of(eval, index, out, fault);
    note_read(eval, index, there ? *out : VALUE_NONE);
    return there;
}

static bool value_of(EvalContext *eval, uint32_t index, Value *out, Fault *fault) {
    const Frame *frame = eval->context->frame;
    if (index >= SCOPE_RESULT) return result_of(eval, index - SCOPE_RESULT, out, fault);
    if (index >= SCOPE_LOOP && index - SCOPE_LOOP < eval->context->loop_count) {
        *out = eval->context->loops[index - SCOPE_LOOP];
        return true;
    }
    switch (index) {
    case SCOPE_INPUTS: *out = frame->inputs; return true;
    case SCOPE_SECRETS: *out = frame->secrets; return true;
    case SCOPE_VARS: *out = frame->vars; return true;
    case SCOPE_STEPS: *out = steps_of(eval); return true;
    case SCOPE_RUN: *out = about_run(eval); return true;
    case SCOPE_STEP: *out = step_of(eval); return true;
    case SCOPE_SUBJECT: *out = frame->subject; return true;
    case SCOPE_NOW:
        *out = timestamp_from_ns(run_wall_ns(eval->worker->run, eval->now));
        return true;
    default:
        fault->kind = FAULT_ERROR;
        fault->message = SV("it has no value here");
        return false;
    }
}

// ── what a fault means ──

// Takes the next selected field off a path's text: ".login", ".?login".
static bool next_field(Sv *rest, Sv *field) {
    size_t from = sv_starts(*rest, SV(".?")) ? 2 : sv_starts(*rest, SV(".")) ? 1 : 0;
    if (from == 0) return false;
    size_t to = from;
    while (to < rest->len && ascii_is_word(rest->at[to]))
        to++;
    *field = sv_slice(*rest, from, to);
    *rest = sv_slice(*rest, to, rest->len);
    return field->len > 0;
}

// A probe may read what its own step captured before, and is asked as well where it did not come to
// that.
static bool is_under_way(const EvalContext *eval, Sv id) {
    const Step *step = eval->step;
    return step && step->parent && step->parent->probe == step && sv_eq(step->parent->id, id);
}

static Sv missing_step(EvalContext *eval, Sv rest) {
    Sv id, name;
    if (!next_field(&rest, &id)) return (Sv){0};
    const Value *record = step_results_find(eval->context->step_results, id);
    if (!record && is_under_way(eval, id) && next_field(&rest, &name))
        return sv_format(eval->arena,
                         "needs steps.%.*s.%.*s, and there was no answer to capture it from",
                         SV_ARG(id), SV_ARG(name));
    if (!record) return sv_format(eval->arena, "needs steps.%.*s, which has not run", SV_ARG(id));
    if (record->kind != VALUE_MAP || !next_field(&rest, &name) || value_get_sv(*record, name))
        return (Sv){0};
    Sv verdict = value_field_text(*record, "verdict", SV(""));
    bool ran = sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned");
    if (ran)
        return sv_format(eval->arena, "needs steps.%.*s.%.*s, which was not captured", SV_ARG(id),
                         SV_ARG(name));
    return sv_format(eval->arena, "needs steps.%.*s.%.*s, but that step is %.*s", SV_ARG(id),
                     SV_ARG(name), SV_ARG(verdict));
}

static Sv missing_key(EvalContext *eval, const char *what, Value map, Sv rest, const char *why) {
    Sv name;
    if (!next_field(&rest, &name) || value_get_sv(map, name)) return (Sv){0};
    return sv_format(eval->arena, "needs %s.%.*s, %s", what, SV_ARG(name), why);
}

static bool var_fault(EvalContext *eval, Sv rest, Fault *fault) {
    const Frame *frame = eval->context->frame;
    Sv name;
    if (!next_field(&rest, &name)) return false;
    for (uint32_t i = 0; i < frame->runbook->var_count; i++) {
        const Fault *own = &frame->var_faults[i];
        if (!sv_eq(frame->runbook->vars[i].name, name) || own->message.len == 0) continue;
        fault->kind = own->kind;
        fault->lost = own->lost;
        fault->hint = own->hint;
        fault->message = sv_format(eval->arena, "vars.%.*s has no value: %.*s", SV_ARG(name),
                                   SV_ARG(own->message));
        return true;
    }
    return false;
}

// A key that an earlier step left unset is not a wrong answer: nothing was asked.
static void understand(EvalContext *eval, Fault *fault) {
    if (fault->kind != FAULT_ERROR || !fault->span.source) return;
    const Frame *frame = eval->context->frame;
    Sv text = span_text(fault->span), missing = {0};
    size_t dot = sv_find_char(text, '.', 0);
    if (dot == SV_NONE) return;
    Sv name = sv_slice(text, 0, dot), rest = sv_slice(text, dot, text.len);
    if (sv_eq_c(name, "steps")) missing = missing_step(eval, rest);
    if (sv_eq_c(name, "inputs"))
        missing = missing_key(eval, "inputs", frame->inputs, rest, "which was not given");
    if (sv_eq_c(name, "secrets"))
        missing = missing_key(eval, "secrets", frame->secrets, rest, "which is not there");
    if (sv_eq_c(name, "vars") && var_fault(eval, rest, fault)) return;
    if (missing.len == 0) return;
    fault->kind = FAULT_MISSING;
    fault->message = missing;
    fault->hint = SV("");
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

// A file that an expression names is relative to the runbook's file, beneath the project root.
static bool read_beside(void *self, Sv path, const char *as, Arena *arena, Sv *out, Sv *error) {
    EvalContext *eval = self;
    return run_file_later(eval->worker->run, path, as, arena, out, error);
}

// Where the step is being ended, so is what is computed for it.
static bool is_ended(void *self) {
    const EvalContext *eval = self;
    return patience_is_over(eval->worker->run, eval->context->patience);
}

static Sv why_lost(Arena *arena, Value value) {
    (void)arena;
    return value_text(value);
}

static Sv without_secrets(void *self, Arena *arena, Sv text) {
    return masker_text(self, arena, text);
}

static CelOptions options_of(EvalContext *eval, bool allow_empty) {
    bool lost = atomic_load(&eval->worker->run->session.lost);
    return (CelOptions){.strict = true,
                        .plain = eval->plain,
                        .halt = {is_ended, eval},
                        .allow_empty = allow_empty,
                        .base_folder = eval->context->frame->runbook->folder,
                        .read_file = read_beside,
                        .files = eval,
                        .unknown = lost ? TAINT_LOST : 0,
                        .unknown_why = why_lost,
                        .without_secrets = without_secrets,
                        .secrets = eval->worker->run->masker};
}

static CelBinding bind(EvalContext *eval, const Expr *whole) {
    if (eval->use != &whole->use) eval->steps_made = false;
    eval->use = &whole->use;
    eval->names = &whole->names;
    return (CelBinding){.self = eval, .get = get, .observed = note_field};
}

bool eval_context_run_part(EvalContext *eval, const CelProgram *program, const Expr *whole,
                           Value *out, Fault *fault) {
    CelBinding binding = bind(eval, whole);
    CelOptions options = options_of(eval, false);
    *fault = (Fault){0};
    if (cel_eval(eval->arena, program, &binding, &options, out, fault)) return true;
    understand(eval, fault);
    return false;
}

bool eval_context_run(EvalContext *eval, const Expr *expr, bool allow_empty, Value *out,
                      Fault *fault) {
    CelBinding binding = bind(eval, expr);
    CelOptions options = options_of(eval, allow_empty);
    *fault = (Fault){0};
    if (cel_eval(eval->arena, &expr->program, &binding, &options, out, fault)) return true;
    understand(eval, fault);
    return false;
}

bool eval_context_run_marked(EvalContext *eval, const Expr *expr, Value *out, Fault *fault) {
    eval->observed = false;
    eval->steps_count = true;
    if (!eval_context_run(eval, expr, false, out, fault)) return false;
    if (!eval->observed) *out = value_marked(*out, VALUE_UNSEEN);
    return true;
}

bool eval_context_template(EvalContext *eval, const Template *text, const Expr *whole, Value *out,
                           Fault *fault) {
    CelBinding binding = bind(eval, whole);
    CelOptions options = options_of(eval, false);
    *fault = (Fault){0};
    if (template_eval(eval->arena, text, &binding, &options, out, fault)) return true;
    understand(eval, fault);
    return false;
}

bool eval_context_run_traced(EvalContext *eval, const Expr *expr, bool allow_empty, Value *out,
                             Fault *fault, CelTraced **traced) {
    CelBinding binding = bind(eval, expr);
    CelOptions options = options_of(eval, allow_empty);
    *fault = (Fault){0};
    if (cel_eval_traced(eval->arena, &expr->program, &binding, &options, out, fault, traced))
        return true;
    understand(eval, fault);
    return false;
}

uint32_t eval_context_explain(CelTraced *traced, bool held, CelPart *out, uint32_t limit) {
    enum { HELD_COLUMNS = 160, MISSED_COLUMNS = 320 };
    return cel_explain_traced(traced, held ? HELD_COLUMNS : MISSED_COLUMNS, out, limit);
}

const char *fault_cause(const Fault *fault, const char *otherwise) {
    return fault->kind == FAULT_MISSING   ? (fault->lost ? "lost_value" : "missing_value")
           : fault->kind == FAULT_STOPPED ? "cancelled"
                                          : otherwise;
}
