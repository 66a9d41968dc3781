#include "engine/begin/include_inputs.h"
#include "base/limits.h"
#include "mask/url_password.h"
#include "plan/inputs/input_value.h"
#include "plan/permit.h"
#include "select/select.h"

static const Input *input_named(const Runbook *runbook, Sv name) {
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (sv_eq(runbook->inputs[i].name, name)) return &runbook->inputs[i];
    return NULL;
}

Value secret_known(Masker *masker, Sv name, Value value, bool weak) {
    size_t least = weak ? LIMIT_SECRET_WEAK_BYTES : LIMIT_SECRET_MIN_BYTES;
    Taint taint = masker_add_value(masker, name, value, least);
    // Of a secret that is an address the password alone may come back.
    Arena *scratch = arena_new(LIMIT_RUN_MEMORY);
    url_passwords_remember(masker, scratch, name, value);
    arena_free(scratch);
    return value_tainted(value, taint);
}

// Inputs of the same name and type are handed on.
static bool handed_on(const Frame *parent, const Input *input, Value *out) {
    const Input *outer = input_named(parent->runbook, input->name);
    if (!outer || outer->type != input->type || outer->items != input->items) return false;
    const Value *value = value_get_sv(parent->inputs, input->name);
    if (!value || value->kind == VALUE_NULL) return false;
    *out = *value;
    return true;
}

static bool from_env(const Run *run, const Input *input, Arena *arena, Value *out, bool *found,
                     Sv *error) {
    const char *variable = input->env.len > 0 ? sv_to_c(arena, input->env) : NULL;
    const char *text = variable ? run->env->get(run->env->self, variable) : NULL;
    *found = text && *text;
    return !*found || input_from_text(arena, input, sv_copy(arena, sv_from_c(text)), out, error);
}

// The value that the include had in the earlier run, if one of its steps is done once more.
static bool from_before(const Run *run, const StepInstance *instance, const Input *input,
                        Arena *arena, Value *out, bool *found, Sv *error) {
    Value before;
    *found = false;
    if (!run->options->sources.rerun || input->secret) return true;
    switch (rerun_include_input(run->options->sources.rerun, arena, instance->address, input->name,
                                &before, error)) {
    case RERUN_THERE: *found = true; return input_from_value(arena, input, before, out, error);
    case RERUN_LOST: return false;
    default: return true;
    }
}

static bool take_input(Worker *worker, const StepInstance *instance, const Input *input,
                       Value beside, Value *out, Sv *error) {
    const Frame *parent = instance->context.frame;
    Arena *arena = worker->keep;
    const Value *given = value_get_sv(beside, input->name);
    bool found = given && given->kind != VALUE_NULL;
    *out = value_null();
    if (found) {
        Taint taint = value_taint(*given);
        if (!input_from_value(arena, input, *given, out, error)) return false;
        *out = value_tainted(*out, taint);
    }
    if (!found) found = handed_on(parent, input, out);
    if (!found && !from_before(worker->run, instance, input, arena, out, &found, error))
        return false;
    if (!found && !from_env(worker->run, input, arena, out, &found, error)) return false;
    if (!found && input->fallback) {
        *out = input->fallback->constant;
        found = true;
    }
    if (!found && input->required) {
        *error = SV("it has no value");
        return false;
    }
    if (found && !input_allows(arena, input, *out, error)) return false;
    if (found && input->secret && !value_taint(*out))
        *out = secret_known(worker->run->masker, input->name, *out, true);
    else if (found && !value_taint(*out))
        url_passwords_remember(worker->run->masker, arena, input->name, *out);
    return true;
}

static bool beside_include(Worker *worker, const StepInstance *instance, Value *out, Sv *problem) {
    MapBuilder none = map_builder(worker->keep);
    *out = map_done(&none);
    if (!instance->step->include_inputs) return true;
    EvalContext eval =
        eval_context_of_instance(worker, instance, worker->step, worker->run->started);
    Fault fault = {0};
    Value value;
    if (!eval_context_value(&eval, instance->step->include_inputs, &value, &fault)) {
        Sv line = fault_line(worker->step, &fault);
        *problem = sv_format(worker->keep, "inputs: %.*s", SV_ARG(line));
        return false;
    }
    *out = value_copy(worker->keep, value);
    return true;
}

// ── secrets: one source is asked once, whoever needs it ──

typedef struct Fetched {
    const Secret *secret;
    SecretStatus status;
    Value value;
    Sv why;
    struct Fetched *next;
} Fetched;

static bool same_source(const Secret *a, const Secret *b) {
    if (a->from != b->from || !sv_eq(a->text, b->text) || a->argc != b->argc || a->weak != b->weak)
        return false;
    for (uint32_t i = 0; i < a->argc; i++)
        if (!sv_eq(a->argv[i], b->argv[i])) return false;
    return true;
}

// Call with the lock for questions held: a prompt is a question.
static const Fetched *fetch(Run *run, const Secret *secret) {
    for (const Fetched *known = run->fetched; known; known = known->next)
        if (same_source(known->secret, secret)) return known;
    Fetched *fetched = arena_new_of(run->secrets_arena, Fetched);
    Sv from;
    *fetched = (Fetched){.secret = secret, .next = run->fetched, .why = SV("")};
    fetched->status = secret_take(run->plan, &run->options->sources, secret, true,
                                  run->secrets_arena, &fetched->value, &from, &fetched->why);
    run->fetched = fetched;
    return fetched;
}

void include_secrets_remember(Run *run, const Secret *secret, bool present, Value value) {
    Fetched *fetched = arena_new_of(run->secrets_arena, Fetched);
    *fetched = (Fetched){.secret = secret,
                         .status = present ? SECRET_THERE : SECRET_ABSENT,
                         .value = value,
                         .why = SV("it is not there"),
                         .next = run->fetched};
    run->fetched = fetched;
}

typedef struct Ahead {
    Run *run;
    Diags *diags;
} Ahead;

// An include with a condition may never need its secrets.
static bool look_ahead(void *self, Step *step, const char *phase, uint32_t depth) {
    const Ahead *ahead = self;
    (void)phase, (void)depth;
    if (step->when || step->ask_first || step->loop_count > 0) return false;
    if (!select_has(ahead->run->selection, step)) return false;
    for (uint32_t i = 0; step->include && i < step->include->secret_count; i++) {
        const Secret *secret = &step->include->secrets[i];
        bool known = !permit_secret(secret, ahead->run->arena);
        for (const Fetched *other = ahead->run->fetched; other && !known; other = other->next)
            known = same_source(other->secret, secret);
        if (known) continue;
        const Fetched *fetched = fetch(ahead->run, secret);
        if (secret_lacks(secret, fetched->status))
            secret_diagnose(ahead->diags, secret, fetched->status, fetched->why);
    }
    return true;
}

void include_secrets_ahead(Run *run, Diags *diags) {
    Ahead ahead = {run, diags};
    plan_visit(run->plan->top, look_ahead, &ahead);
}

static bool take_secrets(Worker *worker, const Runbook *runbook, Value *out, Sv *problem,
                         const char **cause) {
    Run *run = worker->run;
    MapBuilder secrets = map_builder(worker->keep);
    bool well = true;
    pthread_mutex_lock(&run->asking);
    for (uint32_t i = 0; i < runbook->secret_count && well; i++) {
        const Secret *secret = &runbook->secrets[i];
        if (!permit_secret(secret, worker->step)) continue;
        const Fetched *fetched = fetch(run, secret);
        well = !secret_lacks(secret, fetched->status);
        if (fetched->status == SECRET_THERE)
            map_add_sv(&secrets, secret->name,
                       secret_known(run->masker, secret->name, fetched->value, secret->weak));
        if (well) continue;
        Sv why = fetched->why, line = {0};
        ignore_result(sv_next_line(&why, &line));
        if (fetched->status == SECRET_DENIED) *cause = "denied";
        *problem = sv_format(worker->keep, "needs secret '%.*s': %.*s", SV_ARG(secret->name),
                             SV_ARG(line));
    }
    pthread_mutex_unlock(&run->asking);
    *out = map_done(&secrets);
    return well;
}

static bool set_is_there(const Runbook *runbook, const SecretSet *set, Value secrets) {
    for (uint32_t i = 0; i < set->count; i++)
        if (!value_get_sv(secrets, runbook->secrets[set->secrets[i]].name)) return false;
    return true;
}

static bool sets_are_there(const Runbook *runbook, Value secrets, Arena *arena, Sv *problem) {
    for (uint32_t first = 0; first < runbook->one_of_count;) {
        uint32_t group = runbook->one_of_groups[first];
        bool satisfied = !secret_set_matters(runbook, first, arena);
        for (; first < runbook->one_of_count && runbook->one_of_groups[first] == group; first++)
            satisfied |= set_is_there(runbook, &runbook->one_of[first], secrets);
        if (satisfied) continue;
        *problem = SV("needs one of its sets of secrets in full, and none is there");
        return false;
    }
    return true;
}

bool include_inputs_take(Worker *worker, const StepInstance *instance, Value *inputs,
                         Value *secrets, Sv *problem, const char **cause) {
    const Runbook *runbook = instance->step->include;
    Value beside;
    *cause = "missing_value";
    if (!beside_include(worker, instance, &beside, problem)) return false;
    MapBuilder taken = map_builder(worker->keep);
    for (uint32_t i = 0; i < runbook->input_count; i++) {
        const Input *input = &runbook->inputs[i];
        Value value;
        Sv error = {0};
        if (!take_input(worker, instance, input, beside, &value, &error)) {
            *problem =
                sv_format(worker->keep, "input '%.*s': %.*s", SV_ARG(input->name), SV_ARG(error));
            return false;
        }
        map_add_sv(&taken, input->name, value);
    }
    *inputs = map_done(&taken);
    return take_secrets(worker, runbook, secrets, problem, cause) &&
           sets_are_there(runbook, *secrets, worker->step, problem);
}
