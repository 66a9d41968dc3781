#include "history/recorded_run.h"
#include "journal/type_notes.h"

// ── reading ──

static RecordedStep *step_of(RecordedRun *recorded, const Event *event) {
    Sv address = event_text(event, "address"), phase = event_text(event, "phase");
    RecordedStep *known = svmap_get(&recorded->by_address, address);
    if (known && sv_eq(known->phase, phase)) return known;
    // Steps of `finally` and `undo` without an id share their numbers with others.
    for (uint32_t i = recorded->count; known && i > 0; i--) {
        RecordedStep *step = recorded->steps[i - 1];
        if (sv_eq(step->address, address) && sv_eq(step->phase, phase)) return step;
    }
    RecordedStep *step = arena_new_of(recorded->arena, RecordedStep);
    step->address = sv_copy(recorded->arena, address);
    step->number = sv_copy(recorded->arena, event_text(event, "number"));
    step->phase = sv_copy(recorded->arena, phase);
    step->begin = step->end = step->attempt = value_null();
    arena_grow(recorded->arena, recorded->steps, recorded->count, recorded->capacity);
    recorded->steps[recorded->count++] = step;
    svmap_add(&recorded->by_address, step->address, step);
    return step;
}

static void note_begin(RecordedRun *recorded, const Event *event) {
    RecordedStep *step = step_of(recorded, event);
    step->begin = value_copy(recorded->arena, event->fields);
    step->began = event->seq;
    step->began_ns = event->stamp.wall_ns;
    step->kind = value_field_text(step->begin, "kind", SV(""));
    if (step->kind.len == 0) return;
    arena_grow(recorded->arena, recorded->groups, recorded->group_count, recorded->group_capacity);
    recorded->groups[recorded->group_count++] = step;
}

static void note_end(RecordedRun *recorded, const Event *event) {
    RecordedStep *step = step_of(recorded, event);
    step->end = value_copy(recorded->arena, event->fields);
    step->ended = event->seq;
    if (step->kind.len == 0) step->kind = value_field_text(step->end, "kind", SV(""));
}

static void note_attempt(RecordedRun *recorded, const Event *event) {
    RecordedStep *step = step_of(recorded, event);
    step->attempt = value_copy(recorded->arena, event->fields);
    step->attempted_ns = event->stamp.wall_ns;
}

static void note_capture(RecordedRun *recorded, const Event *event) {
    // Captures of a probe belong to the step.
    RecordedStep *step = svmap_get(&recorded->by_address, event_text(event, "address"));
    if (!step || !sv_eq_c(event_text(event, "phase"), "probe")) step = step_of(recorded, event);
    arena_grow(recorded->arena, step->captures, step->capture_count, step->capture_capacity);
    step->captures[step->capture_count++] = value_copy(recorded->arena, event->fields);
}

static bool take(void *self, const Event *event) {
    RecordedRun *recorded = self;
    // What a probe observed is not a result of the step.
    bool probe = sv_eq_c(event_text(event, "phase"), "probe");
    if (probe && event->kind != EVENT_CAPTURED) return true;
    switch (event->kind) {
    case EVENT_RUN_STARTED:
        recorded->started = value_copy(recorded->arena, event->fields);
        recorded->started_ns = event->stamp.wall_ns;
        recorded->id = value_field_text(recorded->started, "run", SV(""));
        break;
    case EVENT_RUN_ENDED:
        recorded->ended = value_copy(recorded->arena, event->fields);
        recorded->ended_ns = event->stamp.wall_ns;
        break;
    case EVENT_STEP_STARTED:
    case EVENT_GROUP_STARTED: note_begin(recorded, event); break;
    case EVENT_STEP_ENDED:
    case EVENT_GROUP_ENDED: note_end(recorded, event); break;
    case EVENT_ATTEMPT_ENDED: note_attempt(recorded, event); break;
    case EVENT_CAPTURED: note_capture(recorded, event); break;
    default: break;
    }
    return true;
}

bool recorded_run_read(Arena *arena, Sv journal, RecordedRun *out, Sv *message) {
    *out = (RecordedRun){.arena = arena,
                         .started = value_null(),
                         .ended = value_null(),
                         .by_address = svmap_new(arena)};
    JournalProblem problem;
    if (!journal_read(arena, journal, (EventSink){out, take}, &problem)) {
        *message = problem.message;
        return false;
    }
    // A killed run leaves a last line that is cut off.
    if (problem.intact || (problem.torn && problem.events > 0)) return true;
    *message = sv_format(arena, "%.*s:%llu: the journal is damaged here: %.*s", SV_ARG(journal),
                         (unsigned long long)problem.line, SV_ARG(problem.message));
    return false;
}

// ── asking ──

const RecordedStep *recorded_run_step(const RecordedRun *recorded, Sv address) {
    return svmap_get(&recorded->by_address, address);
}

const RecordedStep *recorded_run_meant(const RecordedRun *recorded, Sv word) {
    const RecordedStep *step = recorded_run_step(recorded, word);
    for (uint32_t i = 0; i < recorded->count && !step; i++)
        if (sv_eq(recorded->steps[i]->number, word)) step = recorded->steps[i];
    return step;
}

static Value restored(Arena *arena, Value fields, const char *field, Sv name, Value shown) {
    return type_notes_restore(arena, shown, type_notes_path(arena, field, name),
                              value_field(fields, "kinds"), cel_type(CEL_TYPE_DYN));
}

bool recorded_run_input(const RecordedRun *recorded, Arena *arena, Sv name, Value *out) {
    Value inputs = value_field(recorded->started, "inputs");
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        if (!sv_eq(value_field_text(input, "name", SV("")), name)) continue;
        *out = restored(arena, recorded->started, "inputs", name, value_field(input, "value"));
        return true;
    }
    *out = value_tainted(value_null(), TYPE_NOTES_CUT);
    return type_notes_field_cut(recorded->started, "inputs");
}

bool recorded_run_include_input(const RecordedRun *recorded, Arena *arena, Sv address, Sv name,
                                Value *out) {
    const RecordedStep *step = recorded_run_step(recorded, address);
    if (!step || step->begin.kind != VALUE_MAP) return false;
    Value inputs = value_field(step->begin, "inputs");
    const Value *shown = inputs.kind == VALUE_MAP ? value_get_sv(inputs, name) : NULL;
    *out = value_tainted(value_null(), TYPE_NOTES_CUT);
    if (!shown) return type_notes_field_cut(step->begin, "inputs");
    *out = restored(arena, step->begin, "inputs", name, *shown);
    return true;
}
