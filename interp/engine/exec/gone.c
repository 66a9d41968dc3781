#include "engine/exec/gone.h"
#include "base/num.h"
#include "engine/events/verdict_summary.h"
#include "engine/exec/rollback.h"
#include "engine/exec/settle.h"
#include "history/fate.h"
#include "history/same_step.h"
#include "journal/type_notes.h"
#include <string.h>

static const TakeUp *taken(const Worker *worker) {
    return worker->run->session.take_up;
}

static bool is_met(const Run *run, const RecordedStep *step) {
    return run->session.met_made && svmap_has(&run->session.met, step->address);
}

bool gone_would_be(Worker *worker, Sv loop) {
    const RecordedRun *recorded = taken(worker)->recorded;
    for (uint32_t i = 0; i < recorded->count; i++) {
        Sv address = recorded->steps[i]->address;
        bool in_it =
            address.len > loop.len && sv_starts(address, loop) && address.at[loop.len] == '[';
        if (in_it && fate_left_then(worker->step, recorded, recorded->steps[i]) != STANDS_NOTHING)
            return true;
    }
    return false;
}

// What a person says of it now, or said to a session that did not come to it either.
static Resolution word_of(const Worker *worker, const RecordedStep *step) {
    const TakeUp *take_up = taken(worker);
    for (uint32_t i = 0; i < take_up->resolution_count; i++)
        if (sv_eq(take_up->resolutions[i].address, step->address)) return take_up->resolutions[i];
    return (Resolution){.as = fate_word(step),
                        .reason = value_field_text(step->said, "reason", SV(""))};
}

static Sv by_whom(const Worker *worker, const RecordedStep *step) {
    Sv then = value_field_text(step->said, "by", SV(""));
    return kept_resolution(worker, step->address) ? worker->run->by : then;
}

static Sv why(Worker *worker, const RecordedStep *step, Stands left, bool asked) {
    const char not_now[] = "this time the run did not come to it";
    Resolution word = word_of(worker, step);
    if (!asked || word.as == RESOLVED_UNKNOWN)
        return sv_format(worker->keep, "it %s; %s",
                         left == STANDS_DOUBT ? "had begun before the run was taken up again, and "
                                                "whether it happened is not known"
                                              : "was done before the run was taken up again, and "
                                                "still stands",
                         not_now);
    if (word.as == RESOLVED_AGAIN)
        return sv_format(worker->keep,
                         "it had begun before the run was taken up again, and whether it happened "
                         "is not known; it was to be made again, and %s",
                         not_now);
    return sv_format(worker->keep, "resolved as %s by %.*s: %.*s; %s", resolved_word(word.as),
                     SV_ARG(by_whom(worker, step)), SV_ARG(word.reason), not_now);
}

// ── the items of a loop ──

static bool is_within(Sv address, Sv above) {
    if (address.len <= above.len || !sv_starts(address, above)) return false;
    return address.at[above.len] == '[' || address.at[above.len] == '/';
}

// Whether it is an iteration of that very loop.
static bool is_item_of(const RecordedStep *step, const StepInstance *loop) {
    if (!is_within(step->address, loop->address) || !sv_ends(step->address, SV("]"))) return false;
    Value names = step->begin.kind == VALUE_MAP ? value_field(step->begin, "loop") : value_null();
    if (names.kind != VALUE_MAP || value_count(names) != loop->step->loop_count) return false;
    for (uint32_t i = 0; i < loop->step->loop_count; i++)
        if (!value_get_sv(names, loop->step->loops[i].name)) return false;
    return true;
}

// The last part of its number; 0 = it has none.
static uint32_t place_of(const RecordedStep *item) {
    size_t at = item->number.len;
    while (at > 0 && item->number.at[at - 1] != '.')
        at--;
    int64_t place;
    bool read = num_parse_i64(sv_slice(item->number, at, item->number.len), &place);
    return read && place > 0 && place <= INT32_MAX ? (uint32_t)place : 0;
}

typedef struct ItemPlaces {
    SvMap of;    // address → RecordedStep *, of each item that was told of
    SvMap taken; // "3": by an item of then
    SvMap given; // by an item of this session
    uint32_t last;
} ItemPlaces;

static Sv written(Arena *arena, uint32_t place) {
    return sv_format(arena, "%u", place);
}

static ItemPlaces places_of(Worker *worker, const StepInstance *loop) {
    ItemPlaces places = {svmap_new(worker->step), svmap_new(worker->step), svmap_new(worker->step),
                         0};
    const RecordedRun *recorded = taken(worker)->recorded;
    for (uint32_t i = 0; i < recorded->count; i++) {
        RecordedStep *step = recorded->steps[i];
        uint32_t place = is_item_of(step, loop) ? place_of(step) : 0;
        if (place == 0) continue;
        svmap_add(&places.of, step->address, step);
        svmap_add(&places.taken, written(worker->step, place), step);
        if (place > places.last) places.last = place;
    }
    return places;
}

static uint32_t place_for(Worker *worker, ItemPlaces *places, Sv address, uint32_t own) {
    const RecordedStep *then = svmap_get(&places->of, address);
    uint32_t place = then ? place_of(then) : own;
    Sv word = written(worker->step, place);
    bool free = !svmap_has(&places->given, word) && (then || !svmap_has(&places->taken, word));
    if (free) return place;
    return ++places->last;
}

void gone_keep_places(Worker *worker, const StepInstance *loop, StepInstance *items,
                      uint32_t count) {
    if (!taken(worker)) return;
    ItemPlaces places = places_of(worker, loop);
    if (count > places.last) places.last = count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = place_for(worker, &places, items[i].address, i + 1);
        svmap_add(&places.given, written(worker->step, place), worker);
        items[i].number = sv_format(worker->keep, "%.*s.%u", SV_ARG(loop->number), place);
    }
}

// Of what is in doubt a person says what became of it, and it stays where it is.
static bool left_something(Worker *worker, const RecordedStep *item) {
    const RecordedRun *recorded = taken(worker)->recorded;
    bool left = false;
    for (uint32_t i = 0; i < recorded->count; i++) {
        const RecordedStep *step = recorded->steps[i];
        if (step != item && !is_within(step->address, item->address)) continue;
        Stands stands = fate_left_then(worker->step, recorded, step);
        if (stands == STANDS_DOUBT) return false;
        left |= stands != STANDS_NOTHING;
    }
    return left;
}

uint32_t gone_items(Worker *worker, const StepInstance *loop, const StepInstance *items,
                    uint32_t count, const RecordedStep ***out) {
    const TakeUp *take_up = taken(worker);
    if (!take_up || take_up->purpose != PURPOSE_UNDO) return 0;
    SvMap now = svmap_new(worker->step);
    for (uint32_t i = 0; i < count; i++)
        svmap_add(&now, items[i].address, worker);
    const RecordedRun *recorded = take_up->recorded;
    *out = arena_new_array(worker->keep, const RecordedStep *, recorded->count + 1);
    uint32_t found = 0;
    for (uint32_t i = 0; i < recorded->count; i++) {
        const RecordedStep *step = recorded->steps[i];
        if (is_item_of(step, loop) && !svmap_has(&now, step->address) &&
            left_something(worker, step))
            (*out)[found++] = step;
    }
    return found;
}

bool gone_value(Worker *worker, const RecordedStep *item, Sv name, Value *out) {
    Value names = value_field(item->begin, "loop");
    *out = type_notes_restore(worker->keep, *value_get_sv(names, name),
                              type_notes_path(worker->step, "loop", name),
                              value_field(item->begin, "kinds"), cel_type(CEL_TYPE_DYN));
    *out = value_copy(worker->keep, *out);
    return !(value_taint(*out) & TYPE_NOTES_LOST);
}

// ── what is left ──

typedef struct Planned {
    const RecordedStep *of;
    Sv address;
    Arena *arena;
    const Step *found;
} Planned;

static bool is_planned(void *self, Step *step, const char *phase, uint32_t depth) {
    Planned *planned = self;
    (void)depth;
    bool leaf = step->kind == STEP_ACTION || step->kind == STEP_CHECK;
    if (leaf && strcmp(phase, "steps") == 0 && !planned->found &&
        sv_eq(step_address(planned->arena, step), planned->address) && same_step(planned->of, step))
        planned->found = step;
    return true;
}

// The step that it was, whose undo steps `undo` runs; without any where that is not known.
// *agreed: what was changed in the runbook was told and agreed to, now or in an earlier session
// that did not come to it any more.
static const Step *planned(Worker *worker, const RecordedStep *step, bool *agreed) {
    static const Step nothing = {0};
    const Rerun *rerun = worker->run->options->sources.rerun;
    uint64_t told = step->ended > step->began ? step->ended : step->began;
    bool now = rerun && rerun->accept_changed;
    bool before = told < taken(worker)->recorded->accepted_seq;
    Planned planned = {step, same_step_address(worker->step, step->address), worker->step, NULL};
    plan_visit(worker->run->plan->top, is_planned, &planned);
    bool changed = now || before;
    bool known = planned.found && !(changed && same_step_by_number(planned.found));
    *agreed = now || (before && !known);
    return known ? planned.found : &nothing;
}

static void tell(Worker *worker, const RecordedStep *step, Stands left) {
    // What may be repeated is never in doubt.
    bool open = fate_is_left_open(step);
    bool asked = left == STANDS_DOUBT &&
                 (open || sv_eq_c(value_field_text(step->begin, "effect", SV("")), "change"));
    ResolvedAs as = asked ? word_of(worker, step).as : RESOLVED_UNKNOWN;
    bool said = as == RESOLVED_DONE || as == RESOLVED_SKIP || (asked && open);
    ActedDoubt doubt = !asked || as == RESOLVED_DONE ? DOUBT_NONE : said ? DOUBT_LEFT : DOUBT_HOLDS;
    bool agreed;
    StepInstance instance = {.step = planned(worker, step, &agreed),
                             .address = step->address,
                             .number = step->number,
                             .name = value_field_text(step->begin, "name", SV(""))};
    instance.context.phase = "steps";
    rollback_remember_gone(worker, &instance, as == RESOLVED_DONE ? STANDS_YES : left, doubt);
    if (agreed && !asked) return;
    Verdict verdict = doubt == DOUBT_HOLDS ? VERDICT_IN_DOUBT : VERDICT_UNDECIDED;
    StepSum sum = {.verdict = verdict,
                   .level = LEVEL_MUST,
                   .cause = "gone",
                   .reason = {step->address, instance.name, why(worker, step, left, asked), verdict,
                              .unprobed = true, .gone = true, .stays = doubt != DOUBT_HOLDS}};
    verdict_summary_judge(worker->run, &sum);
}

void gone_tell(Worker *worker) {
    if (!taken(worker)) return;
    const RecordedRun *recorded = taken(worker)->recorded;
    for (uint32_t i = 0; i < recorded->count; i++) {
        const RecordedStep *step = recorded->steps[i];
        Stands left = is_met(worker->run, step) ? STANDS_NOTHING
                                                : fate_left_then(worker->step, recorded, step);
        if (left != STANDS_NOTHING) tell(worker, step, left);
    }
}
