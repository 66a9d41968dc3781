#include "engine/exec/rollback.h"
#include "engine/context/step_instance.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/exec/flow.h"

struct Acted {
    StepInstance instance;
    bool in_doubt;
    bool undone;
    bool failed;   // its undo failed
    Acted *before; // the one that acted before it
};

void rollback_remember(Worker *worker, const StepInstance *instance, bool in_doubt) {
    Run *run = worker->run;
    if (step_instance_undo(instance)) return;
    Acted *acted = arena_new_of(worker->keep, Acted);
    pthread_mutex_lock(&run->emitting);
    *acted = (Acted){.instance = *instance, .in_doubt = in_doubt, .before = run->acted};
    run->acted = acted;
    pthread_mutex_unlock(&run->emitting);
}

static bool lies_beneath(Sv number, Sv above) {
    if (above.len == 0 || sv_eq(number, above)) return true;
    return number.len > above.len && sv_starts(number, above) && number.at[above.len] == '.';
}

static bool something_stands(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (lies_beneath(acted->instance.number, number) && !acted->undone) return true;
    return false;
}

void rollback_remember_group(Worker *worker, const StepInstance *instance) {
    if (instance->step->undo_count == 0) return;
    pthread_mutex_lock(&worker->run->emitting);
    const Acted *acted = worker->run->acted;
    pthread_mutex_unlock(&worker->run->emitting);
    if (something_stands(acted, instance->number)) rollback_remember(worker, instance, false);
}

static void tell_phase(Worker *worker, Sv why) {
    EventBuilder builder = event_builder_of(worker, EVENT_PHASE);
    event_put_text(&builder, "phase", SV("undo"));
    event_put_text(&builder, "reason", why);
    event_send(&builder, NULL);
}

static const Acted *in_doubt(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (lies_beneath(acted->instance.number, number) && acted->in_doubt) return acted;
    return NULL;
}

// An undo beneath the number that has failed, perhaps in the rollback of an included runbook: what
// is older then stays as it is.
static const Acted *not_undone(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (acted->failed && lies_beneath(acted->instance.number, number)) return acted;
    return NULL;
}

static bool something_to_undo(const Acted *acted, Sv number) {
    for (; acted; acted = acted->before)
        if (lies_beneath(acted->instance.number, number) && !acted->undone &&
            acted->instance.step->undo_count > 0)
            return true;
    return false;
}

static bool undo(Worker *worker, Acted *acted) {
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
    context.cancel_fd = cancel_fd(worker->run, "undo");
    context.step_results = step_results_new(worker->keep, instance->context.step_results);
    acted->undone = true;
    StepOutcome ended;
    flow_run(worker, &context, instance->step->undo, instance->step->undo_count, 1, &ended);
    if (!ended.stops) return true;
    acted->failed = true;
    Sv why = sv_format(worker->keep, "the rollback stops here: undoing %.*s %s",
                       SV_ARG(instance->address), verdict_sentence(ended.verdict));
    emit_note(worker, "warning", why);
    return false;
}

void rollback_run(Worker *worker, Sv number, Sv why) {
    if (atomic_load(&worker->run->cancel.stopping)) return; // a stop is no failure
    if (atomic_load(&worker->run->parked.there)) return; // it only waits
    const Rerun *rerun = worker->run->options->sources.rerun;
    if (rerun && !rerun->taken_up) return; // nothing was changed that should not stay
    // No step beneath the number runs any more; elsewhere the list may still grow at its head.
    pthread_mutex_lock(&worker->run->emitting);
    Acted *acted = worker->run->acted;
    pthread_mutex_unlock(&worker->run->emitting);
    if (!something_to_undo(acted, number)) return;
    const Acted *failed = not_undone(acted, number);
    if (failed) {
        emit_note(worker, "warning",
                  sv_format(worker->keep, "nothing more is undone: undoing %.*s did not succeed",
                            SV_ARG(failed->instance.address)));
        return;
    }
    tell_phase(worker, why);
    const Acted *doubt = in_doubt(acted, number);
    if (doubt) {
        emit_note(worker, "warning",
                  sv_format(worker->keep, "nothing is undone: %.*s is in doubt",
                            SV_ARG(doubt->instance.address)));
        return;
    }
    for (; acted; acted = acted->before) {
        if (!lies_beneath(acted->instance.number, number) || acted->undone ||
            acted->instance.step->undo_count == 0)
            continue;
        if (!undo(worker, acted)) return;
    }
}
