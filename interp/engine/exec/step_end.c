#include "engine/exec/step_end.h"
#include "engine/context/step_instance.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/events/unrecorded.h"
#include "engine/events/verdict_summary.h"
#include "engine/events/waivers.h"
#include "engine/exec/rerun_line.h"
#include "engine/exec/rollback.h"
#include <string.h>

StepEnd step_end(Worker *worker) {
    (void)worker;
    return (StepEnd){.verdict = VERDICT_PASSED, .cause = "", .reason = SV("")};
}

void step_conclude(StepEnd *end, Verdict verdict, const char *cause, Sv reason) {
    end->verdict = verdict;
    end->cause = cause;
    end->reason = reason;
}

static bool repeatable(const StepInstance *instance, const StepEnd *end) {
    // It acted, and only what it left could not be seen: once more would be twice.
    bool stands = end->verdict == VERDICT_UNDECIDED && stands_still(end->stands) &&
                  instance->step->effect == EFFECT_CHANGE;
    return !stands && end->began && !end->kept && strcmp(end->cause, "parked") != 0 &&
           (end->verdict == VERDICT_FAILED || end->verdict == VERDICT_UNDECIDED) &&
           strcmp(instance->context.phase, "steps") == 0;
}

// What undo steps and cleanup leave is not there to be taken back, so of them only a doubt is told.
static void tell_stands(EventBuilder *builder, const StepInstance *instance, Stands stands) {
    bool aside = strcmp(instance->context.phase, "steps") != 0;
    if (stands == STANDS_NOTHING || (aside && stands != STANDS_DOUBT)) return;
    event_put_text(builder, "stands", sv_from_c(stands_word(stands)));
}

static void tell(Worker *worker, const StepInstance *instance, const StepEnd *end,
                 const Waiver *waiver, Stamp *stamp) {
    const Step *step = instance->step;
    EventBuilder builder = event_builder_of_step(worker, EVENT_STEP_ENDED, instance);
    event_put_text(&builder, "verb", step->verb);
    event_put_text(&builder, "effect", sv_from_c(effect_name(step->effect)));
    event_put_text(&builder, "level", sv_from_c(level_name(instance->level)));
    event_put_text(&builder, "verdict", sv_from_c(verdict_name(end->verdict)));
    event_put_text(&builder, "cause", sv_from_c(end->cause));
    event_put_text(&builder, "reason", end->reason);
    event_put_bool(&builder, "required", step->required);
    event_put_bool(&builder, "own_when", end->own_when);
    event_put_int(&builder, "attempts", end->attempts);
    event_put_int(&builder, "held", end->held);
    event_put_int(&builder, "missed", end->missed);
    if (end->kept)
        event_put_int(&builder, "elapsed", value_field_int(end->kept->end, "elapsed", 0));
    else if (end->began)
        event_put_since(&builder, "elapsed", end->started);
    else
        event_put_int(&builder, "elapsed", 0);
    event_put_text(&builder, "again",
                   repeatable(instance, end) ? rerun_line(builder.run, instance, builder.arena)
                                             : SV(""));
    if (waiver) event_put_value(&builder, "waiver", waiver_value(builder.arena, waiver));
    if (end->kept && end->verdict == VERDICT_WAIVED)
        event_put_value(&builder, "waiver", value_field(end->kept->end, "waiver"));
    event_put_bool(&builder, "reused", end->kept != NULL);
    if (end->kept) event_put_int(&builder, "kept_from", (int64_t)end->kept->decided);
    if (end->kept) event_put_time(&builder, "kept_at", end->kept->decided_ns);
    if (end->blind) event_put_bool(&builder, "blind", true);
    tell_stands(&builder, instance, end->stands);
    event_put_place(&builder, step->span);
    if (step->loop_count > 0 && !instance->iteration) event_put_bool(&builder, "loop", true);
    event_send(&builder, stamp);
}

// A passed step without expectations shows what its action shows: that a person said yes, or that a
// row was written.
static bool shows_something(const StepInstance *instance, const StepEnd *end) {
    const Step *step = instance->step;
    // Neither cleanup nor a look at what was taken back is evidence about what is judged, whatever
    // it expects.
    if (phase_is_closing(instance->context.phase)) return false;
    if (end->held > 0 || end->confirmed) return true;
    return end->verdict == VERDICT_PASSED && step->expect_count == 0 && step->action &&
           !step->action->shows_nothing && !step->implied_waived;
}

// It is never repeated, and nothing that is seen later decides it: only to take it back gets
// further.
static bool stays(const StepInstance *instance, const StepEnd *end) {
    if (step_instance_undo(instance)) return end->verdict == VERDICT_FAILED;
    bool bad = end->verdict == VERDICT_FAILED || end->verdict == VERDICT_UNDECIDED;
    bool asked_again =
        strcmp(end->cause, "probe") == 0 || phase_is_closing(instance->context.phase);
    if (!bad || asked_again || instance->step->effect != EFFECT_CHANGE) return false;
    return stands_still(end->stands) ||
           (strcmp(end->cause, "resolved") == 0 && !instance->step->probe);
}

static bool add_up(Worker *worker, const StepInstance *instance, const StepEnd *end, Stamp ended) {
    StepSum sum = {.verdict = end->verdict,
                   .level = instance->level,
                   .cause = end->cause,
                   .own_when = end->own_when,
                   .evidence = shows_something(instance, end),
                   .undo = step_instance_undo(instance),
                   .held = end->held,
                   .missed = end->missed,
                   .answered = instance->step->effect == EFFECT_ANSWER,
                   .stale = verdict_summary_stale_at(instance->step->runbook, ended),
                   .reason = {instance->address, instance->name, end->reason, end->verdict,
                              .unprobed = !instance->step->probe || worker->run->session.take_up,
                              .undo = step_instance_undo(instance),
                              .said = strcmp(end->cause, "resolved") == 0,
                              .stays = stays(instance, end)}};
    int64_t musts = judge_musts(instance->step, instance->level);
    int64_t judged = end->held + end->missed;
    sum.not_applied = musts > judged ? musts - judged : 0;
    verdict_summary_add(worker->run, &sum, ended);
    return sum.evidence && (end->verdict == VERDICT_PASSED || end->verdict == VERDICT_WARNED);
}

static void leave_record(const StepInstance *instance, const StepEnd *end, int64_t elapsed_ns,
                         MapBuilder *captures) {
    if (instance->step->id.len == 0) return;
    if (instance->step->loop_count > 0 && !instance->iteration) {
        // A loop leaves a list. One that did not run leaves nothing, since an empty list would look
        // like an answer.
        if (strcmp(end->cause, "empty_loop") == 0 && end->verdict == VERDICT_SKIPPED)
            step_results_set(instance->context.step_results, instance->step->id,
                             value_list(captures->arena, NULL, 0));
        return;
    }
    MapBuilder record = map_builder(captures->arena);
    map_add_c(&record, "verdict", value_string(sv_from_c(verdict_name(end->verdict))));
    map_add_c(&record, "attempts", value_int(end->attempts));
    map_add_c(&record, "elapsed", value_duration_ns(elapsed_ns));
    for (uint32_t i = 0; i < captures->count; i++)
        map_add(&record, captures->keys[i], captures->values[i]);
    bool complete = verdict_is_well(end->verdict) && !end->blind;
    step_results_set(instance->context.step_results, instance->step->id,
                     value_marked(map_done(&record), complete ? VALUE_COMPLETE : 0));
}

StepOutcome step_outcome_of(const StepInstance *instance, Verdict verdict) {
    bool bad =
        verdict == VERDICT_FAILED || verdict == VERDICT_UNDECIDED || verdict == VERDICT_IN_DOUBT;
    OnFailure rule = step_instance_rule(instance);
    StepOutcome ended = {.verdict = verdict};
    bool missed = verdict == VERDICT_WARNED && instance->level != LEVEL_MUST;
    ended.bad = bad || missed || verdict == VERDICT_WAIVED;
    // Below `must` a failure only warns its surroundings; a doubt remains a doubt.
    if (bad && instance->level != LEVEL_MUST && verdict != VERDICT_IN_DOUBT) {
        ended.verdict = VERDICT_WARNED;
        return ended;
    }
    ended.failing = bad;
    ended.stops = bad && rule != ON_FAILURE_CONTINUE;
    ended.rollback = bad && rule == ON_FAILURE_ROLLBACK;
    return ended;
}

// A skip where the step is required. Steps that were not reached, or left out by choice, are
// counted as that.
static void require(Worker *worker, const StepInstance *instance, StepEnd *end) {
    bool excused = strcmp(end->cause, "not_reached") == 0 || strcmp(end->cause, "selection") == 0 ||
                   strcmp(end->cause, "no_rollback") == 0;
    if (end->verdict != VERDICT_SKIPPED || !instance->step->required || excused) return;
    end->verdict = VERDICT_UNDECIDED;
    end->reason = sv_format(worker->step, "required, but skipped; %.*s", SV_ARG(end->reason));
}

void step_finish(Worker *worker, const StepInstance *instance, const StepEnd *end,
                 MapBuilder *record, StepOutcome *out) {
    StepEnd final = *end;
    cancel_settle(worker->run);
    if (!end->kept) require(worker, instance, &final);
    const Waiver *waiver = NULL;
    if (end->kept && final.verdict == VERDICT_WAIVED)
        waivers_find(worker->run, instance->address, end->kept->decided_ns);
    if (!end->kept && final.verdict == VERDICT_FAILED &&
        (waiver = waivers_find(worker->run, instance->address,
                               run_wall_ns(worker->run, final.started))) != NULL) {
        final.verdict = VERDICT_WAIVED;
        final.cause = "waiver";
    }
    if (!waiver) waivers_met_step(worker->run, instance->address, final.verdict);
    Stamp ended = final.started;
    tell(worker, instance, &final, waiver, &ended);
    if (instance->step->effect == EFFECT_CHANGE)
        unrecorded_end(worker->run, instance, final.verdict);
    emit_end(worker);
    if (waiver)
        final.reason =
            sv_format(worker->step, "%.*s; waived by %.*s until %.*s: %.*s", SV_ARG(final.reason),
                      SV_ARG(waiver->by), SV_ARG(waiver->expires), SV_ARG(waiver->reason));
    int64_t elapsed = final.began ? ended.mono_ns - final.started.mono_ns : 0;
    if (end->kept) {
        elapsed = value_field_int(end->kept->end, "elapsed", 0);
        ended = verdict_summary_then(worker->run, end->kept->decided_ns);
    }
    leave_record(instance, &final, elapsed, record);
    bool shown = add_up(worker, instance, &final, ended);
    *out = step_outcome_of(instance, final.verdict);
    // A person said what became of it, so that the run goes on, behind its group too.
    bool resolved = strcmp(final.cause, "resolved") == 0;
    if (resolved) out->failing = out->stops = out->rollback = false;
    out->shown = shown;
    // Of an undo step that nobody saw, what it was to take back may be there.
    out->unsure = final.stands == STANDS_DOUBT || (resolved && step_instance_undo(instance));
    out->lacking = instance->level == LEVEL_MUST &&
                   verdict_summary_lacks(final.verdict, final.cause, final.own_when);
    out->lost = strcmp(final.cause, "lost_value") == 0;
    out->owed = (out->bad || out->lacking) && !(resolved && final.said_done);
    if (verdict_is_bad(final.verdict))
        out->why = sv_format(worker->keep, "%.*s %s", SV_ARG(instance->number),
                             verdict_sentence(final.verdict));
}

static void not_begun(Worker *worker, const StepInstance *instance, Verdict verdict,
                      const char *cause, Sv reason, StepOutcome *out) {
    StepEnd end = step_end(worker);
    step_conclude(&end, verdict, cause, reason);
    end.own_when = strcmp(cause, "when") == 0 || strcmp(cause, "group") == 0 ||
                   strcmp(cause, "no_rollback") == 0;
    MapBuilder none = map_builder(worker->keep);
    step_finish(worker, instance, &end, &none, out);
}

void step_skip(Worker *worker, const StepInstance *instance, const char *cause, Sv reason,
               StepOutcome *out) {
    not_begun(worker, instance, VERDICT_SKIPPED, cause, reason, out);
}

void step_refuse(Worker *worker, const StepInstance *instance, const char *cause, Sv reason,
                 StepOutcome *out) {
    not_begun(worker, instance, VERDICT_UNDECIDED, cause, reason, out);
}
