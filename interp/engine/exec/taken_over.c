#include "engine/exec/taken_over.h"
#include "engine/context/step_results.h"
#include "engine/events/emit.h"
#include "engine/exec/rollback.h"
#include "history/recorded_cookies.h"
#include "history/recorded_results.h"
#include "history/saved_file.h"
#include "journal/type_notes.h"
#include <string.h>

static const TakeUp *taken(const Worker *worker) {
    return worker->run->session.take_up;
}

static Verdict verdict_of(Sv word) {
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (sv_eq_c(word, verdict_name(i))) return i;
    return VERDICT_UNDECIDED;
}

static StepEnd as_decided(Worker *worker, const Kept *kept) {
    Value end = kept->step->end;
    return (StepEnd){.verdict = verdict_of(value_field_text(end, "verdict", SV(""))),
                     .cause = sv_to_c(worker->keep, value_field_text(end, "cause", SV(""))),
                     .reason = value_field_text(end, "reason", SV("")),
                     .own_when = value_field_bool(end, "own_when", false),
                     .attempts = value_field_int(end, "attempts", 0),
                     .held = value_field_int(end, "held", 0),
                     .missed = value_field_int(end, "missed", 0),
                     .confirmed = sv_eq_c(value_field_text(end, "cause", SV("")), "probe"),
                     .said_done = fate_is_said(kept->step),
                     .blind = value_field_bool(end, "blind", false),
                     .kept = kept->step};
}

// Who reads it has no value, however it is asked for.
static Value lost(Worker *worker, const StepInstance *instance, Sv name, Value shown) {
    Taint how = value_taint(shown) & TYPE_NOTES_LOST;
    if (!shown.taint) shown = value_tainted(value_null(), how);
    atomic_store(&worker->run->session.lost, true);
    Sv why = sv_format(
        worker->step,
        "needs steps.%.*s.%.*s, which was captured before the run was taken up again: "
        "%.*s",
        SV_ARG(instance->step->id), SV_ARG(name), SV_ARG(type_notes_lost(worker->step, shown)));
    return value_tainted(value_string(why), TAINT_LOST);
}

static Value lost_file(Worker *worker, const StepInstance *instance, Sv name, Sv problem) {
    atomic_store(&worker->run->session.lost, true);
    Sv why = sv_format(worker->step, "needs steps.%.*s.%.*s, of a step that kept a file: %.*s",
                       SV_ARG(instance->step->id), SV_ARG(name), SV_ARG(problem));
    return value_tainted(value_string(why), TAINT_LOST);
}

// What the journal does not hold as it was is not there for later steps: they are undecided.
void taken_over_restore(Worker *worker, const StepInstance *instance, const RecordedStep *step,
                        MapBuilder *record) {
    MapBuilder all = map_builder(worker->step);
    recorded_results_answer(&all, worker->run->plan->registry, step);
    recorded_results_captures(&all, step);
    Sv changed = step->saved.kind == VALUE_MAP
                     ? saved_file_problem(worker->step, worker->run->home, step->saved)
                     : (Sv){0};
    for (uint32_t i = 0; i < all.count; i++) {
        Value value = all.values[i];
        if (changed.len > 0)
            value = lost_file(worker, instance, value_text(all.keys[i]), changed);
        else if (value_taint(value) & TYPE_NOTES_LOST)
            value = lost(worker, instance, value_text(all.keys[i]), value);
        map_add(record, value_copy(record->arena, all.keys[i]), value_copy(record->arena, value));
    }
}

// What may be repeated is never in doubt: it hinders nothing from being taken back.
void taken_over_remember(Worker *worker, const StepInstance *instance, Stands stands,
                         StepEnd *end) {
    bool in_doubt = stands == STANDS_DOUBT &&
                    (instance->step->effect == EFFECT_CHANGE || end->verdict == VERDICT_IN_DOUBT);
    ActedDoubt doubt = strcmp(end->cause, "resolved") == 0 ? DOUBT_LEFT : DOUBT_HOLDS;
    end->stands = stands;
    rollback_remember(worker, instance, stands, in_doubt ? doubt : DOUBT_NONE);
}

void taken_over_stands(Worker *worker, const StepInstance *instance, const Kept *kept,
                       StepEnd *end) {
    if (kept->fate != FATE_RENEW || stands_still(end->stands) || end->not_done) return;
    Stands left = fate_left(kept->step, instance->step);
    if (stands_still(left) && !fate_is_undone(taken(worker)->recorded, kept->step, instance->step))
        taken_over_remember(worker, instance, left, end);
}

// They were in memory alone.
static void lose_cookies(const StepInstance *instance, const RecordedStep *step) {
    if (recorded_cookies_any(step) && instance->step->via)
        frame_lose(instance->context.frame, instance->step->via, step->cookies, instance->name);
}

// Nobody knows how much of it is left.
static bool is_half_undone(const RecordedRun *recorded, const RecordedStep *step,
                           const Step *plan) {
    return fate_may_be_undone(recorded, step, plan) || fate_is_torn(recorded, step, plan);
}

void taken_over_end(Worker *worker, const StepInstance *instance, const Kept *kept,
                    MapBuilder *record, StepEnd *end) {
    Stamp started = end->started;
    bool began = end->began;
    *end = as_decided(worker, kept);
    end->began = began;
    end->started = began ? started : run_now(worker->run);
    taken_over_restore(worker, instance, kept->step, record);
    lose_cookies(instance, kept->step);
    end->stands = fate_left(kept->step, instance->step);
    const RecordedRun *recorded = taken(worker)->recorded;
    if (fate_is_undone(recorded, kept->step, instance->step)) {
        rollback_remember_undone(worker, instance, end->stands);
    } else if (is_half_undone(recorded, kept->step, instance->step)) {
        end->stands = STANDS_DOUBT;
        rollback_remember(worker, instance, STANDS_DOUBT, DOUBT_NONE);
    } else {
        taken_over_remember(worker, instance, end->stands, end);
    }
}

void taken_over_tell(Worker *worker, const StepInstance *instance, const Kept *kept,
                     StepOutcome *out) {
    StepEnd end = step_end(worker);
    MapBuilder record = map_builder(worker->keep);
    taken_over_end(worker, instance, kept, &record, &end);
    emit_gather(worker, true);
    step_finish(worker, instance, &end, &record, out);
    emit_gather(worker, false);
}

static bool is_in(const MapBuilder *map, Value key, const Value *value) {
    for (uint32_t i = 0; i < map->count; i++)
        if (value_equal(map->keys[i], key))
            return !value ||
                   (map->values[i].kind == value->kind && value_equal(map->values[i], *value));
    return false;
}

static bool left_the_same(Worker *worker, const StepInstance *instance, const RecordedStep *step,
                          const MapBuilder *record) {
    MapBuilder before = map_builder(worker->step);
    if (instance->step->effect == EFFECT_ANSWER)
        recorded_results_answer(&before, worker->run->plan->registry, step);
    recorded_results_captures(&before, step);
    for (uint32_t i = 0; i < before.count; i++) {
        bool lost = value_taint(before.values[i]) & TYPE_NOTES_LOST;
        if (!is_in(record, before.keys[i], lost ? NULL : &before.values[i])) return false;
    }
    for (uint32_t i = 0; i < record->count; i++)
        if (!is_in(&before, record->keys[i], NULL)) return false;
    return true;
}

// Whether those that come later, and were decided before, may have gone by something else.
static bool leaves_other(Worker *worker, const StepInstance *instance, const RecordedStep *then,
                         const StepEnd *end, const MapBuilder *record) {
    if (!then || then->decided == 0) return record->count > 0;
    Sv before = value_field_text(then->end, "verdict", SV(""));
    return !sv_eq_c(before, verdict_name(end->verdict)) ||
           !left_the_same(worker, instance, then, record);
}

void taken_over_note(Worker *worker, const StepInstance *instance, const Kept *kept,
                     const StepEnd *end, const MapBuilder *record) {
    Session *session = &worker->run->session;
    if (!session->take_up || end->kept || instance->context.closed.len > 0) return;
    if (strcmp(instance->context.phase, "steps") != 0) return;
    bool acted = end->stands == STANDS_YES || end->stands == STANDS_DOUBT;
    if (acted) atomic_store(&session->acted, true);
    if (leaves_other(worker, instance, kept->step, end, record))
        atomic_store(&session->shifted, true);
}
