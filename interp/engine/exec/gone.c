#include "engine/exec/gone.h"
#include "engine/events/verdict_summary.h"
#include "engine/exec/rollback.h"
#include "engine/exec/settle.h"
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
    return settle_is_resolved(worker, step->address) ? worker->run->by : then;
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

static void tell(Worker *worker, const RecordedStep *step, Stands left) {
    // What was changed in the runbook was told and agreed to.
    const Rerun *rerun = worker->run->options->sources.rerun;
    bool agreed = rerun && rerun->accept_changed;
    // What may be repeated is never in doubt.
    bool open = fate_is_left_open(step);
    bool asked = left == STANDS_DOUBT &&
                 (open || sv_eq_c(value_field_text(step->begin, "effect", SV("")), "change"));
    ResolvedAs as = asked ? word_of(worker, step).as : RESOLVED_UNKNOWN;
    bool said = as == RESOLVED_DONE || as == RESOLVED_SKIP || (asked && open);
    ActedDoubt doubt = !asked || as == RESOLVED_DONE ? DOUBT_NONE : said ? DOUBT_LEFT : DOUBT_HOLDS;
    static const Step nothing = {0};
    StepInstance instance = {.step = &nothing,
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
                              .unprobed = true, .gone = true}};
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
