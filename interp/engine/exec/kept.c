#include "engine/exec/kept.h"
#include "engine/context/step_instance.h"
#include "engine/context/step_results.h"
#include "engine/events/emit.h"
#include "engine/exec/gone.h"
#include "engine/exec/rollback.h"
#include "engine/exec/settle.h"
#include "history/recorded_results.h"
#include "history/same_step.h"
#include "journal/type_notes.h"
#include <string.h>

static const TakeUp *taken(const Worker *worker) {
    return worker->run->session.take_up;
}

bool kept_is_taken_back(const Worker *worker) {
    return taken(worker) && taken(worker)->purpose == PURPOSE_UNDO;
}

// ── whether it is the same step ──

static const Value *loop_value(const StepInstance *instance, Sv name) {
    const Step *step = instance->step;
    for (uint32_t i = 0; i < step->loop_name_count && i < instance->context.loop_count; i++)
        if (sv_eq(step->loop_names[i], name)) return &instance->context.loops[i];
    return NULL;
}

// What the journal does not hold exactly is trusted while nothing else has changed.
static bool is_same_item(Worker *worker, const StepInstance *instance,
                         const RecordedStep *iteration) {
    Value names = value_field(iteration->begin, "loop"),
          notes = value_field(iteration->begin, "kinds");
    for (size_t i = 0; names.kind == VALUE_MAP && i < value_count(names); i++) {
        Sv name = value_text(value_key(names, i));
        const Value *now = loop_value(instance, name);
        Value then = type_notes_restore(worker->step, value_at(names, i),
                                        type_notes_path(worker->step, "loop", name), notes,
                                        cel_type(CEL_TYPE_DYN));
        bool lost = value_taint(then) & TYPE_NOTES_LOST;
        if (lost && !atomic_load(&worker->run->session.shifted)) continue;
        if (lost || !now || now->kind != then.kind || !value_equal(*now, then)) return false;
    }
    return true;
}

// An item that is only known by its place may be another one by now.
static bool is_other_item(Worker *worker, const StepInstance *instance) {
    size_t bracket = instance->address.len;
    while (bracket > 0 && instance->address.at[bracket - 1] != '[')
        bracket--;
    if (sv_find_char(instance->address, '#', bracket) == SV_NONE) return false;
    const RecordedStep *then = recorded_run_step(taken(worker)->recorded, instance->address);
    return then && then->begin.kind == VALUE_MAP && !is_same_item(worker, instance, then);
}

Sv kept_moved(Worker *worker, const StepInstance *iterations, uint32_t count) {
    for (uint32_t i = 0; taken(worker) && i < count; i++)
        if (is_other_item(worker, &iterations[i]))
            return sv_format(
                worker->keep,
                "%.*s is another item than when the run was made before, and items of "
                "this list are only known by their places: what was done for which one "
                "is not known",
                SV_ARG(iterations[i].address));
    return SV("");
}

// ── what becomes of it ──

// What cleans up is done again once something was changed after it; what looks at a rollback, once
// there was another one.
static bool is_outdated(const Worker *worker, const StepInstance *instance) {
    bool acted = atomic_load(&worker->run->session.acted);
    bool looks = strcmp(instance->context.phase, "after_rollback") == 0;
    // What a person wants taken back is so behind all includes: theirs are told before it.
    bool undone = kept_is_taken_back(worker) && !instance->step->runbook->included_by;
    return (acted && strcmp(instance->context.phase, "finally") == 0) ||
           (looks && (acted || undone));
}

// Who was told that it is NO-GO is told again where it no longer is; a condition on that is asked
// again.
static bool sees_other_outlook(const Worker *worker, const StepInstance *instance,
                               const RecordedStep *step) {
    if (!instance->step->foresees || instance->context.closed.len > 0) return false;
    // Nothing of its own runbook is taken back before it.
    bool early = kept_is_taken_back(worker) && instance->step->runbook->included_by &&
                 strcmp(instance->context.phase, "after_rollback") == 0;
    if (early) return false;
    Value then = value_field(step->begin, "run"), now = instance->outlook;
    if (then.kind != VALUE_MAP || now.kind != VALUE_MAP) return true;
    for (size_t i = 0; i < value_count(now); i++) {
        const Value *was = value_get_sv(then, value_text(value_key(now, i)));
        if (!was || !value_equal(*was, value_at(now, i))) return true;
    }
    return false;
}

// What is there now was accepted in this session.
static bool is_accepted_now(const Worker *worker) {
    const Rerun *rerun = worker->run->options->sources.rerun;
    return rerun && rerun->accept_changed;
}

// What an earlier session told may be of another runbook than this one.
static bool is_changed(const Worker *worker) {
    return is_accepted_now(worker) || taken(worker)->recorded->accepted_seq > 0;
}

// An undo step without an id is called by the number of what it takes back, which may be another
// one by now.
static const RecordedStep *undo_then(const Worker *worker, const StepInstance *instance) {
    const RecordedRun *recorded = taken(worker)->recorded;
    size_t slash = instance->address.len;
    while (slash > 0 && instance->address.at[slash - 1] != '/')
        slash--;
    if (slash == 0 || !instance->step->undoes || !sv_eq_c(SV("undo"), instance->context.phase))
        return NULL;
    const RecordedStep *of =
        recorded_run_step_of(recorded, sv_slice(instance->address, 0, slash - 1), SV("steps"));
    return of ? recorded_run_undo(recorded, of->number, instance->step->position) : NULL;
}

static const RecordedStep *then_of(Worker *worker, const StepInstance *instance) {
    const RecordedRun *recorded = taken(worker)->recorded;
    bool by_number = same_step_by_number(instance->step);
    const RecordedStep *then = NULL;
    if (by_number && is_changed(worker)) then = undo_then(worker, instance);
    if (!then)
        then =
            recorded_run_step_of(recorded, instance->address, sv_from_c(instance->context.phase));
    bool other = then && by_number && is_changed(worker) && !same_step(then, instance->step);
    return other ? NULL : then;
}

Kept kept_look(Worker *worker, const StepInstance *instance) {
    Session *session = &worker->run->session;
    Kept kept = {FATE_MAKE, NULL};
    if (!session->take_up || instance->context.anew) return kept;
    bool acted = atomic_load(&session->acted);
    const RecordedRun *recorded = session->take_up->recorded;
    kept.step = then_of(worker, instance);
    if (kept.step) gone_not(worker, kept.step);
    if (!kept.step || is_outdated(worker, instance) ||
        fate_seq(kept.step) < instance->context.undoes)
        return kept;
    FateRules rules = {.recorded = recorded,
                       .arena = worker->step,
                       .now_ns = run_now(worker->run).wall_ns,
                       .closed = instance->context.closed.len > 0,
                       .undoing = kept_is_taken_back(worker),
                       .renew = acted || atomic_load(&session->shifted) || is_accepted_now(worker)};
    kept.fate = fate_of(&rules, kept.step, instance->step);
    // Where its undo steps are told once more, so is what they took back; else it is not there.
    bool retold = session->take_up->purpose == PURPOSE_ABANDON
                      ? fate_was_rolled_back(recorded, kept.step, instance->step)
                      : kept_is_taken_back(worker) || recorded->rollback.begun;
    if (kept.fate == FATE_KEEP && !retold && fate_is_undone(recorded, kept.step, instance->step))
        kept.fate = FATE_MAKE;
    // A person says more of it now.
    if (kept.fate == FATE_KEEP && fate_is_left_open(kept.step) &&
        settle_is_resolved(worker, instance->address))
        kept.fate = FATE_DOUBT;
    // A person wants it taken back, whatever became of that before.
    bool once_more = step_instance_undo(instance) && kept_is_taken_back(worker) &&
                     !fate_is_well(kept.step) && !kept.step->said_done;
    bool moved = instance->context.moved;
    if (kept.fate == FATE_KEEP &&
        (once_more || moved || sees_other_outlook(worker, instance, kept.step)))
        kept.fate = FATE_MAKE;
    return kept;
}

// What it made is not there any more: whoever knows its key would take it for made. What is undone
// now is another thing than what was undone then, too.
static bool is_another(Worker *worker, const StepInstance *instance, const Kept *kept) {
    const RecordedRun *recorded = taken(worker)->recorded;
    const RecordedStep *then =
        recorded_run_step_of(recorded, instance->address, sv_from_c(instance->context.phase));
    if (!then || fate_seq(then) == 0 || kept->fate != FATE_MAKE) return false;
    if (step_instance_undo(instance))
        return instance->context.anew || fate_seq(then) < instance->context.undoes;
    return fate_is_undone(recorded, then, instance->step);
}

Sv kept_why_closed(Worker *worker, const StepInstance *instance, const Kept *kept) {
    static const char begins[] = "not reached: ";
    Sv closed = instance->context.closed;
    bool abandoned = taken(worker) && taken(worker)->purpose == PURPOSE_ABANDON;
    bool undone = abandoned && kept->step && sv_starts(closed, sv_from_c(begins)) &&
                  fate_is_undone(taken(worker)->recorded, kept->step, instance->step);
    if (!undone) return closed;
    return sv_format(worker->step, "%sit was taken back, and %.*s", begins,
                     SV_ARG(sv_slice(closed, sizeof begins - 1, closed.len)));
}

void kept_give_key(Worker *worker, StepInstance *instance, const Kept *kept) {
    if (taken(worker) && is_another(worker, instance, kept))
        step_instance_make_another(worker, instance, taken(worker)->recorded->sessions + 1);
}

bool kept_is_looked_at(const StepInstance *instance, const Kept *kept) {
    return kept->fate == FATE_KEEP && instance->step->probe && instance->context.closed.len == 0 &&
           (fate_is_well(kept->step) || fate_is_said(kept->step)) &&
           instance->step->effect == EFFECT_CHANGE;
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

// What the journal does not hold as it was is not there for later steps: they are undecided.
void kept_restore(Worker *worker, const StepInstance *instance, const RecordedStep *step,
                  MapBuilder *record) {
    MapBuilder all = map_builder(worker->step);
    recorded_results_answer(&all, worker->run->plan->registry, step);
    recorded_results_captures(&all, step);
    for (uint32_t i = 0; i < all.count; i++) {
        Value value = all.values[i];
        if (value_taint(value) & TYPE_NOTES_LOST)
            value = lost(worker, instance, value_text(all.keys[i]), value);
        map_add(record, value_copy(record->arena, all.keys[i]), value_copy(record->arena, value));
    }
}

// What may be repeated is never in doubt: it hinders nothing from being taken back.
void kept_remember(Worker *worker, const StepInstance *instance, Stands stands, StepEnd *end) {
    bool in_doubt = stands == STANDS_DOUBT &&
                    (instance->step->effect == EFFECT_CHANGE || end->verdict == VERDICT_IN_DOUBT);
    ActedDoubt doubt = strcmp(end->cause, "resolved") == 0 ? DOUBT_LEFT : DOUBT_HOLDS;
    end->stands = stands;
    rollback_remember(worker, instance, stands, in_doubt ? doubt : DOUBT_NONE);
}

void kept_stands(Worker *worker, const StepInstance *instance, const Kept *kept, StepEnd *end) {
    if (kept->fate != FATE_RENEW || stands_still(end->stands) || end->not_done) return;
    Stands left = fate_left(kept->step, instance->step);
    if (stands_still(left) && !fate_is_undone(taken(worker)->recorded, kept->step, instance->step))
        kept_remember(worker, instance, left, end);
}

void kept_take_over(Worker *worker, const StepInstance *instance, const Kept *kept,
                    MapBuilder *record, StepEnd *end) {
    Stamp started = end->started;
    bool began = end->began;
    *end = as_decided(worker, kept);
    end->began = began;
    end->started = began ? started : run_now(worker->run);
    kept_restore(worker, instance, kept->step, record);
    end->stands = fate_left(kept->step, instance->step);
    const RecordedRun *recorded = taken(worker)->recorded;
    if (fate_is_undone(recorded, kept->step, instance->step))
        rollback_remember_undone(worker, instance, end->stands);
    else if (fate_may_be_undone(recorded, kept->step, instance->step))
        rollback_remember(worker, instance, STANDS_DOUBT, DOUBT_NONE);
    else
        kept_remember(worker, instance, end->stands, end);
}

void kept_tell(Worker *worker, const StepInstance *instance, const Kept *kept, StepOutcome *out) {
    StepEnd end = step_end(worker);
    MapBuilder record = map_builder(worker->keep);
    kept_take_over(worker, instance, kept, &record, &end);
    step_finish(worker, instance, &end, &record, out);
}

// ── what was made, and what was decided elsewhere ──

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

void kept_note(Worker *worker, const StepInstance *instance, const Kept *kept, const StepEnd *end,
               const MapBuilder *record) {
    Session *session = &worker->run->session;
    if (!session->take_up || end->kept || instance->context.closed.len > 0) return;
    if (strcmp(instance->context.phase, "steps") != 0) return;
    bool acted = end->stands == STANDS_YES || end->stands == STANDS_DOUBT;
    if (acted) atomic_store(&session->acted, true);
    if (leaves_other(worker, instance, kept->step, end, record))
        atomic_store(&session->shifted, true);
}

// A step, and all that it stands in.
static void note_decided(Run *run, Sv number) {
    SvMap *decided = &run->session.decided;
    while (number.len > 0 && !svmap_has(decided, number)) {
        svmap_add(decided, number, run);
        size_t at = number.len;
        while (at > 0 && number.at[at - 1] != '.')
            at--;
        number = sv_slice(number, 0, at > 0 ? at - 1 : 0);
    }
}

bool kept_beneath(Worker *worker, Sv number) {
    Run *run = worker->run;
    const TakeUp *take_up = taken(worker);
    if (!take_up) return false;
    // Its number may be another's by now.
    if (is_changed(worker)) return true;
    pthread_mutex_lock(&run->emitting);
    if (!run->session.decided_made) run->session.decided = svmap_new(run->arena);
    for (uint32_t i = 0; !run->session.decided_made && i < take_up->recorded->count; i++) {
        const RecordedStep *step = take_up->recorded->steps[i];
        if (step->kind.len == 0 && (step->decided > 0 || step->intent > 0))
            note_decided(run, step->number);
    }
    run->session.decided_made = true;
    bool there = svmap_has(&run->session.decided, number);
    pthread_mutex_unlock(&run->emitting);
    return there;
}

Sv kept_rollback_goes_on(const Worker *worker, Sv number, Sv closed) {
    const TakeUp *take_up = taken(worker);
    if (closed.len > 0 || !take_up) return closed;
    const RecordedRollback *rollback = &take_up->recorded->rollback;
    return rollback->begun && sv_eq(rollback->beneath, number)
               ? SV("not reached: the rollback that was cut off goes on")
               : closed;
}

Sv kept_phase_closed(const Worker *worker, const char *phase) {
    const TakeUp *take_up = taken(worker);
    bool gone_through = kept_is_taken_back(worker) && strcmp(phase, "finally") == 0 &&
                        take_up->recorded->ended.kind == VALUE_MAP &&
                        take_up->recorded->parked.kind != VALUE_MAP;
    return gone_through ? SV("not reached: finally was gone through when the run ended") : SV("");
}

void kept_note_cleanup(Worker *worker, CleanupToCome *cleanup) {
    const TakeUp *take_up = taken(worker);
    const Runbook *runbook = cleanup->runbook;
    if (!take_up || runbook->finally_count == 0) return;
    FateRules rules = {.recorded = take_up->recorded,
                       .arena = worker->step,
                       .now_ns = worker->run->started.wall_ns,
                       .renew = is_accepted_now(worker)};
    cleanup->over = kept_phase_closed(worker, "finally").len > 0;
    cleanup->kept = arena_new_array(worker->keep, bool, runbook->finally_count);
    for (uint32_t i = 0; i < runbook->finally_count; i++) {
        const Step *step = runbook->finally[i];
        Sv number = step_instance_number(worker->keep, cleanup->number, step);
        const RecordedStep *then = svmap_get(&take_up->recorded->by_number, number);
        cleanup->kept[i] = then && sv_eq_c(then->phase, "finally") &&
                           fate_of(&rules, then, step) == FATE_KEEP && !step->foresees;
    }
}

Sv kept_closed(const Worker *worker, Arena *arena) {
    const TakeUp *take_up = taken(worker);
    if (!take_up || take_up->purpose == PURPOSE_RESUME) return SV("");
    const char *what = take_up->purpose == PURPOSE_UNDO ? "taken back" : "abandoned";
    return sv_format(arena, "not reached: the run was %s by %.*s", what, SV_ARG(worker->run->by));
}
