#include "engine/ahead/ahead.h"
#include "engine/attempt/probe.h"
#include "engine/begin/include_inputs.h"
#include "history/recorded_results.h"
#include "history/seen.h"
#include "journal/type_notes.h"

// All of them together; whoever is to agree does not wait longer.
enum { SECONDS = 5 };

typedef struct LookAhead {
    Worker *worker;
    const RecordedRun *recorded;
    Frame *top;
    SvMap frames;  // of includes, by what their addresses begin with
    SvMap results; // StepResults, by the iteration or runbook around
    int64_t deadline_ns;
} LookAhead;

static bool instance_of(LookAhead *ahead, const Step *plan, const RecordedStep *step,
                        StepInstance *out);

// ── what earlier steps left ──

// What the journal does not hold as it was is unknown: a probe that reads it does not tell.
static Value as_known(Arena *arena, Value value) {
    if (!(value_taint(value) & TYPE_NOTES_LOST)) return value;
    if (value.kind == VALUE_MAP && !value.taint) {
        MapBuilder map = map_builder(arena);
        for (size_t i = 0; i < value_count(value); i++)
            map_add(&map, value_key(value, i), as_known(arena, value_at(value, i)));
        return map_done(&map);
    }
    if (value.kind == VALUE_LIST && !value.taint) {
        ListBuilder list = list_builder(arena);
        for (size_t i = 0; i < value_count(value); i++)
            list_add(&list, as_known(arena, value_item(value, i)));
        return list_done(&list);
    }
    return value_tainted(value_string(SV("the journal does not hold it")), TAINT_LOST);
}

static StepResults *results_of(LookAhead *ahead, Sv within, const RecordedStep *step) {
    Arena *arena = ahead->worker->keep;
    StepResults *known = svmap_get(&ahead->results, within);
    if (known) return known;
    StepResults *results = step_results_new(arena, NULL);
    Value steps = seen_steps(arena, ahead->recorded, ahead->worker->run->plan->registry, step);
    for (size_t i = 0; i < value_count(steps); i++)
        step_results_set(results, value_text(value_key(steps, i)),
                         as_known(arena, value_at(steps, i)));
    svmap_add(&ahead->results, within, results);
    return results;
}

static void add_own(LookAhead *ahead, const StepInstance *instance, const RecordedStep *step) {
    Arena *arena = ahead->worker->keep;
    if (instance->step->id.len == 0) return;
    MapBuilder record = map_builder(arena);
    map_add_c(&record, "verdict", value_field(step->end, "verdict"));
    map_add_c(&record, "attempts", value_int(value_field_int(step->end, "attempts", 0)));
    map_add_c(&record, "elapsed", value_duration_ns(value_field_int(step->end, "elapsed", 0)));
    recorded_results_captures(&record, step);
    step_results_set(instance->context.step_results, instance->step->id,
                     as_known(arena, map_done(&record)));
}

// ── where it stands ──

// The names of loops around it in its runbook; false if one is not known as it was.
static bool loops_of(const LookAhead *ahead, const Step *plan, Sv address, size_t scope,
                     StepContext *out) {
    Arena *arena = ahead->worker->keep;
    Value *values = arena_new_array(arena, Value, plan->loop_name_count);
    bool *there = arena_new_array(arena, bool, plan->loop_name_count);
    for (size_t end = scope; (end = sv_find_char(address, ']', end)) != SV_NONE; end++) {
        const RecordedStep *at = recorded_run_step(ahead->recorded, sv_slice(address, 0, end + 1));
        if (!at || at->begin.kind != VALUE_MAP) return false;
        Value loop = value_field(at->begin, "loop"), notes = value_field(at->begin, "kinds");
        for (uint32_t i = 0; i < plan->loop_name_count; i++) {
            Sv name = plan->loop_names[i];
            const Value *shown = loop.kind == VALUE_MAP ? value_get_sv(loop, name) : NULL;
            if (!shown) continue;
            values[i] = type_notes_restore(arena, *shown, type_notes_path(arena, "loop", name),
                                           notes, cel_type(CEL_TYPE_DYN));
            there[i] = !(value_taint(values[i]) & TYPE_NOTES_LOST);
        }
    }
    for (uint32_t i = 0; i < plan->loop_name_count; i++)
        if (!there[i]) return false;
    out->loops = values;
    out->loop_count = plan->loop_name_count;
    return true;
}

// Nobody is asked for a secret before it is known that the run goes on.
static bool asks_for_secrets(const Runbook *runbook) {
    for (uint32_t i = 0; i < runbook->secret_count; i++)
        if (runbook->secrets[i].from == SECRET_PROMPT) return true;
    return false;
}

static Frame *frame_of(LookAhead *ahead, const Step *plan, Sv scope) {
    if (scope.len == 0) return ahead->top;
    Frame *known = svmap_get(&ahead->frames, scope);
    const Step *include = plan->runbook->included_by;
    const RecordedStep *then =
        recorded_run_step(ahead->recorded, sv_slice(scope, 0, scope.len - 1));
    StepInstance around;
    if (known || !include || !then || asks_for_secrets(plan->runbook) ||
        !instance_of(ahead, include, then, &around))
        return known;
    Value inputs, secrets;
    Sv problem;
    const char *cause;
    if (!include_inputs_take(ahead->worker, &around, &inputs, &secrets, &problem, &cause))
        return NULL;
    Frame *frame = frame_new(ahead->worker, plan->runbook, around.context.frame, inputs, secrets);
    arena_on_free(ahead->worker->run->arena, frame_drop, frame);
    svmap_add(&ahead->frames, scope, frame);
    return frame;
}

static bool instance_of(LookAhead *ahead, const Step *plan, const RecordedStep *step,
                        StepInstance *out) {
    Sv scope = seen_scope(ahead->recorded, step->address), address = step->address;
    Frame *frame = frame_of(ahead, plan, scope);
    if (!frame) return false;
    size_t within = address.len;
    while (within > scope.len && address.at[within - 1] != ']')
        within--;
    StepContext context = {.frame = frame,
                           .path = scope,
                           .number = SV(""),
                           .phase = "steps",
                           .level = LEVEL_MUST,
                           .rule = ON_FAILURE_STOP,
                           .deadline_ns = ahead->deadline_ns,
                           .patience = STOP_ONCE};
    if (!loops_of(ahead, plan, address, scope.len, &context)) return false;
    context.step_results = results_of(ahead, sv_slice(address, 0, within), step);
    *out = (StepInstance){.context = context,
                          .step = plan,
                          .address = address,
                          .number = step->number,
                          .name = plan->name,
                          .level = LEVEL_MUST,
                          .key = value_field_text(step->begin, "key", SV(""))};
    return true;
}

// ── looking ──

static PeekFound look(LookAhead *ahead, const Peek *peek) {
    Worker *worker = ahead->worker;
    const Env *env = worker->run->env;
    StepInstance instance;
    arena_reset(worker->step);
    arena_reset(worker->attempt);
    if (env->mono_ns(env->self) >= ahead->deadline_ns ||
        !instance_of(ahead, peek->plan, peek->step, &instance))
        return PEEK_UNKNOWN;
    add_own(ahead, &instance, peek->step);
    switch (probe_peek(worker, &instance)) {
    case PROBE_DONE: return PEEK_THERE;
    case PROBE_NOT_DONE: return PEEK_NOT_THERE;
    default: return PEEK_UNKNOWN;
    }
}

void ahead_look(Worker *worker, Frame *frame) {
    Run *run = worker->run;
    const TakeUp *take_up = run->session.take_up;
    if (take_up->peek_count == 0) return;
    LookAhead ahead = {.worker = worker,
                       .recorded = take_up->recorded,
                       .top = frame,
                       .frames = svmap_new(worker->keep),
                       .results = svmap_new(worker->keep),
                       .deadline_ns =
                           run->env->mono_ns(run->env->self) + (int64_t)SECONDS * 1000000000};
    // What is told of the ways there is told once the session has begun.
    ToldWay *ways = run->told_ways;
    atomic_store(&run->session.lost, true);
    // What the last one saw of earlier steps, those before it saw as well, as far as they read it.
    for (uint32_t i = take_up->peek_count; i > 0; i--)
        take_up->peeks[i - 1].found = look(&ahead, &take_up->peeks[i - 1]);
    atomic_store(&run->session.lost, false);
    run->told_ways = ways;
}
