#include "engine/kept/kept_internal.h"
#include "history/same_step.h"
#include <string.h>

static const TakeUp *taken(const Worker *worker) {
    return worker->run->session.take_up;
}

// ── what is asked of the session ──

bool kept_is_taken_back(const Worker *worker) {
    return taken(worker) && taken(worker)->purpose == PURPOSE_UNDO;
}

const Resolution *kept_resolution(const Worker *worker, Sv address) {
    const TakeUp *take_up = worker->run->session.take_up;
    for (uint32_t i = 0; i < take_up->resolution_count; i++)
        if (sv_eq(take_up->resolutions[i].address, address)) return &take_up->resolutions[i];
    return NULL;
}

bool kept_is_accepted_now(const Worker *worker) {
    const Rerun *rerun = worker->run->options->sources.rerun;
    return rerun && rerun->accept_changed;
}

bool kept_is_changed(const Worker *worker) {
    return kept_is_accepted_now(worker) || taken(worker)->recorded->accepted_seq > 0;
}

void kept_meet(Worker *worker, const RecordedStep *step) {
    Run *run = worker->run;
    pthread_mutex_lock(&run->emitting);
    if (!run->session.met_made) run->session.met = svmap_new(run->arena);
    run->session.met_made = true;
    if (sv_eq_c(step->phase, "steps")) svmap_add(&run->session.met, step->address, run);
    pthread_mutex_unlock(&run->emitting);
}

// ── what becomes of a step ──

// What cleans up is done again once something was changed after it; what looks at a rollback, once
// there was another one.
static bool is_outdated(const Worker *worker, const StepInstance *instance,
                        const RecordedStep *step) {
    bool acted = atomic_load(&worker->run->session.acted);
    bool looks = strcmp(instance->context.phase, "after_rollback") == 0;
    // What a person wants taken back is so behind all includes: theirs are told before it.
    bool undone = kept_is_taken_back(worker) && !instance->step->runbook->included_by;
    bool cleans = strcmp(instance->context.phase, "finally") == 0;
    return (cleans && (acted || kept_is_left_behind(worker, step))) || (looks && (acted || undone));
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
    if (by_number && kept_is_changed(worker)) then = undo_then(worker, instance);
    if (!then)
        then =
            recorded_run_step_of(recorded, instance->address, sv_from_c(instance->context.phase));
    bool other = then && by_number && kept_is_changed(worker) && !same_step(then, instance->step);
    return other ? NULL : then;
}

Kept kept_look(Worker *worker, const StepInstance *instance) {
    Session *session = &worker->run->session;
    Kept kept = {FATE_MAKE, NULL};
    if (!session->take_up || instance->context.anew) return kept;
    bool acted = atomic_load(&session->acted);
    const RecordedRun *recorded = session->take_up->recorded;
    kept.step = then_of(worker, instance);
    if (kept.step) kept_meet(worker, kept.step);
    if (!kept.step || is_outdated(worker, instance, kept.step) ||
        fate_seq(kept.step) < instance->context.undoes)
        return kept;
    FateRules rules = {.recorded = recorded,
                       .arena = worker->step,
                       .now_ns = run_now(worker->run).wall_ns,
                       .closed = instance->context.closed.len > 0,
                       .undoing = kept_is_taken_back(worker),
                       .renew =
                           acted || atomic_load(&session->shifted) || kept_is_accepted_now(worker)};
    kept.fate = fate_of(&rules, kept.step, instance->step);
    // Where its undo steps are told once more, so is what they took back; else it is not there.
    bool retold = session->take_up->purpose == PURPOSE_ABANDON
                      ? fate_was_rolled_back(recorded, kept.step, instance->step)
                      : kept_is_taken_back(worker) || recorded->rollback.begun;
    if (kept.fate == FATE_KEEP && !retold && fate_is_undone(recorded, kept.step, instance->step))
        kept.fate = FATE_MAKE;
    // A person says more of it now.
    if (kept.fate == FATE_KEEP && fate_is_left_open(kept.step) &&
        kept_resolution(worker, instance->address))
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
