#include "engine/exec/gone.h"
#include "engine/events/verdict_summary.h"
#include "engine/exec/rollback.h"
#include "history/fate.h"
#include <string.h>

static const TakeUp *taken(const Worker *worker) {
    return worker->run->session.take_up;
}

void gone_not(Worker *worker, const RecordedStep *step) {
    Run *run = worker->run;
    pthread_mutex_lock(&run->emitting);
    if (!run->session.met_made) run->session.met = svmap_new(run->arena);
    run->session.met_made = true;
    if (sv_eq_c(step->phase, "steps")) svmap_add(&run->session.met, step->address, run);
    pthread_mutex_unlock(&run->emitting);
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

static void tell(Worker *worker, const RecordedStep *step, Stands left) {
    // What was changed in the runbook was told and agreed to.
    const Rerun *rerun = worker->run->options->sources.rerun;
    bool agreed = rerun && rerun->accept_changed;
    // What may be repeated is never in doubt.
    bool doubt =
        left == STANDS_DOUBT && sv_eq_c(value_field_text(step->begin, "effect", SV("")), "change");
    static const Step nothing = {0};
    StepInstance instance = {.step = &nothing,
                             .address = step->address,
                             .number = step->number,
                             .name = value_field_text(step->begin, "name", SV(""))};
    instance.context.phase = "steps";
    rollback_remember(worker, &instance, left, doubt);
    if (agreed && !doubt) return;
    Verdict verdict = doubt ? VERDICT_IN_DOUBT : VERDICT_UNDECIDED;
    Sv reason = left == STANDS_DOUBT
                    ? SV("it had begun before the run was taken up again, and whether it "
                         "happened is not known; this time the run did not come to it")
                    : SV("it was done before the run was taken up again, and still stands; this "
                         "time the run did not come to it");
    StepSum sum = {.verdict = verdict,
                   .level = LEVEL_MUST,
                   .cause = "gone",
                   .reason = {step->address, instance.name, reason, verdict, .stays = true}};
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
