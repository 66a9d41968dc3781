#include "engine/attempt/attempt.h"
#include "base/num.h"
#include "engine/attempt/capture.h"
#include "engine/attempt/kept_names.h"
#include "engine/attempt/saved.h"
#include "engine/context/patience.h"
#include "engine/context/run_files.h"
#include "engine/context/step_instance.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/events/told.h"
#include "engine/events/unrecorded.h"
#include "engine/events/ways.h"
#include "hand/hand_lines.h"
#include <string.h>

static int64_t sooner(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static int64_t deadline_of(const Run *run, const StepInstance *instance, const Step *step) {
    int64_t deadline = NO_DEADLINE, now = run->env->mono_ns(run->env->self);
    if (step->timeout_ns != NO_DEADLINE && __builtin_add_overflow(now, step->timeout_ns, &deadline))
        deadline = NO_DEADLINE;
    return sooner(deadline, instance->context.deadline_ns);
}

static bool may_change(const Attempt *attempt) {
    Effect effect = attempt->step->effect;
    return effect == EFFECT_CHANGE || effect == EFFECT_IDEMPOTENT;
}

// Durable before it acts, so that what it may have changed can be taken back. False where it could
// not be written: then nothing may act.
static bool intend(Attempt *attempt) {
    if (!may_change(attempt)) return true;
    EventBuilder builder =
        event_builder_of_step(attempt->worker, EVENT_STEP_INTENT, attempt->instance);
    event_put_int(&builder, "attempt", attempt->number);
    event_put_text(&builder, "request", attempt->invocation.request);
    event_put_text(&builder, "digest", attempt->invocation.digest);
    bool begins = event_send(&builder, NULL);
    // What may be repeated is never in doubt.
    if (attempt->step->effect == EFFECT_CHANGE)
        unrecorded_begin(builder.run, attempt->instance, attempt->invocation.request, begins);
    return begins;
}

static void not_begun(Attempt *attempt, Sv reason) {
    attempt->outcome.end = OUTCOME_NOT_STARTED;
    attempt->outcome.reason = reason;
}

// What must be cleaned up is cleaned up all the same.
static bool lock_needed(const Attempt *attempt) {
    return may_change(attempt) && strcmp(attempt->instance->context.phase, "finally") != 0;
}

static void begin(Attempt *attempt) {
    Run *run = attempt->worker->run;
    int64_t deadline = deadline_of(run, attempt->instance, attempt->step);
    if (deadline <= run->env->mono_ns(run->env->self)) {
        not_begun(attempt, SV("the time of what it stands in was over before it began"));
        attempt->outcome.timed_out = true;
        return;
    }
    Sv lost = lock_needed(attempt) ? shared_hold_lost(run->shared) : SV("");
    if (lost.len > 0) {
        not_begun(attempt, lost);
        attempt->barred = true;
        return;
    }
    // A step must not begin before the journal has recorded that.
    if (!intend(attempt) || !emit_release(attempt->worker)) {
        not_begun(attempt, run->broken_reason);
        return;
    }
    attempt->acted = true;
    invoke_run(&attempt->invocation, deadline, &attempt->outcome);
    if (attempt->outcome.cancelled) cancel_settle(run);
    emit_hold(attempt->worker);
}

static void counts_as_unanswered(Attempt *attempt) {
    const Expr *rule = attempt->step->no_answer;
    if (!rule) return;
    Condition asked = condition_ask(&attempt->eval, rule);
    if (asked.end == CONDITION_HOLDS_NOT) return;
    attempt->answered = false;
    if (asked.end == CONDITION_HOLDS) {
        attempt->reason = judge_condition(&attempt->eval, "no_answer", rule, &asked, "true");
        return;
    }
    attempt->reason = condition_error(attempt->eval.arena, "no_answer", &asked);
    attempt->missing = asked.fault.kind == FAULT_MISSING;
    attempt->outcome.cancelled |= asked.fault.kind == FAULT_STOPPED;
    if (attempt->outcome.hint.len == 0) attempt->outcome.hint = asked.fault.hint;
}

// ── judging ──

// Undo and cleanup steps may find nothing to do.
static bool may_do_nothing(const Attempt *attempt) {
    return step_instance_undo(attempt->instance) ||
           phase_is_closing(attempt->instance->context.phase);
}

// A poll that waited for the number of rows has looked at it (`until: affected == 0`).
static bool waited_for_it(const Attempt *attempt) {
    const Step *step = attempt->step;
    for (uint32_t i = 0; step->poll.given && i < step->action->result_count; i++)
        if (step->action->shown_by >> i & 1 &&
            cel_reads_where_true(&step->poll.until->program, SCOPE_RESULT + i))
            return true;
    return false;
}

// A change that touched nothing is no evidence, unless an expectation looked at how much it
// touched.
static void weigh_change(Attempt *attempt) {
    Outcome *outcome = &attempt->outcome;
    Judgement *judgement = &attempt->judgement;
    if (outcome->untouched.len == 0 || judgement->read & attempt->step->action->shown_by) return;
    if (waited_for_it(attempt)) return;
    if (may_do_nothing(attempt)) {
        emit_note(attempt->worker, "info",
                  sv_format(attempt->eval.arena, "%.*s: %.*s", SV_ARG(attempt->instance->address),
                            SV_ARG(outcome->untouched)));
        return;
    }
    if (attempt->instance->level == LEVEL_MUST) judgement->undecided++;
    if (attempt->instance->level == LEVEL_SHOULD) judgement->warned++;
    if (judgement->missed > 0) return;
    judgement->reason =
        sv_format(attempt->eval.arena, "shows nothing: %.*s", SV_ARG(outcome->untouched));
    outcome->hint = outcome->untouched_hint;
}

void attempt_judge(Attempt *attempt) {
    if (!attempt->answered || attempt->judged) return;
    judge(&attempt->eval, attempt->step, attempt->instance->level, &attempt->judgement);
    weigh_change(attempt);
    attempt->judged = true;
}

static bool is_waited_for(Attempt *attempt) {
    const Repeat *poll = &attempt->step->poll;
    return !poll->given || condition_ask(&attempt->eval, poll->until).end == CONDITION_HOLDS;
}

// Called while the change can still be rolled back: what would not pass is not kept.
static bool may_stay(void *self, const Outcome *so_far) {
    Attempt *attempt = self;
    const Judgement *judgement = &attempt->judgement;
    eval_context_answer(&attempt->eval, so_far->results);
    attempt->answered = true;
    counts_as_unanswered(attempt);
    if (!attempt->answered || !is_waited_for(attempt)) return false;
    attempt_judge(attempt);
    return judgement->missed == 0 && judgement->undecided == 0 && !judgement->shows_nothing &&
           captures_can_be_taken(attempt);
}

// ── what its end means ──

static void understand(Attempt *attempt) {
    const Outcome *outcome = &attempt->outcome;
    attempt->answered = outcome->end == OUTCOME_ANSWERED;
    attempt->denied = outcome->end == OUTCOME_DENIED;
    attempt->missing = attempt->invocation.missing;
    attempt->lost = attempt->invocation.lost;
    attempt->reason = outcome->reason;
    if (outcome->results)
        eval_context_answer(&attempt->eval, outcome->results);
    else
        attempt->eval.results = NULL;
    // Expectations that held before a change was rolled back have shown nothing.
    attempt->judged = attempt->judged && attempt->answered;
    if (!attempt->answered) return;
    if (!outcome->gateway_unsure) attempt->outcome.over = true;
    attempt->reason = SV("");
    if (outcome->gateway_unsure && attempt->step->effect == EFFECT_CHANGE) {
        attempt->answered = false;
        attempt->reason = sv_format(attempt->eval.arena,
                                    "%.*s came from a gateway: what became of it is not known",
                                    SV_ARG(outcome->answer));
        return;
    }
    attempt->late = outcome->late.len > 0;
    attempt->unfinished = attempt->late ? outcome->late : outcome->unfinished;
    bool looks = attempt->step != attempt->instance->step; // a probe
    if (attempt->unfinished.len > 0 && looks) {
        attempt->answered = false;
        attempt->reason = attempt->unfinished;
        return;
    }
    counts_as_unanswered(attempt);
    // The hint is part of the attempt's event.
    if (outcome->untouched.len > 0 && !attempt->step->poll.given) attempt_judge(attempt);
}

void attempt_make(Worker *worker, const StepInstance *instance, const Step *step, int64_t number,
                  Attempt *out) {
    Run *run = worker->run;
    *out = (Attempt){.worker = worker, .instance = instance, .step = step, .number = number};
    out->started = run->env->stamp(run->env->self);
    out->eval = eval_context_of_instance(worker, instance, worker->attempt, out->started);
    out->eval.step = step;
    out->invocation = (Invocation){.worker = worker,
                                   .instance = instance,
                                   .step = step,
                                   .eval = &out->eval,
                                   .number = number,
                                   .may_stay = may_stay,
                                   .attempt = out};
    if (!step->action) {
        out->answered = true;
        out->reason = SV("");
        return;
    }
    if (invoke_prepare(&out->invocation, &out->outcome)) begin(out);
    kept_names_learn(out->worker, out->eval.arena, &out->outcome.keeps);
    understand(out);
    captures_learn(out);
}

static const char *end_name(const Attempt *attempt) {
    static const char *const names[] = {
        [OUTCOME_ANSWERED] = "answered",       [OUTCOME_FAILED] = "failed",
        [OUTCOME_NOT_STARTED] = "not_started", [OUTCOME_NO_ANSWER] = "no_answer",
        [OUTCOME_DENIED] = "denied",           [OUTCOME_BAD_VALUE] = "bad_value"};
    bool unanswered = attempt->outcome.end == OUTCOME_ANSWERED && !attempt->answered;
    return unanswered ? "no_answer" : names[attempt->outcome.end];
}

// Of the last attempt alone: they all ask the same.
static void put_by_hand(EventBuilder *builder, const Attempt *attempt, const AttemptNext *next) {
    const HandLines *lines = &attempt->outcome.by_hand;
    HandSay say = {.masker = builder->run->masker,
                   .runbook = attempt->step->runbook,
                   .arena = builder->arena,
                   .env = builder->run->env,
                   .unknown = ", which is not in the journal"};
    if (lines->count > 0 && next->again_ns < 0)
        event_put_value(builder, "by_hand", hand_lines_value(&say, lines));
}

void attempt_emit(Attempt *attempt, const AttemptNext *next) {
    const Step *step = attempt->step;
    if (!step->action) return;
    const Outcome *outcome = &attempt->outcome;
    EventBuilder builder =
        event_builder_of_step(attempt->worker, EVENT_ATTEMPT_ENDED, attempt->instance);
    Run *run = builder.run;
    event_put_int(&builder, "attempt", attempt->number);
    event_put_text(&builder, "end", sv_from_c(end_name(attempt)));
    event_put_text(&builder, "request", outcome->request);
    event_put_text(&builder, "answer", outcome->answer);
    event_put_text(&builder, "reason",
                   attempt->reason.len > 0 ? attempt->reason : attempt->unfinished);
    event_put_text(&builder, "mend", outcome->hint);
    event_put_observed(&builder, step->action, outcome->results);
    event_put_text(&builder, "output", told_tail(run, builder.arena, outcome->output));
    for (uint32_t i = 0; i < outcome->files.count; i++)
        used_files_add(&attempt->invocation.files, outcome->files.items[i]);
    if (attempt->invocation.files.count > 0)
        event_put_value(&builder, "files",
                        used_files_value(run, builder.arena, &attempt->invocation.files));
    if (outcome->cautions.count > 0)
        event_put_value(&builder, "cautions", ways_value(run, builder.arena, &outcome->cautions));
    put_by_hand(&builder, attempt, next);
    event_put_since(&builder, "elapsed", attempt->started);
    if (next->again_ns >= 0) event_put_int(&builder, "again_in", next->again_ns);
    if (next->asked.len > 0) event_put_text(&builder, "asked", next->asked);
    if (next->saw.len > 0) event_put_text(&builder, "saw", next->saw);
    if (next->stopped.len > 0) event_put_text(&builder, "stopped", next->stopped);
    Stamp ended = attempt->started;
    event_send(&builder, &ended);
    saved_tell(attempt->worker, attempt->instance, &attempt->invocation.files);
    kept_names_tell(attempt->worker, attempt->instance, &outcome->keeps);
    attempt->elapsed_ns = ended.mono_ns - attempt->started.mono_ns;
    ways_tell(attempt->worker, attempt->instance,
              &(WayTaken){step->via, outcome->request, &outcome->cautions});
    if (outcome->note.len)
        emit_note(attempt->worker, "info",
                  sv_format(attempt->eval.arena, "%.*s: %.*s", SV_ARG(attempt->instance->address),
                            SV_ARG(outcome->note)));
}

Sv attempt_line(const Attempt *attempt) {
    const Outcome *outcome = &attempt->outcome;
    if (!attempt->step->action || outcome->request.len == 0) return SV("");
    BUF_AUTO Buf elapsed = buf_new(64);
    duration_add_human(&elapsed, attempt->elapsed_ns);
    return sv_format(attempt->eval.arena, "%.*s \xe2\x86\x92 %.*s in %.*s",
                     SV_ARG(outcome->request), SV_ARG(outcome->answer), SV_ARG(buf_sv(&elapsed)));
}
