#include "run/emit.h"

Draft draft_of(Worker *worker, EventKind kind) {
    return (Draft){.run = worker->run,
                   .arena = worker->events,
                   .kind = kind,
                   .fields = map_builder(worker->events)};
}

Draft draft_of_step(Worker *worker, EventKind kind, const Seat *seat) {
    Draft draft = draft_of(worker, kind);
    draft_text(&draft, "address", seat->address);
    draft_text(&draft, "number", seat->number);
    draft_text(&draft, "name", seat->name);
    draft_int(&draft, "depth", seat->around.depth);
    draft_text(&draft, "phase", sv_from_c(seat->around.phase));
    return draft;
}

void draft_value(Draft *draft, const char *name, Value value) {
    map_add_c(&draft->fields, name, value);
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
    draft->since_name = name;
    draft->since = then;
    draft_int(draft, name, 0);
}

bool run_broken(Run *run) {
    return atomic_load(&run->broken);
}

static void set_elapsed(Draft *draft, Stamp now) {
    for (uint32_t i = 0; draft->since_name && i < draft->fields.count; i++)
        if (sv_eq_c(value_text(draft->fields.keys[i]), draft->since_name))
            draft->fields.values[i] = value_int(now.mono_ns - draft->since.mono_ns);
}

static void break_off(Run *run, Sv reason) {
    if (!run_broken(run)) run->broken_reason = reason;
    atomic_store(&run->broken, true);
}

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

// Behind the lock: the order of stamps, of the chain and of what is shown is one and the same.
static bool send(Draft *draft, Stamp *stamp) {
    Run *run = draft->run;
    if (run->lost) return false;
    Event event = {.kind = draft->kind, .seq = journal_next_seq(run->journal)};
    event.stamp = run->env->stamp(run->env->self);
    set_elapsed(draft, event.stamp);
    event.fields = masker_value(run->masker, draft->arena, map_done(&draft->fields));
    if (stamp) *stamp = event.stamp;
    if (!journal_append(run->journal, &event)) {
        run->lost = true;
        break_off(run, journal_error(run->journal));
        return false;
    }
    show(run, &event);
    return !run_broken(run);
}

bool draft_send(Draft *draft, Stamp *stamp) {
    pthread_mutex_lock(&draft->run->emitting);
    bool sent = send(draft, stamp);
    pthread_mutex_unlock(&draft->run->emitting);
    arena_reset(draft->arena);
    return sent;
}

void emit_running(Worker *worker, const Seat *seat, Sv line) {
    Run *run = worker->run;
    Draft draft = draft_of_step(worker, EVENT_STEP_RUNNING, seat);
    draft_text(&draft, "line", masker_open_text(run->masker, draft.arena, line));
    pthread_mutex_lock(&run->emitting);
    Event event = {.kind = EVENT_STEP_RUNNING};
    event.fields = masker_value(run->masker, draft.arena, map_done(&draft.fields));
    // A live line that cannot be shown breaks nothing.
    for (uint32_t i = 0; !run->lost && i < run->options->sink_count; i++)
        run->options->sinks[i].take(run->options->sinks[i].self, &event);
    pthread_mutex_unlock(&run->emitting);
    arena_reset(worker->events);
}

void emit_note(Worker *worker, const char *level, Sv message) {
    Draft draft = draft_of(worker, EVENT_NOTE);
    draft_text(&draft, "level", sv_from_c(level));
    draft_text(&draft, "message", message);
    draft_send(&draft, NULL);
}
