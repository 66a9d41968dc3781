#include "engine/exec/include.h"
#include "engine/attempt/capture.h"
#include "engine/begin/include_inputs.h"
#include "engine/begin/subject.h"
#include "engine/context/frame.h"
#include "engine/context/step_instance.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/events/verdict_summary.h"
#include "engine/exec/flow.h"
#include "engine/exec/gone.h"
#include "engine/exec/rollback.h"
#include "engine/exec/step.h"
#include "engine/kept/kept.h"

// ── its steps ──

static void tell_phase(Worker *worker, const Runbook *runbook, const char *phase) {
    // The verdict of an included runbook is that of the including step.
    if (runbook->parent) return;
    EventBuilder builder = event_builder_of(worker, EVENT_PHASE);
    event_put_text(&builder, "phase", sv_from_c(phase));
    event_put_text(&builder, "reason", SV(""));
    event_send(&builder, NULL);
}

static StepContext closing(Worker *worker, const StepContext *context, const char *phase) {
    StepContext last = *context;
    last.phase = phase;
    last.rule = ON_FAILURE_CONTINUE;
    last.deadline_ns = NO_DEADLINE;
    last.closed = kept_phase_closed(worker, phase);
    return last;
}

// There is nothing to look at where nothing was taken back. A step that is done once more was
// reached before.
static void look_after_rollback(Worker *worker, const StepContext *context, const Runbook *runbook,
                                StepOutcome *out) {
    if (runbook->after_rollback_count == 0) return;
    StepContext last = closing(worker, context, "after_rollback");
    StepOutcome ended = flow_nothing();
    const Rerun *rerun = worker->run->options->sources.rerun;
    if (rollback_made(worker, context->number) || (rerun && !rerun->taken_up)) {
        tell_phase(worker, runbook, "after_rollback");
        flow_run(worker, &last, runbook->after_rollback, runbook->after_rollback_count, 1, &ended);
    } else {
        flow_skip_all(worker, &last, runbook->after_rollback, runbook->after_rollback_count,
                      "no_rollback", SV("no rollback: nothing was taken back"), &ended);
    }
    flow_join(out, &ended);
}

static void run_finally(Worker *worker, const StepContext *context, CleanupToCome *cleanup,
                        StepOutcome *out) {
    const Runbook *runbook = cleanup->runbook;
    tell_phase(worker, runbook, "finally");
    StepContext last = closing(worker, context, "finally");
    last.cleanup = cleanup;
    StepOutcome ended;
    flow_run(worker, &last, runbook->finally, runbook->finally_count, 1, &ended);
    flow_join(out, &ended);
}

void include_steps(Worker *worker, const StepContext *context, const Runbook *runbook,
                   StepOutcome *out) {
    CleanupToCome cleanup = {.runbook = runbook, .number = context->number};
    kept_note_cleanup(worker, &cleanup);
    cancel_begin_cleanup(worker->run, &cleanup);
    StepContext within = *context;
    within.closed = kept_rollback_goes_on(worker, context->number, context->closed);
    flow_run(worker, &within, runbook->steps, runbook->step_count, 1, out);
    if (!runbook->parent) gone_tell(worker);
    if (out->rollback && runbook->on_failure == ON_FAILURE_ROLLBACK) {
        rollback_run(worker, context->number, out->why);
        out->rollback = false;
    }
    if (!runbook->parent && kept_is_taken_back(worker)) rollback_on_request(worker);
    look_after_rollback(worker, context, runbook, out);
    if (runbook->finally_count > 0) run_finally(worker, context, &cleanup, out);
    cancel_end_cleanup(worker->run, &cleanup);
}

// ── its outputs, and what the including step expects of them ──

typedef struct Included {
    Attempt attempt; // what expectations and captures are judged on
    Value *outputs;
    Sv problem; // an output that has no value; empty where all have
} Included;

static void evaluate_outputs(Worker *worker, Frame *frame, const StepContext *context,
                             Included *included) {
    const Runbook *runbook = frame->runbook;
    included->outputs = arena_new_array(worker->keep, Value, runbook->output_count);
    included->problem = SV("");
    for (uint32_t i = 0; i < runbook->output_count; i++) {
        EvalContext eval = eval_context_of(worker, context, worker->step);
        Fault fault = {0};
        Value value;
        if (eval_context_run_marked(&eval, &runbook->outputs[i].expr, &value, &fault)) {
            included->outputs[i] = value_copy(worker->keep, value);
            continue;
        }
        if (included->problem.len > 0) continue;
        Sv line = fault_line(worker->step, &fault), name = runbook->outputs[i].name;
        included->problem =
            sv_format(worker->keep, "output '%.*s' has no value: %.*s", SV_ARG(name), SV_ARG(line));
    }
}

static void leave_record(Worker *worker, const StepInstance *instance, const StepOutcome *ended,
                         const Included *included, const MapBuilder *captures) {
    if (instance->step->id.len == 0) return;
    const Runbook *runbook = instance->step->include;
    MapBuilder record = map_builder(worker->keep);
    map_add_c(&record, "verdict", value_string(sv_from_c(verdict_name(ended->verdict))));
    map_add_c(&record, "attempts", value_int(1));
    map_add_c(&record, "elapsed", value_duration_ns(included->attempt.elapsed_ns));
    for (uint32_t i = 0; included->problem.len == 0 && i < runbook->output_count; i++)
        map_add_sv(&record, runbook->outputs[i].name, included->outputs[i]);
    for (uint32_t i = 0; i < captures->count; i++)
        map_add(&record, captures->keys[i], captures->values[i]);
    bool complete = verdict_is_well(ended->verdict) && !included->attempt.blind;
    step_results_set(instance->context.step_results, instance->step->id,
                     value_marked(map_done(&record), complete ? VALUE_COMPLETE : 0));
}

// What the including step adds to its children's verdict; *why explains a bad one.
static Verdict judge_own(Worker *worker, const StepInstance *instance, Included *included,
                         StepSum *sum, MapBuilder *captures, Sv *why) {
    const Step *step = instance->step;
    if (included->problem.len > 0) {
        *why = included->problem;
        return VERDICT_UNDECIDED;
    }
    Attempt *attempt = &included->attempt;
    *attempt = (Attempt){
        .worker = worker, .instance = instance, .step = step, .answered = true, .number = 1};
    attempt->eval =
        eval_context_of_instance(worker, instance, worker->attempt, worker->run->started);
    attempt->outcome.results = included->outputs;
    eval_context_answer(&attempt->eval, included->outputs);
    Sv capture_error = SV("");
    captures_learn(attempt);
    judge(&attempt->eval, step, instance->level, &attempt->judgement);
    judge_report(&attempt->eval, instance, step, &attempt->judgement, SV(""));
    captures_take(attempt, captures, &capture_error);
    sum->held = attempt->judgement.held;
    sum->missed = attempt->judgement.missed;
    sum->not_applied = attempt->judgement.undecided + attempt->judgement.unread;
    *why = sv_copy(worker->keep, capture_error.len > 0 ? capture_error : attempt->judgement.reason);
    if (attempt->judgement.missed > 0) return VERDICT_FAILED;
    bool shown = attempt->judgement.undecided == 0 && !attempt->judgement.shows_nothing;
    if (!shown || capture_error.len > 0) return VERDICT_UNDECIDED;
    if (attempt->judgement.warned > 0) return VERDICT_WARNED;
    return sum->held > 0 ? VERDICT_PASSED : VERDICT_SKIPPED;
}

// The expectations of its steps are counted with those steps.
static int64_t own_musts(const StepInstance *instance) {
    int64_t musts = 0;
    for (uint32_t i = 0; i < instance->step->expect_count; i++)
        if (level_weaker(instance->step->expects[i].level, instance->level) == LEVEL_MUST) musts++;
    return musts;
}

static Value outputs_of(Worker *worker, const Runbook *runbook, const Included *included) {
    MapBuilder outputs = map_builder(worker->keep);
    for (uint32_t i = 0; included->problem.len == 0 && i < runbook->output_count; i++)
        map_add_sv(&outputs, runbook->outputs[i].name, included->outputs[i]);
    return map_done(&outputs);
}

// The outputs; none if one of them has no value.
static Value conclude(Worker *worker, const StepInstance *instance, Frame *frame,
                      const StepContext *context, StepOutcome *children, StepOutcome *out) {
    Included included = {.problem = SV("")};
    MapBuilder captures = map_builder(worker->keep);
    StepSum sum = {.level = instance->level,
                   .cause = "include",
                   .reason = {instance->address, instance->name, SV(""), 0}};
    Sv why = SV("");
    arena_reset(worker->step);
    arena_reset(worker->attempt);
    // Its outputs are judged if everything that it should leave can be there.
    bool complete = !verdict_is_bad(children->verdict) && children->verdict != VERDICT_SKIPPED &&
                    !children->lacking;
    if (complete) {
        evaluate_outputs(worker, frame, context, &included);
        sum.verdict = judge_own(worker, instance, &included, &sum, &captures, &why);
        children->shown |= sum.held > 0;
    } else {
        included.problem = SV("not complete");
        sum.verdict = VERDICT_SKIPPED;
        sum.not_applied = own_musts(instance);
    }
    // As a run of its own it would be undecided, even if each step was skipped by its own `when`.
    bool put_aside = children->verdict == VERDICT_SKIPPED && !children->lacking;
    // What a closing phase sees to hold is no evidence, so nothing can be asked for there.
    bool asked = !phase_is_closing(instance->context.phase);
    if (asked && (complete || put_aside) && !children->shown && !verdict_is_bad(sum.verdict)) {
        sum.verdict = VERDICT_UNDECIDED;
        why = SV("nothing in it was seen to hold");
    }
    Sv changed;
    if (!subject_holds(worker, frame, &changed) && !verdict_is_bad(sum.verdict)) {
        sum.verdict = VERDICT_UNDECIDED;
        why = changed;
    }
    sum.own_when = sum.verdict == VERDICT_SKIPPED; // it adds nothing to its children
    sum.evidence = sum.held > 0;
    sum.reason.reason = why;
    sum.reason.verdict = sum.verdict;
    verdict_summary_judge(worker->run, &sum);
    StepOutcome own = {.verdict = sum.verdict, .failing = verdict_is_bad(sum.verdict), .why = why};
    flow_join(children, &own);
    *out = flow_outcome(instance, children);
    leave_record(worker, instance, out, &included, &captures);
    return outputs_of(worker, instance->step->include, &included);
}

void include_run(Worker *worker, StepInstance *instance, StepOutcome *out) {
    const Step *step = instance->step;
    const Runbook *runbook = step->include;
    Value inputs, secrets;
    Sv problem = SV("");
    const char *cause;
    if (!include_inputs_take(worker, instance, &inputs, &secrets, &problem, &cause)) {
        step_refuse(worker, instance, cause, problem, out);
        return;
    }
    Frame *frame = frame_new(worker, runbook, instance->context.frame, inputs, secrets);
    if (!subject_observe(worker, frame, &problem, &cause)) {
        step_refuse(worker, instance, cause, problem, out);
        frame_drop(frame);
        return;
    }
    Stamp started = {0};
    FlowStart start = {.kind = "include",
                       .children = runbook_children(runbook),
                       .path = runbook->path,
                       .frame = frame};
    flow_tell_start(worker, instance, &start, &started);
    StepContext within = step_context_within(instance);
    within.frame = frame;
    within.step_results = frame->step_results;
    within.loops = NULL;
    within.loop_count = 0;
    within.path = sv_format(worker->keep, "%.*s/", SV_ARG(instance->address));
    within.rule = runbook->on_failure == ON_FAILURE_INHERIT ? ON_FAILURE_STOP : runbook->on_failure;
    StepOutcome children;
    include_steps(worker, &within, runbook, &children);
    Value outputs = conclude(worker, instance, frame, &within, &children, out);
    flow_tell_end(worker, instance, "include", out, out->why, outputs, started);
    // A rollback around it may still undo its steps, so its frame lives as long as the run.
    pthread_mutex_lock(&worker->run->emitting);
    arena_on_free(worker->run->arena, frame_drop, frame);
    pthread_mutex_unlock(&worker->run->emitting);
}
