#include "history/past.h"
#include "journal/type_notes.h"

// ── reading ──

static PastStep *step_of(Past *past, const Event *event) {
    Sv address = event_text(event, "address"), phase = event_text(event, "phase");
    PastStep *known = svmap_get(&past->by_address, address);
    if (known && sv_eq(known->phase, phase)) return known;
    // Steps of `finally` and `undo` without an id share their numbers with others.
    for (uint32_t i = past->count; known && i > 0; i--) {
        PastStep *step = past->steps[i - 1];
        if (sv_eq(step->address, address) && sv_eq(step->phase, phase)) return step;
    }
    PastStep *step = arena_new_of(past->arena, PastStep);
    step->address = sv_copy(past->arena, address);
    step->number = sv_copy(past->arena, event_text(event, "number"));
    step->phase = sv_copy(past->arena, phase);
    step->begin = step->end = step->attempt = value_null();
    arena_grow(past->arena, past->steps, past->count, past->capacity);
    past->steps[past->count++] = step;
    svmap_add(&past->by_address, step->address, step);
    return step;
}

static void note_begin(Past *past, const Event *event) {
    PastStep *step = step_of(past, event);
    step->begin = value_copy(past->arena, event->fields);
    step->began = event->seq;
    step->began_ns = event->stamp.wall_ns;
    step->kind = value_field_text(step->begin, "kind", SV(""));
    if (step->kind.len == 0) return;
    arena_grow(past->arena, past->groups, past->group_count, past->group_capacity);
    past->groups[past->group_count++] = step;
}

static void note_end(Past *past, const Event *event) {
    PastStep *step = step_of(past, event);
    step->end = value_copy(past->arena, event->fields);
    step->ended = event->seq;
    if (step->kind.len == 0) step->kind = value_field_text(step->end, "kind", SV(""));
}

static void note_attempt(Past *past, const Event *event) {
    PastStep *step = step_of(past, event);
    step->attempt = value_copy(past->arena, event->fields);
    step->attempted_ns = event->stamp.wall_ns;
}

static void note_capture(Past *past, const Event *event) {
    // What a probe supplies is the step's.
    PastStep *step = svmap_get(&past->by_address, event_text(event, "address"));
    if (!step || !sv_eq_c(event_text(event, "phase"), "probe")) step = step_of(past, event);
    arena_grow(past->arena, step->captures, step->capture_count, step->capture_capacity);
    step->captures[step->capture_count++] = value_copy(past->arena, event->fields);
}

static bool take(void *self, const Event *event) {
    Past *past = self;
    // What a probe saw is no result of the step.
    bool probe = sv_eq_c(event_text(event, "phase"), "probe");
    if (probe && event->kind != EVENT_CAPTURED) return true;
    switch (event->kind) {
    case EVENT_RUN_STARTED:
        past->started = value_copy(past->arena, event->fields);
        past->started_ns = event->stamp.wall_ns;
        past->id = value_field_text(past->started, "run", SV(""));
        break;
    case EVENT_RUN_ENDED:
        past->ended = value_copy(past->arena, event->fields);
        past->ended_ns = event->stamp.wall_ns;
        break;
    case EVENT_STEP_STARTED:
    case EVENT_GROUP_STARTED: note_begin(past, event); break;
    case EVENT_STEP_ENDED:
    case EVENT_GROUP_ENDED: note_end(past, event); break;
    case EVENT_ATTEMPT_ENDED: note_attempt(past, event); break;
    case EVENT_CAPTURED: note_capture(past, event); break;
    default: break;
    }
    return true;
}

bool past_read(Arena *arena, Sv journal, Past *out, Sv *message) {
    *out = (Past){.arena = arena,
                  .started = value_null(),
                  .ended = value_null(),
                  .by_address = svmap_new(arena)};
    JournalProblem problem;
    if (!journal_read(arena, journal, (EventSink){out, take}, &problem)) {
        *message = problem.message;
        return false;
    }
    // A last line that was cut off is what a killed run leaves.
    if (problem.intact || (problem.torn && problem.events > 0)) return true;
    *message = sv_format(arena, "%.*s:%llu: the journal is damaged here: %.*s", SV_ARG(journal),
                         (unsigned long long)problem.line, SV_ARG(problem.message));
    return false;
}

// ── asking ──

const PastStep *past_step(const Past *past, Sv address) {
    return svmap_get(&past->by_address, address);
}

const PastStep *past_meant(const Past *past, Sv word) {
    const PastStep *step = past_step(past, word);
    for (uint32_t i = 0; i < past->count && !step; i++)
        if (sv_eq(past->steps[i]->number, word)) step = past->steps[i];
    return step;
}

static Value restored(Arena *arena, Value fields, const char *field, Sv name, Value shown) {
    return type_notes_restore(arena, shown, type_notes_path(arena, field, name),
                              value_field(fields, "kinds"), cel_type(CEL_TYPE_DYN));
}

bool past_input(const Past *past, Arena *arena, Sv name, Value *out) {
    Value inputs = value_field(past->started, "inputs");
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        if (!sv_eq(value_field_text(input, "name", SV("")), name)) continue;
        *out = restored(arena, past->started, "inputs", name, value_field(input, "value"));
        return true;
    }
    return false;
}

bool past_include_input(const Past *past, Arena *arena, Sv address, Sv name, Value *out) {
    const PastStep *step = past_step(past, address);
    if (!step || step->begin.kind != VALUE_MAP) return false;
    Value inputs = value_field(step->begin, "inputs");
    const Value *shown = inputs.kind == VALUE_MAP ? value_get_sv(inputs, name) : NULL;
    if (!shown) return false;
    *out = restored(arena, step->begin, "inputs", name, *shown);
    return true;
}
