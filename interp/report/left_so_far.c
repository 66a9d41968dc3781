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
};

LeftSoFar left_so_far_new(Arena *arena) {
    return (LeftSoFar){.arena = arena, .steps = svmap_new(arena)};
}

static void take_undo_of(LeftSoFar *left, LeftStep *step, const Event *event) {
    Sv number = event_text(event, "number");
    bool began = event->kind == EVENT_STEP_INTENT,
         well = !began && (sv_eq_c(event_text(event, "verdict"), "passed") ||
                           sv_eq_c(event_text(event, "verdict"), "warned"));
    bool unsure = began || sv_eq_c(event_text(event, "verdict"), "in_doubt") ||
                  sv_eq_c(event_text(event, "cause"), "resolved");
    if (unsure)
        step->unsure_by = sv_copy(left->arena, number);
    else if (sv_eq(step->unsure_by, number))
        step->unsure_by = SV("");
    step->undone |= well;
}

// "3.2" for "3.2.undo1" and what is in it.
static void take_undo(LeftSoFar *left, const Event *event) {
    Sv number = event_text(event, "number");
    size_t at = sv_find(number, SV(".undo"), 0);
    if (at == SV_NONE || sv_eq_c(event_text(event, "cause"), "not_reached")) return;
    for (uint32_t i = 0; i < left->steps.count; i++) {
        LeftStep *step = left->steps.entries[i].value;
        if (step_number_within(step->number, sv_slice(number, 0, at)))
            take_undo_of(left, step, event);
    }
}

static LeftStep *step_of(LeftSoFar *left, const Event *event) {
    LeftStep *step = svmap_get(&left->steps, event_text(event, "number"));
    if (step || left->steps.count == MOST_STEPS) return step;
    step = arena_new_of(left->arena, LeftStep);
    *step = (LeftStep){.unsure_by = SV(""),
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
    step->unsure_by = SV("");
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
    if (event->kind == EVENT_RUN_RESUMED)
        left->undoing = sv_eq_c(event_text(event, "purpose"), "undo");
    if (event->kind != EVENT_STEP_INTENT && event->kind != EVENT_STEP_ENDED) return;
    if (sv_eq_c(event_text(event, "phase"), "undo"))
        take_undo(left, event);
    else if (!sv_eq_c(event_text(event, "phase"), "steps"))
        return;
    else if (event->kind == EVENT_STEP_INTENT)
        take_intent(left, event);
    else
        take_end(left, event);
}

static void add_entry(ListBuilder *list, Arena *arena, const LeftStep *step) {
    MapBuilder entry = map_builder(arena);
    Stands stands = step->acting || step->unsure_by.len > 0 ? STANDS_DOUBT : step->stands;
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
        if (step->acting || left_over || (stands_still(step->stands) && step->unsure_by.len > 0))
            add_entry(&list, arena, step);
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
