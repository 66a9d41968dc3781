#include "report/left_so_far.h"
#include "base/utf8.h"
#include "event/step_number.h"

enum { MOST_STEPS = 100000, NAME_COLUMNS = 200 };

struct LeftStep {
    Sv number, address, name;
    Stands stands;
    bool acting; // it was about to act, and has not ended
    bool undone;
    Sv unsure_by; // the number of an undo step of it of which nobody knows whether it happened
    Sv owed;      // … that began, or was not reached, and did not end well
};

LeftSoFar left_so_far_new(Arena *arena) {
    return (LeftSoFar){.arena = arena, .steps = svmap_new(arena), .undid = SV("")};
}

static void hold(LeftSoFar *left, Sv *of, Sv number, bool so) {
    if (so)
        *of = sv_copy(left->arena, number);
    else if (sv_eq(*of, number))
        *of = SV("");
}

static void take_undo_of(LeftSoFar *left, LeftStep *step, const Event *event) {
    Sv number = event_text(event, "number"), verdict = event_text(event, "verdict");
    bool ended = event->kind == EVENT_STEP_ENDED;
    bool well = ended && (sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned"));
    bool left_out = ended && sv_eq_c(verdict, "skipped") && event_bool(event, "own_when");
    hold(left, &step->owed, number, !well && !left_out);
    if (event->kind == EVENT_STEP_STARTED || sv_eq_c(event_text(event, "cause"), "not_reached"))
        return;
    bool unsure =
        !ended || sv_eq_c(verdict, "in_doubt") || sv_eq_c(event_text(event, "cause"), "resolved");
    hold(left, &step->unsure_by, number, unsure);
    step->undone |= well;
}

// "3.2" for "3.2.undo1" and what is in it.
static void take_undo(LeftSoFar *left, const Event *event) {
    Sv number = event_text(event, "number");
    size_t at = sv_find(number, SV(".undo"), 0);
    if (at == SV_NONE) return;
    Sv undone = sv_slice(number, 0, at);
    if (event->kind == EVENT_STEP_ENDED) left->undid = sv_copy(left->arena, undone);
    for (uint32_t i = 0; i < left->steps.count; i++) {
        LeftStep *step = left->steps.entries[i].value;
        if (step_number_within(step->number, undone)) take_undo_of(left, step, event);
    }
}

static LeftStep *step_of(LeftSoFar *left, const Event *event) {
    LeftStep *step = svmap_get(&left->steps, event_text(event, "number"));
    if (step || left->steps.count == MOST_STEPS) return step;
    step = arena_new_of(left->arena, LeftStep);
    *step = (LeftStep){.unsure_by = SV(""),
                       .owed = SV(""),
                       .number = sv_copy(left->arena, event_text(event, "number")),
                       .address = sv_copy(left->arena, event_text(event, "address"))};
    svmap_add(&left->steps, step->number, step);
    return step;
}

static void take_intent(LeftSoFar *left, const Event *event) {
    LeftStep *step = step_of(left, event);
    if (!step) return;
    step->acting = true;
    step->undone = false;
    step->unsure_by = step->owed = SV("");
    step->name = sv_copy(left->arena, utf8_fit(event_text(event, "name"), NAME_COLUMNS));
}

static void take_end(LeftSoFar *left, const Event *event) {
    Stands stands = stands_of(event_text(event, "stands"));
    bool told = svmap_has(&left->steps, event_text(event, "number"));
    LeftStep *step = told || stands_still(stands) ? step_of(left, event) : NULL;
    bool not_reached = sv_eq_c(event_text(event, "cause"), "not_reached");
    if (!step || not_reached) return;
    step->acting = false;
    step->stands = stands;
    step->name = sv_copy(left->arena, utf8_fit(event_text(event, "name"), NAME_COLUMNS));
}

void left_so_far_take(LeftSoFar *left, const Event *event) {
    left->undid = SV("");
    if (event->kind == EVENT_RUN_RESUMED)
        left->undoing = sv_eq_c(event_text(event, "purpose"), "undo");
    bool undo = sv_eq_c(event_text(event, "phase"), "undo");
    bool began = event->kind == EVENT_STEP_STARTED && undo;
    if (event->kind != EVENT_STEP_INTENT && event->kind != EVENT_STEP_ENDED && !began) return;
    if (undo)
        take_undo(left, event);
    else if (!sv_eq_c(event_text(event, "phase"), "steps"))
        return;
    else if (event->kind == EVENT_STEP_INTENT)
        take_intent(left, event);
    else
        take_end(left, event);
}

// Some of its undo steps were made, and others are owed.
static bool is_half_undone(const LeftSoFar *left, const LeftStep *step) {
    bool last = left->undid.len > 0 && step_number_within(step->number, left->undid);
    return stands_still(step->stands) && step->undone && (step->owed.len > 0 || last);
}

static void add_entry(const LeftSoFar *left, ListBuilder *list, Arena *arena,
                      const LeftStep *step) {
    MapBuilder entry = map_builder(arena);
    bool doubt = step->acting || step->unsure_by.len > 0 || is_half_undone(left, step);
    Stands stands = doubt ? STANDS_DOUBT : step->stands;
    map_add_c(&entry, "address", value_string(step->address));
    map_add_c(&entry, "number", value_string(step->number));
    map_add_c(&entry, "name", value_string(step->name));
    map_add_c(&entry, "stands", value_string(sv_from_c(stands_word(stands))));
    // Whether there are undo steps is not told before the end.
    map_add_c(&entry, "undo", value_bool(true));
    list_add(list, map_done(&entry));
}

Value left_so_far_fields(const LeftSoFar *left, Arena *arena, Sv run) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < left->steps.count; i++) {
        const LeftStep *step = left->steps.entries[i].value;
        bool left_over = stands_still(step->stands) && !step->undone;
        bool unsure = stands_still(step->stands) && step->unsure_by.len > 0;
        if (step->acting || left_over || unsure || is_half_undone(left, step))
            add_entry(left, &list, arena, step);
    }
    MapBuilder fields = map_builder(arena);
    map_add_c(&fields, "standing", list_done(&list));
    map_add_c(&fields, "undo", value_string(sv_format(arena, "runbook undo %.*s", SV_ARG(run))));
    map_add_c(&fields, "resume",
              value_string(sv_format(arena, "runbook %s %.*s", left->undoing ? "undo" : "resume",
                                     SV_ARG(run))));
    return map_done(&fields);
}

static bool is_undecided(Value left, const char *command) {
    return value_field_text(left, "verdict", (Sv){0}).len == 0 &&
           value_field_text(left, command, (Sv){0}).len > 0;
}

static bool goes_back(Value left) {
    return sv_eq(value_field_text(left, "resume", (Sv){0}),
                 value_field_text(left, "undo", (Sv){0}));
}

const char *left_resume_does(Value left) {
    if (!is_undecided(left, "resume")) return NULL;
    return goes_back(left) ? "goes on taking back what is still in place"
                           : "keeps what was done, and makes what is left";
}

const char *left_undo_does(Value left) {
    bool told = is_undecided(left, "undo") && !goes_back(left);
    return told ? "makes nothing more, and runs the undo steps of what is in place" : NULL;
}
