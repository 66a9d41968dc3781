#include "engine/events/emit.h"
#include "engine/events/told.h"
#include "value/time.h"
#include <time.h>

enum { MOST_UNSYNCED = 4 * 1024 * 1024 }; // bytes that are written and need not last

EventBuilder event_builder_of(Worker *worker, EventKind kind) {
    size_t most = event_rows[kind].field_count;
    return (EventBuilder){.worker = worker,
                          .run = worker->run,
                          .arena = worker->events,
                          .kind = kind,
                          .keys = arena_new_array(worker->events, Value, most),
                          .values = arena_new_array(worker->events, Value, most)};
}

EventBuilder event_builder_of_step(Worker *worker, EventKind kind, const StepInstance *instance) {
    EventBuilder builder = event_builder_of(worker, kind);
    event_put_text(&builder, "address", instance->address);
    event_put_text(&builder, "number", instance->number);
    event_put_text(&builder, "name", instance->name);
    event_put_int(&builder, "depth", instance->context.depth);
    event_put_text(&builder, "phase", sv_from_c(instance->context.phase));
    return builder;
}

// The caller sets each field once, so nothing is looked up: every step sends several events.
void event_put_value(EventBuilder *builder, const char *name, Value value) {
    if (builder->count == event_rows[builder->kind].field_count) return;
    builder->keys[builder->count] = value_string(sv_from_c(name));
    builder->values[builder->count++] = value;
}

void event_put_text(EventBuilder *builder, const char *name, Sv text) {
    event_put_value(builder, name, value_string(text));
}

void event_put_int(EventBuilder *builder, const char *name, int64_t number) {
    event_put_value(builder, name, value_int(number));
}

void event_put_bool(EventBuilder *builder, const char *name, bool truth) {
    event_put_value(builder, name, value_bool(truth));
}

void event_put_place(EventBuilder *builder, Span span) {
    MapBuilder place = map_builder(builder->arena);
    Place at = {0};
    if (span.source) at = source_place(span.source, span.offset);
    map_add_c(&place, "path", value_string(span.source ? span.source->path : SV("")));
    map_add_c(&place, "line", value_int(at.line));
    map_add_c(&place, "column", value_int(at.column));
    event_put_value(builder, "place", map_done(&place));
}

void event_put_time(EventBuilder *builder, const char *name, int64_t wall_ns) {
    BUF_AUTO Buf text = buf_new(64);
    timestamp_add(&text, timestamp_from_ns(wall_ns));
    event_put_text(builder, name, buf_keep(&text, builder->arena));
}

void event_put_since(EventBuilder *builder, const char *name, Stamp then) {
    builder->since_at = builder->count + 1;
    builder->since = then;
    event_put_int(builder, name, 0);
}

bool run_broken(Run *run) {
    return atomic_load(&run->broken);
}

static Value fields_of(EventBuilder *builder) {
    ValueMap *map = arena_new_of(builder->arena, ValueMap);
    *map = (ValueMap){.count = builder->count, .keys = builder->keys, .values = builder->values};
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

// Shows the events whose turn has come, in the order in which they were written. Of a journal that
// is lost nothing more is shown.
static void show_ready(Run *run) {
    Turn *turn;
    while ((turn = run->first) != NULL) {
        bool lasts = !turn->durable || journal_lasts(run->journal, turn->upto);
        if (!run->lost && !lasts) return;
        for (uint32_t i = 0; !run->lost && i < turn->worker->held_count; i++)
            show(run, &turn->worker->held[i]);
        run->first = turn->next;
        turn->over = true;
        pthread_cond_broadcast(&run->told);
    }
}

// One thread waits for the disk on behalf of all that have written until now; meanwhile the others
// go on writing, and what they wrote lasts with the next time.
static void sync_for_all(Run *run) {
    JournalSync sync;
    if (!journal_sync_begin(run->journal, &sync)) {
        lose(run);
        return;
    }
    run->syncing = true;
    pthread_mutex_unlock(&run->emitting);
    journal_sync_wait(&sync);
    pthread_mutex_lock(&run->emitting);
    run->syncing = false;
    if (!journal_sync_end(run->journal, &sync)) lose(run);
    pthread_cond_broadcast(&run->told);
}

// Only what has been written is shown, and what must last not before it does.
static bool write_and_show(Worker *worker, bool durable) {
    Run *run = worker->run;
    if (run->lost) return false;
    if (!journal_flush(run->journal)) return lose(run);
    uint64_t written = journal_written(run->journal);
    // However much is only read, little of it is lost with the power.
    durable = durable ||
              !journal_lasts(run->journal, written < MOST_UNSYNCED ? 0 : written - MOST_UNSYNCED);
    Turn turn = {.worker = worker, .durable = durable, .upto = written};
    if (run->first)
        run->last->next = &turn;
    else
        run->first = &turn;
    run->last = &turn;
    for (;;) {
        show_ready(run);
        if (turn.over) break;
        if (run->syncing)
            pthread_cond_wait(&run->told, &run->emitting);
        else
            sync_for_all(run);
    }
    worker->owed = false;
    return !run_broken(run);
}

// Told at the usual length, and shorter where that would be over what an event may hold: a long
// text is no failed disk.
static bool add_told(EventBuilder *builder, Event *event) {
    Run *run = builder->run;
    Event raw = *event;
    raw.fields = fields_of(builder);
    bool too_long = true, added = false;
    for (size_t i = 0; too_long && i < told_length_count; i++) {
        event->fields = told_fields(run, builder->arena, &raw, told_lengths[i]);
        if (builder->kept_count > 0) event->fields = event_type_notes(builder, event->fields);
        added = journal_add(run->journal, event, &too_long);
    }
    return added;
}

// Whoever is turned away by this run's lock hears which step it is at.
static void tell_lock(Run *run, const Event *event) {
    bool ended = event->kind == EVENT_STEP_ENDED;
    if (run->lock && (ended || event->kind == EVENT_STEP_STARTED))
        lock_tell_step(run->lock, value_field_text(event->fields, "number", SV("")),
                       value_field_text(event->fields, "name", SV("")), ended);
}

// What is found before the first event, as by whoever looks at what is judged, is told to nobody: a
// journal begins with the beginning.
static bool is_too_early(Run *run, EventKind kind) {
    run->begun |= kind == EVENT_RUN_STARTED || kind == EVENT_RUN_RESUMED;
    return !run->begun;
}

static bool send(EventBuilder *builder, Stamp *stamp) {
    Worker *worker = builder->worker;
    Run *run = builder->run;
    if (run->lost) return false;
    if (is_too_early(run, builder->kind)) return true;
    Event event = {.kind = builder->kind, .stamp = run->env->stamp(run->env->self)};
    if (builder->since_at > 0)
        builder->values[builder->since_at - 1] =
            value_int(event.stamp.mono_ns - builder->since.mono_ns);
    bool added = add_told(builder, &event);
    if (stamp) *stamp = event.stamp;
    if (!added) return lose(run);
    tell_lock(run, &event);
    arena_grow(worker->events, worker->held, worker->held_count, worker->held_capacity);
    worker->held[worker->held_count++] = event;
    // What an earlier session decided lasts already.
    bool durable = journal_must_last(&event) && !worker->gathers;
    if (durable && event.kind == EVENT_STEP_ENDED) {
        // In the file, so that it outlasts this process; on the disk with what comes next.
        worker->owed = true;
        return journal_flush(run->journal) ? !run_broken(run) : lose(run);
    }
    if (worker->holding && !durable) return !run_broken(run);
    bool well = write_and_show(worker, durable || worker->owed);
    worker->held_count = worker->held_apart = 0;
    return well;
}

// ── sending ──

static void forget(Worker *worker) {
    if (worker->held_count > 0) return;
    arena_reset(worker->events);
    worker->held = NULL;
    worker->held_capacity = 0;
}

bool event_send(EventBuilder *builder, Stamp *stamp) {
    pthread_mutex_lock(&builder->run->emitting);
    bool sent = send(builder, stamp);
    pthread_mutex_unlock(&builder->run->emitting);
    forget(builder->worker);
    return sent;
}

enum { LAST_TRIES = 100, LAST_TRY_NS = 3000000 };

static bool lock_in_time(pthread_mutex_t *lock) {
    for (int i = 0; i < LAST_TRIES; i++) {
        if (pthread_mutex_trylock(lock) == 0) return true;
        nanosleep(&(struct timespec){.tv_nsec = LAST_TRY_NS}, NULL);
    }
    return false;
}

bool emit_last(EventBuilder *builder) {
    Run *run = builder->run;
    if (!lock_in_time(&run->emitting)) return false;
    bool told = !run->lost;
    if (told) send(builder, NULL);
    run->lost = true;
    break_off(run, SV("the run was left"));
    pthread_mutex_unlock(&run->emitting);
    return told;
}

void emit_hold(Worker *worker) {
    worker->holding = true;
}

enum { GATHERED_MOST = 100 };

bool emit_end(Worker *worker) {
    bool gathers = worker->gathers && worker->held_count < GATHERED_MOST;
    if (!worker->owed && !gathers) return emit_release(worker);
    worker->holding = false;
    // What they hold may be the step's, whose memory the next step takes.
    for (; worker->held_apart < worker->held_count; worker->held_apart++) {
        Event *held = &worker->held[worker->held_apart];
        held->fields = value_copy(worker->events, held->fields);
    }
    return !run_broken(worker->run);
}

void emit_gather(Worker *worker, bool gathers) {
    worker->gathers = gathers;
    if (gathers) emit_hold(worker);
}

bool emit_release(Worker *worker) {
    worker->holding = false;
    if (worker->held_count == 0) return !run_broken(worker->run);
    pthread_mutex_lock(&worker->run->emitting);
    bool well = write_and_show(worker, worker->owed);
    worker->held_count = worker->held_apart = 0;
    pthread_mutex_unlock(&worker->run->emitting);
    forget(worker);
    return well;
}

void emit_running(Worker *worker, const StepInstance *instance, Sv line) {
    Run *run = worker->run;
    EventBuilder builder = event_builder_of_step(worker, EVENT_STEP_RUNNING, instance);
    event_put_text(&builder, "line", masker_open_text(run->masker, builder.arena, line));
    pthread_mutex_lock(&run->emitting);
    Event event = {.kind = EVENT_STEP_RUNNING, .fields = fields_of(&builder)};
    event.fields = told_fields(run, builder.arena, &event, told_lengths[0]);
    // Failing to show a live line does no harm.
    for (uint32_t i = 0; !run->lost && run->begun && i < run->options->sink_count; i++)
        run->options->sinks[i].take(run->options->sinks[i].self, &event);
    pthread_mutex_unlock(&run->emitting);
    forget(worker);
}

void emit_note(Worker *worker, const char *level, Sv message) {
    EventBuilder builder = event_builder_of(worker, EVENT_NOTE);
    event_put_text(&builder, "level", sv_from_c(level));
    event_put_text(&builder, "message", message);
    event_send(&builder, NULL);
}
