#include "engine/context/step_instance.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/exec/flow.h"
#include "engine/exec/rollback_internal.h"
#include "history/fate.h"

static void remember(Worker *worker, Acted acted) {
    Run *run = worker->run;
    Acted *kept = arena_new_of(worker->keep, Acted);
    pthread_mutex_lock(&run->emitting);
    *kept = acted;
    kept->before = run->acted;
    run->acted = kept;
    pthread_mutex_unlock(&run->emitting);
}

void rollback_remember(Worker *worker, const StepInstance *instance, Stands stands,
                       ActedDoubt doubt) {
    if (!stands_still(stands) || step_instance_undo(instance)) return;
    remember(worker, (Acted){.instance = *instance, .stands = stands, .doubt = doubt});
}

void rollback_remember_gone(Worker *worker, const StepInstance *instance, Stands stands,
                            ActedDoubt doubt) {
    remember(
        worker,
        (Acted){
            .instance = *instance, .stands = stands, .doubt = doubt, .tried = true, .gone = true});
}

void rollback_remember_undone(Worker *worker, const StepInstance *instance, Stands stands) {
    remember(worker, (Acted){.instance = *instance, .stands = stands, .undo = UNDO_DONE});
}

// ── groups with undo steps of their own ──

static bool something_stands(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (rollback_beneath(acted->instance.number, number) && !acted->group &&
            acted->doubt != DOUBT_LEFT && !rollback_taken_back(acted))
            return true;
    return false;
}

static bool was_undone(const Worker *worker, const StepInstance *group) {
    const TakeUp *take_up = worker->run->session.take_up;
    uint64_t since = rollback_last_beneath(worker->run, group->number);
    return take_up && since > 0 &&
           recorded_run_undone_at(take_up->recorded, group->number, group->step->undo_count,
                                  since) == UNDONE_ALL;
}

void rollback_remember_group(Worker *worker, const StepInstance *instance) {
    if (instance->step->undo_count == 0 || step_instance_undo(instance)) return;
    bool undone = !something_stands(rollback_newest(worker->run), instance->number);
    if (undone && !was_undone(worker, instance)) return;
    Acted group = {.instance = *instance, .group = true, .undo = undone ? UNDO_DONE : UNDO_NOT_RUN};
    for (const Acted *acted = rollback_newest(worker->run); acted; acted = acted->before)
        group.instance.context.anew |= rollback_beneath(acted->instance.number, instance->number) &&
                                       acted->instance.context.anew;
    remember(worker, group);
}

bool rollback_made(Worker *worker, Sv number) {
    for (const Acted *acted = rollback_newest(worker->run); acted; acted = acted->before)
        if (rollback_beneath(acted->instance.number, number) &&
            (acted->undo == UNDO_DONE || acted->undo == UNDO_LACKING))
            return true;
    return false;
}

// ── undoing ──

static void tell_phase(Worker *worker, Sv number, Sv why) {
    EventBuilder builder = event_builder_of(worker, EVENT_PHASE);
    event_put_text(&builder, "phase", SV("undo"));
    event_put_text(&builder, "reason", why);
    event_put_text(&builder, "beneath", number);
    event_send(&builder, NULL);
}

static const Acted *in_doubt(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (rollback_beneath(acted->instance.number, number) && acted->doubt == DOUBT_HOLDS)
            return acted;
    return NULL;
}

// An undo beneath the number that stopped a rollback, perhaps that of an included runbook: what is
// older then stays as it is.
static const Acted *stopped_at(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (rollback_beneath(acted->instance.number, number) && acted->stopped) return acted;
    return NULL;
}

static bool is_to_undo(const Acted *acted, Sv number) {
    return rollback_beneath(acted->instance.number, number) && !acted->tried &&
           acted->doubt != DOUBT_LEFT && acted->instance.step->undo_count > 0;
}

static bool something_to_undo(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (is_to_undo(acted, number)) return true;
    return false;
}

static UndoStatus undo_status(const StepOutcome *ended) {
    if (ended->bad || ended->lacking) return UNDO_LACKING;
    return ended->verdict == VERDICT_SKIPPED ? UNDO_SKIPPED : UNDO_DONE;
}

// What a group's undo steps take back are the changes in it.
static void mark(Acted *acted, UndoStatus undo, bool in_doubt) {
    Sv number = acted->instance.number;
    acted->undo = undo;
    for (Acted *each = acted; each; each = each->before) {
        if (!rollback_beneath(each->instance.number, number)) continue;
        if (undo == UNDO_DONE) each->covered = true;
        if (in_doubt && !rollback_taken_back(each)) each->stands = STANDS_DOUBT;
    }
}

static bool undo(Worker *worker, Acted *acted, Sv number) {
    const StepInstance *instance = &acted->instance;
    StepContext context = instance->context;
    context.phase = "undo";
    if (instance->step->id.len > 0)
        context.path = sv_format(worker->keep, "%.*s/", SV_ARG(instance->address));
    context.number = instance->number;
    context.depth = instance->context.depth + 1;
    context.rule = ON_FAILURE_STOP;
    context.level = LEVEL_MUST;
    context.deadline_ns = NO_DEADLINE;
    context.cleanup = NULL;
    context.closed = SV(""); // what is taken back is, whatever else is not begun
    context.undoes = acted->group ? rollback_last_beneath(worker->run, instance->number)
                                  : rollback_last_of(worker->run, instance);
    context.step_results = step_results_new(worker->keep, instance->context.step_results);
    acted->tried = true;
    StepOutcome ended;
    flow_run(worker, &context, instance->step->undo, instance->step->undo_count, 1, &ended);
    mark(acted, undo_status(&ended), ended.unsure);
    acted->said = acted->undo == UNDO_LACKING && !ended.owed;
    acted->lost = acted->undo == UNDO_LACKING && ended.lost;
    if (acted->undo != UNDO_DONE) atomic_store(&worker->run->left, true);
    // What was not begun since the run was stopped once more is not undone.
    if (ended.lacking && cancel_reason(worker->run, "undo", worker->keep).len > 0) {
        acted->tried = false;
        return true;
    }
    if (!ended.stops) return true;
    acted->stopped = true;
    emit_note(worker, "warning",
              sv_format(worker->keep, "the rollback stops here: undoing %.*s %s%.*s",
                        SV_ARG(instance->address), verdict_sentence(ended.verdict),
                        SV_ARG(rollback_left_in_place(worker, number, acted))));
    return false;
}

static void undo_all(Worker *worker, Acted *acted, Sv number) {
    for (; acted; acted = acted->before) {
        if (is_to_undo(acted, number) && !undo(worker, acted, number)) return;
    }
    Sv why = cancel_reason(worker->run, "undo", worker->keep), not_reached = SV("not reached: ");
    if (why.len == 0) return;
    if (sv_starts(why, not_reached)) why = sv_slice(why, not_reached.len, why.len);
    Sv left = rollback_left_in_place(worker, number, NULL);
    if (left.len > 0)
        emit_note(worker, "warning",
                  sv_format(worker->keep, "the rollback stops here: %.*s%.*s", SV_ARG(why),
                            SV_ARG(left)));
}

void rollback_run(Worker *worker, Sv number, Sv why) {
    if (cancel_stopping(worker->run)) return;            // a stop is no failure
    if (atomic_load(&worker->run->parked.there)) return; // it only waits
    const TakeUp *take_up = worker->run->session.take_up;
    if (take_up && take_up->purpose == PURPOSE_UNDO) return; // a person says what is taken back
    const Rerun *rerun = worker->run->options->sources.rerun;
    if (rerun && !rerun->taken_up) return; // nothing was changed that should not stay
    // No step beneath the number runs any more.
    Acted *acted = rollback_newest(worker->run);
    if (!something_to_undo(acted, number)) return;
    const Acted *failed = stopped_at(acted, number);
    if (failed) {
        atomic_store(&worker->run->left, true);
        emit_note(worker, "warning",
                  sv_format(worker->keep,
                            "nothing more is undone: undoing %.*s did not succeed%.*s",
                            SV_ARG(failed->instance.address),
                            SV_ARG(rollback_left_in_place(worker, number, failed))));
        return;
    }
    tell_phase(worker, number, why);
    atomic_store(&worker->run->taking_back, true);
    const Acted *doubt = in_doubt(acted, number);
    if (doubt) {
        atomic_store(&worker->run->left, true);
        emit_note(worker, "warning",
                  sv_format(worker->keep, "nothing is undone: %.*s is in doubt%.*s",
                            SV_ARG(doubt->instance.address),
                            SV_ARG(rollback_left_in_place(worker, number, doubt))));
        return;
    }
    // Once begun it is done to its end, unless the run is stopped once more.
    cancel_begin_rollback(worker->run);
    undo_all(worker, acted, number);
    cancel_end_rollback(worker->run);
}

// ── as a person asks for ──

static bool is_asked_for(const TakeUp *take_up, Sv address) {
    for (uint32_t i = 0; i < take_up->address_count; i++) {
        Sv asked = take_up->addresses[i];
        bool within = address.len > asked.len && sv_starts(address, asked) &&
                      (address.at[asked.len] == '/' || address.at[asked.len] == '[');
        if (within || sv_eq(address, asked)) return true;
    }
    return take_up->address_count == 0;
}

// While a change is in doubt the order in which things were done may not be what it seems: only
// what may be repeated at will is taken back then.
static bool is_held_up(Worker *worker, const Acted *acted, const Acted *doubt) {
    bool unknown = acted->doubt != DOUBT_NONE;
    if (!unknown && (!doubt || fate_undo_may_repeat(acted->instance.step))) return false;
    Sv why = unknown
                 ? SV("nobody knows whether it happened")
                 : sv_format(worker->keep, "%.*s is in doubt, and its undo is no idempotent one",
                             SV_ARG(doubt->instance.address));
    emit_note(worker, "warning",
              sv_format(worker->keep, "%.*s %.*s is not taken back: %.*s",
                        SV_ARG(acted->instance.number), SV_ARG(acted->instance.name), SV_ARG(why)));
    atomic_store(&worker->run->left, true);
    return true;
}

// An earlier session found that its undo needs what the journal does not hold: who wants it tried
// once more says so.
static bool is_passed_by(Worker *worker, const Acted *acted) {
    bool named = worker->run->session.take_up->address_count > 0;
    if (named || acted->undo == UNDO_DONE || !rollback_lost_then(worker->run, acted)) return false;
    atomic_store(&worker->run->left, true);
    return true;
}

void rollback_on_request(Worker *worker) {
    Run *run = worker->run;
    const TakeUp *take_up = run->session.take_up;
    Acted *acted = rollback_newest(run);
    const Acted *doubt = in_doubt(acted, SV(""));
    tell_phase(worker, SV(""), sv_format(worker->keep, "asked for by %.*s", SV_ARG(run->by)));
    atomic_store(&run->taking_back, true);
    cancel_begin_rollback(run);
    for (bool well = true; well && acted; acted = acted->before) {
        if (acted->tried || acted->instance.step->undo_count == 0 ||
            !(acted->undo == UNDO_DONE || is_asked_for(take_up, acted->instance.address)) ||
            is_passed_by(worker, acted) || is_held_up(worker, acted, doubt))
            continue;
        well = undo(worker, acted, SV(""));
    }
    cancel_end_rollback(run);
}
