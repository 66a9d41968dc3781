#include "cli/resume/take_up_view.h"
#include "event/step_number.h"
#include "history/same_step.h"
#include <string.h>

// ── which step of the plan it is ──

static bool add_step(void *self, Step *step, const char *phase, uint32_t depth) {
    TakeUpView *view = self;
    (void)depth;
    if (strcmp(phase, "probe") == 0) return true;
    svmap_add(&view->plan, step_number(view->arena, step), step);
    svmap_add(&view->by_address,
              sv_format(view->arena, "%.*s\n%s", SV_ARG(step_address(view->arena, step)), phase),
              step);
    return true;
}

// "4.2.1" is "4.*.1" of the plan where 4 is a loop; "4.2" is the loop's own step.
static Sv in_plan(const TakeUpView *view, Sv number) {
    BUF_AUTO Buf out = buf_new((size_t)64 * 1024);
    Sv rest = number, part;
    bool star = false;
    while (sv_next_part(&rest, '.', &part)) {
        size_t from = (size_t)(part.at - number.at);
        if (star && from + part.len == number.len) break;
        if (out.len > 0) buf_add_char(&out, '.');
        buf_add(&out, star ? SV("*") : part);
        const RecordedStep *around =
            svmap_get(&view->recorded->by_number, sv_slice(number, 0, from + part.len));
        star = !star && around && sv_eq_c(around->kind, "loop");
    }
    return buf_keep(&out, view->arena);
}

// What an undo step takes back tells which one it is: its own number may be another's by now.
static Step *undo_in_plan(const TakeUpView *view, const RecordedStep *step);

// Where the runbook was changed a number alone tells nothing.
static Step *step_in_plan(const TakeUpView *view, const RecordedStep *step) {
    Step *plan = svmap_get(&view->plan, in_plan(view, step->number));
    if (!view->changed) return plan;
    Sv address = same_step_address(view->arena, step->address);
    Step *named = svmap_get(&view->by_address, sv_format(view->arena, "%.*s\n%.*s", SV_ARG(address),
                                                         SV_ARG(step->phase)));
    if (named && !same_step_by_number(named)) return named;
    if (sv_eq_c(step->phase, "undo")) {
        Step *undo = undo_in_plan(view, step);
        if (undo) return same_step(step, undo) ? undo : NULL;
    }
    if (!named) named = plan;
    return named && same_step_by_number(named) && same_step(step, named) ? named : NULL;
}

static Step *undo_in_plan(const TakeUpView *view, const RecordedStep *step) {
    size_t at = sv_find(step->number, SV(".undo"), 0);
    if (at == SV_NONE) return NULL;
    const RecordedStep *of = svmap_get(&view->recorded->by_number, sv_slice(step->number, 0, at));
    Step *plan = of ? step_in_plan(view, of) : NULL;
    for (uint32_t i = 0; plan && i < plan->undo_count; i++) {
        Sv number = sv_format(view->arena, "%.*s.undo%u", SV_ARG(of->number), i + 1);
        if (sv_eq(number, step->number)) return plan->undo[i];
    }
    return NULL;
}

static bool was_chosen(const RecordedStep *step) {
    return !sv_eq_c(value_field_text(step->end, "cause", SV("")), "selection");
}

static Sv place_of(Arena *arena, const RecordedStep *step) {
    return sv_format(arena, "%.*s\n%.*s", SV_ARG(step->address), SV_ARG(step->phase));
}

FoundFate *take_up_view_find(const TakeUpView *view, const RecordedStep *step) {
    uintptr_t place = (uintptr_t)svmap_get(&view->places, place_of(view->arena, step));
    return place > 0 ? &view->items[place - 1] : NULL;
}

typedef struct Twins {
    const TakeUpView *view;
    const RecordedStep *of;
    uint32_t count;
} Twins;

static bool count_twin(void *self, Step *step, const char *phase, uint32_t depth) {
    Twins *twins = self;
    (void)depth;
    bool leaf = step->kind == STEP_ACTION || step->kind == STEP_CHECK;
    // One with an id that was told of is known.
    bool known = !same_step_by_number(step) &&
                 recorded_run_step_of(twins->view->recorded, step_address(twins->view->arena, step),
                                      SV("steps"));
    if (leaf && !known && strcmp(phase, "steps") == 0) twins->count += same_step(twins->of, step);
    return true;
}

// It left something in place, and which step of the changed runbook it is, if any, only its number
// could tell.
static bool is_unsure(const TakeUpView *view, const Plan *plan, const RecordedStep *step,
                      const Step *now) {
    bool known = now && (!same_step_by_number(now) || same_step_place(step, now));
    if (!view->changed || known ||
        fate_left_then(view->arena, view->recorded, step) == STANDS_NOTHING)
        return false;
    Step *there = svmap_get(&view->plan, in_plan(view, step->number));
    bool taken =
        there && same_step_by_number(there) &&
        sv_eq(step_address(view->arena, there), same_step_address(view->arena, step->address));
    Twins twins = {view, step, 0};
    plan_visit(plan->top, count_twin, &twins);
    return now ? twins.count > 1 : taken || twins.count > 0;
}

static void note_vanished(TakeUpView *view, const RecordedStep *step) {
    if (!sv_eq_c(step->phase, "steps") || (step->decided == 0 && step->intent == 0) ||
        !sv_eq_c(value_field_text(step->begin, "effect", SV("")), "change"))
        return;
    const char *how = step->intent > step->decided ? "it had begun" : "it was done";
    text_list_add(view->arena, &view->vanished,
                  sv_format(view->arena, "%.*s %.*s: %s", SV_ARG(step->number),
                            SV_ARG(take_up_view_name(step)), how));
}

// What is no part of the runbook any more, and may have happened: a person can say what became of
// it.
static const Step *open_yet(TakeUpView *view, const RecordedStep *step) {
    if (fate_left_then(view->arena, view->recorded, step) != STANDS_DOUBT ||
        !sv_eq_c(value_field_text(step->begin, "effect", SV("")), "change"))
        return NULL;
    Step *possible = arena_new_of(view->arena, Step);
    *possible = (Step){.effect = EFFECT_CHANGE, .runbook = view->whole->top};
    return possible;
}

// An item that left its list is made a last time, to be taken back.
static bool is_taken_back(const TakeUpView *view, const FateRules *rules,
                          const RecordedStep *step) {
    return rules->undoing && sv_find_char(step->address, '[', 0) != SV_NONE &&
           fate_left_then(view->arena, view->recorded, step) != STANDS_DOUBT;
}

static void add_fate(TakeUpView *view, const RecordedStep *step, const FateRules *rules) {
    const Step *plan = step_in_plan(view, step);
    if (!view->unsure && is_unsure(view, view->whole, step, plan)) view->unsure = step;
    bool gone =
        sv_eq_c(step->phase, "steps") &&
        (!plan || (fate_is_gone(view->recorded, step) && !is_taken_back(view, rules, step)));
    if (!plan) note_vanished(view, step);
    if (!plan) plan = open_yet(view, step);
    if (!plan || !was_chosen(step)) return;
    ResolvedAs then = gone ? fate_word(step) : RESOLVED_UNKNOWN;
    arena_grow(view->arena, view->items, view->count, view->capacity);
    view->items[view->count++] = (FoundFate){.step = step,
                                             .plan = plan,
                                             .fate = fate_of(rules, step, plan),
                                             .left = fate_left(step, plan),
                                             .as = then == RESOLVED_AGAIN ? RESOLVED_UNKNOWN : then,
                                             .gone = gone};
    svmap_set(&view->places, place_of(view->arena, step), (void *)(uintptr_t)view->count);
}

// ── where it goes on ──

static bool is_open(const FoundFate *found) {
    if (found->gone) return false;
    if (found->fate == FATE_DOUBT) return true;
    if (value_field_bool(found->step->end, "own_when", false)) return false;
    bool well = fate_is_well(found->step);
    if (found->plan->effect == EFFECT_ANSWER) return !well;
    return found->fate == FATE_MAKE || (found->fate == FATE_RENEW && !well);
}

static void go_on_at(TakeUpView *view, const Step *plan, Sv address, Sv number, Sv name) {
    view->at_step = plan;
    view->at = address;
    view->at_number = number;
    view->at_name = name;
}

static const FoundFate *first_open(const TakeUpView *view, Sv beneath) {
    for (uint32_t i = 0; i < view->count; i++)
        if (step_number_beneath(view->items[i].step->number, beneath) && is_open(&view->items[i]) &&
            sv_eq_c(view->items[i].step->phase, "steps"))
            return &view->items[i];
    return NULL;
}

Sv take_up_view_name(const RecordedStep *step) {
    Value from = step->begin.kind == VALUE_MAP ? step->begin : step->end;
    return from.kind == VALUE_MAP ? value_field_text(from, "name", SV("")) : SV("");
}

static bool take_open(TakeUpView *view, const FoundFate *found) {
    if (found)
        go_on_at(view, found->plan, found->step->address, found->step->number,
                 take_up_view_name(found->step));
    return found != NULL;
}

static OnFailure rule_around(const Step *step) {
    for (; step->parent; step = step->parent)
        if (step->parent->on_failure != ON_FAILURE_INHERIT) return step->parent->on_failure;
    OnFailure rule = step->runbook->on_failure;
    return rule == ON_FAILURE_INHERIT ? ON_FAILURE_STOP : rule;
}

static bool stops_behind(const Step *step) {
    bool own = step->kind != STEP_GROUP && step->on_failure != ON_FAILURE_INHERIT;
    return step->level == LEVEL_MUST &&
           (own ? step->on_failure : rule_around(step)) != ON_FAILURE_CONTINUE;
}

// What is not begun behind a change that did not pass and is not repeated. Where several are made
// at once it is not known before.
static void note_stopper(TakeUpView *view, const FoundFate *found) {
    Sv verdict = value_field_text(found->step->end, "verdict", SV(""));
    bool bad = sv_eq_c(verdict, "failed") || sv_eq_c(verdict, "undecided");
    if (view->stopper || !bad || found->fate != FATE_KEEP || found->gone ||
        found->plan->effect != EFFECT_CHANGE || fate_is_said(found->step) ||
        fate_is_left_open(found->step))
        return;
    const Step *step = found->plan;
    if (!stops_behind(step)) return;
    for (const Step *above; (above = fate_above(step)) != NULL; step = above) {
        if (above->parallel > 1 || above->loop_count > 0) return;
        if (!stops_behind(above)) {
            view->stopped = above;
            break;
        }
    }
    view->stopper = found;
}

static bool is_stopped(const TakeUpView *view, const Step *step) {
    if (!view->stopper || !view->stopped) return view->stopper != NULL;
    for (; step; step = fate_above(step))
        if (step == view->stopped) return true;
    return false;
}

// In the runbook's order: the first that is open, or of which nothing was told.
static bool look_for_open(void *self, Step *step, const char *phase, uint32_t depth) {
    TakeUpView *view = self;
    (void)depth;
    if (view->at.len > 0 || strcmp(phase, "steps") != 0 || is_stopped(view, step)) return false;
    bool group = step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
    if (step->in_loop && step->loop_count == 0) return false;
    Sv number = step_number(view->arena, step);
    const RecordedStep *told =
        view->changed
            ? recorded_run_step_of(view->recorded, step_address(view->arena, step), SV("steps"))
            : svmap_get(&view->recorded->by_number, number);
    const FoundFate *now = told && !group ? take_up_view_find(view, told) : NULL;
    if (view->changed && now && now->plan != step) told = NULL;
    if (!told) {
        go_on_at(view, step, step_address(view->arena, step), number, step->name);
        return false;
    }
    if (step->loop_count > 0) {
        ignore_result(take_open(view, first_open(view, number)));
        return false;
    }
    if (group) return true;
    const FoundFate *found = take_up_view_find(view, told);
    if (found && is_open(found)) ignore_result(take_open(view, found));
    if (found) note_stopper(view, found);
    return false;
}

void take_up_view_make(Arena *arena, const Plan *plan, const RecordedRun *recorded,
                       const FateRules *rules, TakeUpView *out) {
    *out = (TakeUpView){.arena = arena,
                        .recorded = recorded,
                        .whole = plan,
                        .changed = rules->renew || recorded->accepted_seq > 0,
                        .accepts = rules->renew,
                        .plan = svmap_new(arena),
                        .by_address = svmap_new(arena),
                        .places = svmap_new(arena)};
    plan_visit(plan->top, add_step, out);
    for (uint32_t i = 0; i < recorded->count; i++)
        if (recorded->steps[i]->kind.len == 0) add_fate(out, recorded->steps[i], rules);
    plan_visit(plan->top, look_for_open, out);
}

void take_up_view_resolve(TakeUpView *view, FoundFate *found, ResolvedAs as) {
    found->as = as;
    found->said = true;
    if (found->fate == FATE_DOUBT) return;
    found->fate = FATE_DOUBT;
    view->stopper = NULL, view->stopped = NULL;
    go_on_at(view, NULL, SV(""), SV(""), SV(""));
    plan_visit(view->whole->top, look_for_open, view);
}

bool take_up_view_is_open(const FoundFate *found) {
    return found->fate == FATE_DOUBT && !found->plan->probe && found->as == RESOLVED_UNKNOWN;
}
