#include "history/recorded_run.h"
#include "base/limits.h"
#include "event/resolved.h"
#include "history/recorded_cookies.h"
#include "journal/type_notes.h"

// ── reading ──

static RecordedStep *find(const RecordedRun *recorded, Sv address, Sv phase) {
    RecordedStep *known = svmap_get(&recorded->by_address, address);
    if (known && sv_eq(known->phase, phase)) return known;
    // Steps of `finally` and `undo` without an id share their numbers with others.
    for (uint32_t i = recorded->count; known && i > 0; i--) {
        RecordedStep *step = recorded->steps[i - 1];
        if (sv_eq(step->address, address) && sv_eq(step->phase, phase)) return step;
    }
    return NULL;
}

static Value kept_fields(RecordedRun *recorded, const Event *event) {
    return value_copy_like(recorded->arena, event->fields, &recorded->like[event->kind]);
}

static RecordedStep *step_of(RecordedRun *recorded, const Event *event) {
    Sv address = event_text(event, "address"), phase = event_text(event, "phase");
    Sv number = event_text(event, "number");
    // Most events are of the same step as the one before.
    RecordedStep *step = recorded->at;
    bool same = step && sv_eq(step->address, address) && sv_eq(step->phase, phase);
    if (!same) step = find(recorded, address, phase);
    if (!step) {
        step = arena_new_of(recorded->arena, RecordedStep);
        step->address = sv_copy(recorded->arena, address);
        step->phase = sv_copy(recorded->arena, phase);
        step->begin = step->end = step->attempt = step->asked = step->answered = value_null();
        step->said = step->cookies = value_null();
        step->doubt = SV("");
        arena_grow(recorded->arena, recorded->steps, recorded->count, recorded->capacity);
        recorded->steps[recorded->count++] = step;
        svmap_add(&recorded->by_address, step->address, step);
    }
    recorded->at = step;
    // A list that was read anew may have put its items into another order.
    if (sv_eq(step->number, number)) return step;
    step->number = sv_copy(recorded->arena, number);
    svmap_set(&recorded->by_number, step->number, step);
    return step;
}

static bool left_out(Value end) {
    return sv_eq_c(value_field_text(end, "verdict", SV("")), "skipped") &&
           value_field_bool(end, "own_when", false);
}

static bool ended_well(Value end) {
    Sv verdict = value_field_text(end, "verdict", SV(""));
    return sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned") || left_out(end);
}

// It is made once more: what it saw before is not its result any more, once it has ended.
static void make_anew(RecordedRun *recorded, RecordedStep *step) {
    if (step->decided > 0 && !step->before) {
        step->before = arena_new_of(recorded->arena, RecordedStep);
        *step->before = *step;
        arena_grow(recorded->arena, recorded->unsettled, recorded->unsettled_count,
                   recorded->unsettled_capacity);
        recorded->unsettled[recorded->unsettled_count++] = step;
        step->captures = NULL;
        step->capture_capacity = 0;
    }
    step->end = step->attempt = step->asked = step->answered = step->saved = step->cookies =
        value_null();
    step->decided = step->intent = step->ended = 0;
    step->capture_count = 0;
    step->said_done = false;
}

static void note_begin(RecordedRun *recorded, const Event *event) {
    RecordedStep *step = step_of(recorded, event);
    step->began = event->seq;
    // What became of it is looked at; nothing is done.
    step->looked = value_get_c(event->fields, "taken_up") != NULL;
    if (step->looked) return;
    bool group = event->kind == EVENT_GROUP_STARTED, known = step->began_ns != 0;
    if (!group && known) make_anew(recorded, step);
    step->begin = kept_fields(recorded, event);
    step->made = event->seq;
    step->began_ns = event->stamp.wall_ns;
    step->kind = value_field_text(step->begin, "kind", SV(""));
    if (step->kind.len == 0 || known) return;
    arena_grow(recorded->arena, recorded->groups, recorded->group_count, recorded->group_capacity);
    recorded->groups[recorded->group_count++] = step;
}

static void note_group_end(RecordedRun *recorded, RecordedStep *step, const Event *event) {
    step->end = kept_fields(recorded, event);
    if (step->kind.len == 0) step->kind = value_field_text(step->end, "kind", SV(""));
    RecordedRollback *rollback = &recorded->rollback;
    if (rollback->begun && sv_eq(rollback->beneath, step->number)) rollback->begun = false;
}

// It acted in an earlier session, and this one left it out, as with its group: that undoes nothing.
static bool is_passed_over(const RecordedRun *recorded, const RecordedStep *step,
                           const Event *event) {
    return step->intent > 0 && step->began < recorded->session_began &&
           sv_eq_c(step->phase, "steps") && event_text(event, "stands").len == 0;
}

// Kept under another number: what it takes back has moved since.
static void take_over_moved(RecordedRun *recorded, RecordedStep *step, const Event *event) {
    uint64_t from = (uint64_t)event_int(event, "kept_from");
    for (uint32_t i = 0; i < recorded->count; i++) {
        const RecordedStep *then = recorded->steps[i];
        if (from == 0 || then->decided != from || then == step) continue;
        RecordedStep own = *step;
        *step = *then;
        step->address = own.address, step->number = own.number, step->phase = own.phase;
        return;
    }
}

static void note_shift(RecordedRun *recorded, const RecordedStep *step) {
    if (recorded->sessions > 1 && sv_eq_c(step->phase, "steps"))
        recorded->shifted = recorded->session_began;
}

static bool left_the_same(const RecordedStep *now, const RecordedStep *then) {
    if (now->capture_count != then->capture_count) return false;
    for (uint32_t i = 0; i < now->capture_count; i++) {
        Value own = now->captures[i], other = then->captures[i];
        if (!sv_eq(value_field_text(own, "title", SV("")),
                   value_field_text(other, "title", SV(""))) ||
            !value_equal(value_field(own, "value"), value_field(other, "value")))
            return false;
    }
    return true;
}

// As the session itself saw it, which made anew what came behind it, as far as it got.
static bool ends_otherwise(const RecordedStep *step, Sv before, Sv verdict) {
    if (step->looked) return !sv_eq(before, verdict);
    if (!step->before) return step->capture_count > 0 || step->answered.kind == VALUE_MAP;
    return !sv_eq(value_field_text(step->before->end, "verdict", SV("")), verdict) ||
           !left_the_same(step, step->before);
}

static void note_step_end(RecordedRun *recorded, RecordedStep *step, const Event *event) {
    bool not_reached = sv_eq_c(event_text(event, "cause"), "not_reached");
    if (event_bool(event, "reused") && step->decided == 0) take_over_moved(recorded, step, event);
    if (event_bool(event, "reused")) step->counted = event->seq;
    // No session takes back what an earlier one decided.
    if (event_bool(event, "reused") || (not_reached && step->decided > 0)) return;
    bool in_doubt = step->intent > 0 && step->decided == 0;
    if ((not_reached && in_doubt) || is_passed_over(recorded, step, event)) return;
    bool doubt = sv_eq_c(event_text(event, "verdict"), "in_doubt");
    step->torn = doubt && step->looked && (step->torn || ended_well(step->end));
    Sv before =
        step->end.kind == VALUE_MAP ? value_field_text(step->end, "verdict", SV("")) : SV("");
    if (!not_reached && ends_otherwise(step, before, event_text(event, "verdict")))
        note_shift(recorded, step);
    if (!not_reached) step->counted = event->seq;
    step->end = kept_fields(recorded, event);
    if (!step->looked) step->doubt = doubt ? value_field_text(step->end, "reason", SV("")) : SV("");
    step->said = value_null();
    step->before = NULL;
    step->decided = not_reached ? 0 : event->seq;
    step->decided_ns = event->stamp.wall_ns;
}

static void note_end(RecordedRun *recorded, const Event *event) {
    RecordedStep *step = step_of(recorded, event);
    step->ended = event->seq;
    if (event->kind == EVENT_GROUP_ENDED)
        note_group_end(recorded, step, event);
    else
        note_step_end(recorded, step, event);
}

// Who goes on wants to know of most attempts how they ended, and of a person's what was said.
static Value kept_attempt(RecordedRun *recorded, const RecordedStep *step, const Event *event) {
    Sv prev, error;
    Event whole;
    if (event->line.len == 0) return kept_fields(recorded, event);
    bool said = step->begin.kind == VALUE_MAP &&
                sv_eq_c(value_field_text(step->begin, "effect", SV("")), "answer");
    if (said && event_read(recorded->arena, event->line, &whole, &prev, &error))
        return whole.fields;
    Value end = value_string_copy(recorded->arena, event_text(event, "end"));
    Value key = value_string(SV("end"));
    return map_of_few(recorded->arena, &key, &end, 1);
}

static void note_attempt(RecordedRun *recorded, const Event *event) {
    RecordedStep *step = step_of(recorded, event);
    step->attempt = kept_attempt(recorded, step, event);
    step->attempted_ns = event->stamp.wall_ns;
}

// One that is taken over is as old as it was.
static void note_answer(RecordedRun *recorded, const Event *event) {
    RecordedStep *step = step_of(recorded, event);
    bool reused = event_bool(event, "reused") && step->answered_ns > 0;
    step->answered = kept_fields(recorded, event);
    if (!reused) step->answered_ns = event->stamp.wall_ns;
}

static void note_intent(RecordedRun *recorded, const Event *event) {
    RecordedStep *step = step_of(recorded, event);
    step->intent = event->seq;
    step->intent_ns = event->stamp.wall_ns;
    step->said = value_null();
    step->doubt = SV("");
    step->looked = false;
    note_shift(recorded, step);
}

static void note_capture(RecordedRun *recorded, const Event *event) {
    // Captures of a probe belong to the step.
    RecordedStep *step = svmap_get(&recorded->by_address, event_text(event, "address"));
    if (!step || !sv_eq_c(event_text(event, "phase"), "probe")) step = step_of(recorded, event);
    Value fields = kept_fields(recorded, event);
    for (uint32_t i = 0; i < step->capture_count; i++)
        if (sv_eq(value_field_text(step->captures[i], "title", SV("")),
                  event_text(event, "title"))) {
            step->captures[i] = fields;
            return;
        }
    arena_grow(recorded->arena, step->captures, step->capture_count, step->capture_capacity);
    step->captures[step->capture_count++] = fields;
}

// ── sessions ──

// One that was begun anew and cut off is what it was, but for a change that may have happened.
void recorded_run_settle(RecordedRun *recorded) {
    for (uint32_t i = 0; i < recorded->unsettled_count; i++) {
        RecordedStep *step = recorded->unsettled[i];
        if (!step->before) continue;
        uint64_t intent = step->intent, began = step->began, made = step->made;
        int64_t intent_ns = step->intent_ns;
        Value begin = step->begin;
        *step = *step->before;
        step->before = NULL;
        step->began = began;
        // It may have acted by the key that it began with.
        if (intent == 0) continue;
        step->intent = intent, step->intent_ns = intent_ns, step->begin = begin, step->made = made;
        step->doubt = SV("");
        step->torn = step->looked = false;
    }
    recorded->unsettled_count = 0;
}

static void begin_session(RecordedRun *recorded, const Event *event) {
    recorded_run_settle(recorded);
    recorded->lasted_ns += recorded->last_mono_ns - recorded->session_mono_ns;
    recorded->session_mono_ns = event->stamp.mono_ns;
    recorded->session_began = event->seq;
    recorded->sessions++;
    recorded->ended = recorded->stopped = recorded->parked = value_null();
    recorded->ended_ns = 0;
    recorded->finishing = false;
    recorded->rollback = (RecordedRollback){0};
}

static void note_phase(RecordedRun *recorded, const Event *event) {
    bool undo = sv_eq_c(event_text(event, "phase"), "undo");
    recorded->finishing |= sv_eq_c(event_text(event, "phase"), "finally");
    recorded->rollback = (RecordedRollback){
        undo, undo ? sv_copy(recorded->arena, event_text(event, "beneath")) : SV("")};
}

// A step that the session does not come to tells of no word of its own.
static void note_words(RecordedRun *recorded, Value resumed) {
    Value words = value_field(resumed, "resolutions");
    for (size_t i = 0; i < value_count(words); i++) {
        Value word = value_item(words, i);
        RecordedStep *step =
            svmap_get(&recorded->by_address, value_field_text(word, "address", SV("")));
        if (step) step->said = word;
    }
}

static void note_resumed(RecordedRun *recorded, Value resumed, uint64_t seq) {
    recorded->resumed = resumed;
    arena_grow(recorded->arena, recorded->resumes, recorded->resume_count,
               recorded->resume_capacity);
    recorded->resumes[recorded->resume_count++] = (RecordedSession){seq, resumed};
    if (value_count(value_field(resumed, "accepted")) == 0) return;
    recorded->accepted = resumed;
    recorded->accepted_seq = seq;
}

static void note_run(RecordedRun *recorded, const Event *event) {
    Value fields = kept_fields(recorded, event);
    switch (event->kind) {
    case EVENT_RUN_STARTED:
        begin_session(recorded, event);
        recorded->started = fields;
        recorded->started_ns = event->stamp.wall_ns;
        recorded->id = value_field_text(fields, "run", SV(""));
        break;
    case EVENT_RUN_RESUMED:
        begin_session(recorded, event);
        note_resumed(recorded, fields, event->seq);
        note_words(recorded, fields);
        break;
    case EVENT_STOPPED: recorded->stopped = fields; break;
    case EVENT_PARKED: recorded->parked = fields; break;
    case EVENT_RUN_ENDED:
        recorded->ended = fields;
        recorded->ended_ns = event->stamp.wall_ns;
        recorded->rollback.begun = false;
        break;
    default: break;
    }
}

static void note_step(RecordedRun *recorded, const Event *event) {
    // What a probe observed is not a result of the step.
    bool probe = sv_eq_c(event_text(event, "phase"), "probe");
    if (probe && event->kind != EVENT_CAPTURED) return;
    switch (event->kind) {
    case EVENT_STEP_STARTED:
    case EVENT_GROUP_STARTED: note_begin(recorded, event); break;
    case EVENT_STEP_ENDED:
    case EVENT_GROUP_ENDED: note_end(recorded, event); break;
    case EVENT_STEP_INTENT: note_intent(recorded, event); break;
    case EVENT_ATTEMPT_ENDED: note_attempt(recorded, event); break;
    case EVENT_CAPTURED: note_capture(recorded, event); break;
    case EVENT_COOKIES_KEPT:
        recorded_cookies_add(recorded->arena, step_of(recorded, event), event);
        break;
    case EVENT_SAVED: step_of(recorded, event)->saved = kept_fields(recorded, event); break;
    case EVENT_ASKED: step_of(recorded, event)->asked = kept_fields(recorded, event); break;
    case EVENT_ANSWERED: note_answer(recorded, event); break;
    case EVENT_RESOLVED:
        step_of(recorded, event)->said_done = resolved_as(event_text(event, "as")) == RESOLVED_DONE;
        break;
    default: break;
    }
}

static bool take(void *self, const Event *event) {
    RecordedRun *recorded = self;
    if (recorded->until > 0 && event->seq >= recorded->until) return true;
    if (event_rows[event->kind].flags & EVENT_OF_STEP)
        note_step(recorded, event);
    else if (event->kind == EVENT_PHASE)
        note_phase(recorded, event);
    else
        note_run(recorded, event);
    recorded->last_ns = event->stamp.wall_ns;
    recorded->last_mono_ns = event->stamp.mono_ns;
    return true;
}

void recorded_run_init(Arena *arena, RecordedRun *out) {
    Value none = value_null();
    *out = (RecordedRun){.arena = arena,
                         .started = none,
                         .ended = none,
                         .resumed = none,
                         .accepted = none,
                         .stopped = none,
                         .parked = none,
                         .by_address = svmap_new(arena),
                         .by_number = svmap_new(arena)};
}

EventSink recorded_run_sink(RecordedRun *recorded) {
    return (EventSink){recorded, take};
}

EventParts recorded_run_parts(const RecordedRun *recorded) {
    static const EventKind read[] = {EVENT_RUN_STARTED,  EVENT_RUN_RESUMED,   EVENT_STOPPED,
                                     EVENT_PARKED,       EVENT_RUN_ENDED,     EVENT_PHASE,
                                     EVENT_STEP_STARTED, EVENT_GROUP_STARTED, EVENT_STEP_ENDED,
                                     EVENT_GROUP_ENDED,  EVENT_STEP_INTENT,   EVENT_ATTEMPT_ENDED,
                                     EVENT_CAPTURED,     EVENT_ASKED,         EVENT_ANSWERED,
                                     EVENT_RESOLVED,     EVENT_SAVED,         EVENT_COOKIES_KEPT};
    EventParts parts = {.heads = ~(uint64_t)0};
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        parts.heads &= ~((uint64_t)1 << read[i]);
    if (recorded->seen_is_left_out) parts.fronts = (uint64_t)1 << EVENT_ATTEMPT_ENDED;
    return parts;
}

static bool read_to(Arena *arena, Sv journal, uint64_t until, RecordedRun *out, Sv *message) {
    recorded_run_init(arena, out);
    out->until = until;
    JournalProblem problem;
    if (!journal_read_parts(arena, journal, recorded_run_sink(out), recorded_run_parts(out),
                            &problem)) {
        *message = problem.message;
        return false;
    }
    recorded_run_settle(out);
    // A killed run leaves a last line that is cut off.
    if (problem.intact || (problem.torn && problem.events > 0)) return true;
    if (problem.newer) {
        *message = sv_format(arena, "%.*s is %.*s", SV_ARG(journal), SV_ARG(problem.message));
        return false;
    }
    *message = sv_format(arena, "%.*s:%llu: the journal is damaged here: %.*s", SV_ARG(journal),
                         (unsigned long long)problem.line, SV_ARG(problem.message));
    return false;
}

bool recorded_run_read(Arena *arena, Sv journal, RecordedRun *out, Sv *message) {
    return read_to(arena, journal, 0, out, message);
}

static uint64_t made_at(const RecordedStep *step) {
    return step->made > 0 ? step->made : step->ended;
}

bool recorded_run_read_until_made(Arena *arena, Sv journal, Sv address, RecordedRun *out,
                                  Sv *message) {
    if (!recorded_run_read(arena, journal, out, message)) return false;
    const RecordedStep *step = recorded_run_meant(out, address);
    for (uint32_t i = 0; step && i < out->resume_count; i++) {
        uint64_t next = out->resumes[i].began;
        if (next > made_at(step)) return read_to(arena, journal, next, out, message);
    }
    return true;
}

// ── asking ──

const RecordedStep *recorded_run_step(const RecordedRun *recorded, Sv address) {
    return svmap_get(&recorded->by_address, address);
}

const RecordedStep *recorded_run_step_of(const RecordedRun *recorded, Sv address, Sv phase) {
    return find(recorded, address, phase);
}

// Several threads ask at once, so nothing is made in the run's own arena.
const RecordedStep *recorded_run_undo(const RecordedRun *recorded, Sv number, uint32_t place) {
    BUF_AUTO Buf own = buf_new(LIMIT_EVENT_BYTES);
    buf_addf(&own, "%.*s.undo%u", SV_ARG(number), place);
    return svmap_get(&recorded->by_number, buf_sv(&own));
}

UndoneAt recorded_run_undone_at(const RecordedRun *recorded, Sv number, uint32_t undo_count,
                                uint64_t since) {
    bool made = false, said = false;
    for (uint32_t i = 1; i <= undo_count; i++) {
        const RecordedStep *undo = recorded_run_undo(recorded, number, i);
        if (!undo || !(ended_well(undo->end) || undo->said_done)) return UNDONE_NOT;
        if ((undo->kind.len > 0 ? undo->ended : undo->decided) < since) return UNDONE_NOT;
        made |= !left_out(undo->end);
        said |= undo->said_done && !ended_well(undo->end);
    }
    if (said) return UNDONE_SAID;
    return made ? UNDONE_ALL : undo_count > 0 ? UNDONE_LEFT_OUT : UNDONE_NOT;
}

int64_t recorded_run_lasted_ns(const RecordedRun *recorded) {
    return recorded->lasted_ns + recorded->last_mono_ns - recorded->session_mono_ns;
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

Value recorded_run_giving(const RecordedRun *recorded, const char *field) {
    bool anew = recorded->accepted.kind == VALUE_MAP && value_get_c(recorded->accepted, field);
    return anew ? recorded->accepted : recorded->started;
}

Value recorded_run_given(const RecordedRun *recorded, const char *field) {
    return value_field(recorded_run_giving(recorded, field), field);
}

RecordedRun recorded_run_when(const RecordedRun *recorded, const RecordedStep *step) {
    uint64_t made = made_at(step);
    RecordedRun then = *recorded;
    then.resumed = then.accepted = value_null();
    then.accepted_seq = 0;
    for (uint32_t i = 0; i < recorded->resume_count && recorded->resumes[i].began < made; i++) {
        then.resumed = recorded->resumes[i].resumed;
        if (value_count(value_field(then.resumed, "accepted")) == 0) continue;
        then.accepted = then.resumed;
        then.accepted_seq = recorded->resumes[i].began;
    }
    return then;
}

bool recorded_run_input(const RecordedRun *recorded, Arena *arena, Sv name, Value *out) {
    Value given = recorded_run_giving(recorded, "inputs");
    Value inputs = value_field(given, "inputs");
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        if (!sv_eq(value_field_text(input, "name", SV("")), name)) continue;
        *out = restored(arena, given, "inputs", name, value_field(input, "value"));
        return true;
    }
    *out = value_tainted(value_null(), TYPE_NOTES_CUT);
    return type_notes_field_cut(given, "inputs");
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

// What stands in the next pair of brackets; empty where there is none.
static Sv next_item(Sv *text) {
    size_t from = sv_find_char(*text, '[', 0);
    size_t to = from == SV_NONE ? SV_NONE : sv_find_char(*text, ']', from);
    if (to == SV_NONE) return (Sv){0};
    Sv item = sv_slice(*text, from, to + 1);
    *text = sv_slice(*text, to + 1, text->len);
    return item;
}

bool recorded_run_may_mean(Sv word, Sv address) {
    Sv item = next_item(&word);
    if (item.len == 0) return true;
    for (; item.len > 0; item = next_item(&word))
        if (!sv_eq(item, next_item(&address))) return false;
    return next_item(&address).len == 0;
}
