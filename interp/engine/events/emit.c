#include "engine/events/emit.h"

Draft draft_of(Worker *worker, EventKind kind) {
    size_t most = event_rows[kind].field_count;
    return (Draft){.worker = worker,
                   .run = worker->run,
                   .arena = worker->events,
                   .kind = kind,
                   .keys = arena_new_array(worker->events, Value, most),
                   .values = arena_new_array(worker->events, Value, most)};
}

Draft draft_of_step(Worker *worker, EventKind kind, const StepInstance *instance) {
    Draft draft = draft_of(worker, kind);
    draft_text(&draft, "address", instance->address);
    draft_text(&draft, "number", instance->number);
    draft_text(&draft, "name", instance->name);
    draft_int(&draft, "depth", instance->context.depth);
    draft_text(&draft, "phase", sv_from_c(instance->context.phase));
    return draft;
}

// The caller names each field once: nothing is looked up, since every step sends several events.
void draft_value(Draft *draft, const char *name, Value value) {
    if (draft->count == event_rows[draft->kind].field_count) return;
    draft->keys[draft->count] = value_string(sv_from_c(name));
    draft->values[draft->count++] = value;
}

void draft_text(Draft *draft, const char *name, Sv text) {
    draft_value(draft, name, value_string(text));
}

void draft_int(Draft *draft, const char *name, int64_t number) {
    draft_value(draft, name, value_int(number));
}

void draft_bool(Draft *draft, const char *name, bool truth) {
    draft_value(draft, name, value_bool(truth));
}

void draft_place(Draft *draft, Span span) {
    MapBuilder place = map_builder(draft->arena);
    Place at = {0};
    if (span.source) at = source_place(span.source, span.offset);
    map_add_c(&place, "path", value_string(span.source ? span.source->path : SV("")));
    map_add_c(&place, "line", value_int(at.line));
    map_add_c(&place, "column", value_int(at.column));
    draft_value(draft, "place", map_done(&place));
}

void draft_since(Draft *draft, const char *name, Stamp then) {
    draft->since_at = draft->count + 1;
    draft->since = then;
    draft_int(draft, name, 0);
}

bool run_broken(Run *run) {
    return atomic_load(&run->broken);
}

static Value fields_of(Draft *draft) {
    ValueMap *map = arena_new_of(draft->arena, ValueMap);
    *map = (ValueMap){.count = draft->count, .keys = draft->keys, .values = draft->values};
    return (Value){.kind = VALUE_MAP, .map = map};
}

static void break_off(Run *run, Sv reason) {
    if (!run_broken(run)) run->broken_reason = reason;
    atomic_store(&run->broken, true);
}

// ── behind the lock: the order of stamps, of the chain and of what is shown is one and the same ──

// A sink that has failed once is left alone; the others still hear the end.
static void show(Run *run, const Event *event) {
    for (uint32_t i = 0; i < run->options->sink_count; i++) {
        const EventSink *sink = &run->options->sinks[i];
        uint64_t bit = (uint64_t)1 << (i & 63);
        if (run->deaf & bit || sink->take(sink->self, event)) continue;
        run->deaf |= bit;
        break_off(run, SV("a report could not be written"));
    }
}

static bool lose(Run *run) {
    run->lost = true;
    break_off(run, journal_error(run->journal));
    return false;
}

// Shown is what is written, and nothing before it is.
static bool write_and_show(Worker *worker, bool durable) {
    Run *run = worker->run;
    if (run->lost) return false;
    if (!(durable ? journal_sync(run->journal) : journal_flush(run->journal))) return lose(run);
    for (uint32_t i = 0; i < worker->held_count; i++)
        show(run, &worker->held[i]);
    return !run_broken(run);
}

static bool send(Draft *draft, Stamp *stamp) {
    Worker *worker = draft->worker;
    Run *run = draft->run;
    if (run->lost) return false;
    Event event = {.kind = draft->kind, .stamp = run->env->stamp(run->env->self)};
    if (draft->since_at > 0)
        draft->values[draft->since_at - 1] = value_int(event.stamp.mono_ns - draft->since.mono_ns);
    event.fields = masker_value(run->masker, draft->arena, fields_of(draft));
    if (draft->kept_count > 0) event.fields = draft_kinds(draft, event.fields);
    if (stamp) *stamp = event.stamp;
    if (!journal_add(run->journal, &event)) return lose(run);
    arena_grow(worker->events, worker->held, worker->held_count, worker->held_capacity);
    worker->held[worker->held_count++] = event;
    bool durable = journal_must_last(&event);
    if (worker->holding && !durable) return !run_broken(run);
    bool well = write_and_show(worker, durable);
    worker->held_count = 0;
    return well;
}

// ── sending ──

static void forget(Worker *worker) {
    if (worker->held_count > 0) return;
    arena_reset(worker->events);
    worker->held = NULL;
    worker->held_capacity = 0;
}

bool draft_send(Draft *draft, Stamp *stamp) {
    pthread_mutex_lock(&draft->run->emitting);
    bool sent = send(draft, stamp);
    pthread_mutex_unlock(&draft->run->emitting);
    forget(draft->worker);
    return sent;
}

void emit_hold(Worker *worker) {
    worker->holding = true;
}

bool emit_release(Worker *worker) {
    worker->holding = false;
    if (worker->held_count == 0) return !run_broken(worker->run);
    pthread_mutex_lock(&worker->run->emitting);
    bool well = write_and_show(worker, false);
    worker->held_count = 0;
    pthread_mutex_unlock(&worker->run->emitting);
    forget(worker);
    return well;
}

void emit_running(Worker *worker, const StepInstance *instance, Sv line) {
    Run *run = worker->run;
    Draft draft = draft_of_step(worker, EVENT_STEP_RUNNING, instance);
    draft_text(&draft, "line", masker_open_text(run->masker, draft.arena, line));
    pthread_mutex_lock(&run->emitting);
    Event event = {.kind = EVENT_STEP_RUNNING};
    event.fields = masker_value(run->masker, draft.arena, fields_of(&draft));
    // A live line that cannot be shown breaks nothing.
    for (uint32_t i = 0; !run->lost && i < run->options->sink_count; i++)
        run->options->sinks[i].take(run->options->sinks[i].self, &event);
    pthread_mutex_unlock(&run->emitting);
    forget(worker);
}

void emit_note(Worker *worker, const char *level, Sv message) {
    Draft draft = draft_of(worker, EVENT_NOTE);
    draft_text(&draft, "level", sv_from_c(level));
    draft_text(&draft, "message", message);
    draft_send(&draft, NULL);
}
