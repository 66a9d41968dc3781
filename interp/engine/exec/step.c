#include "engine/exec/step.h"
#include "engine/attempt/ask.h"
#include "engine/attempt/capture.h"
#include "engine/attempt/probe.h"
#include "engine/context/patience.h"
#include "engine/context/step_instance.h"
#include "engine/events/emit.h"
#include "engine/exec/rollback.h"
#include "engine/exec/settle.h"
#include "engine/exec/step_end.h"
#include "engine/exec/taken_over.h"

// ── before it acts ──

WhenStatus step_when(Worker *worker, const StepInstance *instance, const char **cause, Sv *reason) {
    const Expr *when = instance->step->when;
    if (!when) return WHEN_YES;
    EvalContext eval =
        eval_context_of_instance(worker, instance, worker->step, run_now(worker->run));
    Condition asked = condition_ask(&eval, when);
    if (asked.end == CONDITION_ERROR) {
        *cause = fault_cause(&asked.fault, "error");
        *reason =
            sv_format(worker->step, "when: %.*s", SV_ARG(fault_line(worker->step, &asked.fault)));
        return WHEN_UNKNOWN;
    }
    if (asked.end == CONDITION_HOLDS) return WHEN_YES;
    *reason = judge_condition(&eval, "when", when, &asked, "false");
    return WHEN_NO;
}

static bool passes_when(Worker *worker, const StepInstance *instance, StepEnd *end) {
    const char *cause = "when";
    Sv reason = {0};
    WhenStatus when = step_when(worker, instance, &cause, &reason);
    if (when == WHEN_UNKNOWN) step_conclude(end, VERDICT_UNDECIDED, cause, reason);
    if (when == WHEN_NO) {
        step_conclude(end, VERDICT_SKIPPED, "when", reason);
        end->own_when = true;
    }
    return when == WHEN_YES;
}

// `taken_up`: the event that left it in doubt, or decided, in an earlier session; 0 = none.
static void tell_start(Worker *worker, const StepInstance *instance, uint64_t taken_up,
                       StepEnd *end) {
    const Step *step = instance->step;
    EventBuilder builder = event_builder_of_step(worker, EVENT_STEP_STARTED, instance);
    event_put_text(&builder, "verb", step->verb);
    event_put_text(&builder, "effect", sv_from_c(effect_name(step->effect)));
    event_put_text(&builder, "level", sv_from_c(level_name(instance->level)));
    event_put_text(&builder, "key", instance->key);
    event_put_place(&builder, step->span);
    if (taken_up > 0) event_put_int(&builder, "taken_up", (int64_t)taken_up);
    event_put_loop(&builder, instance);
    if (instance->step->foresees) event_put_value(&builder, "run", instance->outlook);
    event_send(&builder, &end->started);
    end->began = true;
}

static bool is_agreed_to(Worker *worker, const StepInstance *instance, StepEnd *end) {
    static const Choice choices[] = {{.word = SV_INIT("yes"), .passes = true},
                                     {.word = SV_INIT("no")}};
    if (!instance->step->ask_first) return true;
    EvalContext eval = eval_context_of_instance(worker, instance, worker->step, end->started);
    Value asked;
    Fault fault = {0};
    // Nobody can agree to what cannot be told.
    if (!eval_context_value(&eval, instance->step->ask_first, &asked, &fault)) {
        step_conclude(
            end, VERDICT_UNDECIDED, fault_cause(&fault, "error"),
            sv_format(worker->step, "ask_first: %.*s", SV_ARG(fault_line(worker->step, &fault))));
        return false;
    }
    Question question = {.text = eval_context_words(&eval, instance->step->ask_first),
                         .show = SV(""),
                         .choices = choices,
                         .count = sizeof choices / sizeof *choices,
                         .acts = true,
                         .expires_ns = NO_DEADLINE};
    Waiter waiter =
        patience_waiter(worker->run, instance->context.patience, instance->context.deadline_ns);
    Answer answer;
    if (!ask(worker, instance, &question, &waiter, worker->step, &answer)) {
        step_conclude(end, VERDICT_UNDECIDED,
                      answer.end == ASK_PARKED      ? "parked"
                      : answer.end == ASK_CANCELLED ? "cancelled"
                                                    : "no_answer",
                      answer.reason);
        return false;
    }
    pool_note_change(worker->run->pool); // meanwhile the person may have changed something
    if (!answer.passes)
        step_conclude(end, VERDICT_SKIPPED, "declined",
                      sv_format(worker->step, "declined by %.*s", SV_ARG(answer.by)));
    return answer.passes;
}

// ── what the attempts mean ──

static Verdict failure_at(Level level) {
    return level == LEVEL_MUST ? VERDICT_FAILED : VERDICT_WARNED;
}

// What may be repeated without harm is never in doubt, only undecided.
static void conclude_interrupted(Worker *worker, const StepInstance *instance, const Attempt *last,
                                 MapBuilder *record, StepEnd *end) {
    const char *cause = last->outcome.cancelled ? "cancelled" : "no_answer";
    Verdict open = instance->step->effect == EFFECT_CHANGE ? VERDICT_IN_DOUBT : VERDICT_UNDECIDED;
    step_conclude(end, open, cause, last->reason);
    if (!instance->step->probe) return;
    Sv seen, capture_error;
    ProbeStatus found = probe_run(worker, instance, &last->outcome, record, &seen, &capture_error);
    Sv reason = sv_format(worker->step, "%.*s; %.*s", SV_ARG(last->reason), SV_ARG(seen));
    if (found == PROBE_UNKNOWN || found == PROBE_NOT_YET) step_conclude(end, open, cause, reason);
    if (found == PROBE_NOT_DONE) step_conclude(end, VERDICT_UNDECIDED, cause, reason);
    if (found == PROBE_DONE) step_conclude(end, VERDICT_PASSED, "probe", reason);
    if (capture_error.len > 0)
        step_conclude(end, VERDICT_UNDECIDED, "capture",
                      sv_format(worker->step, "%.*s; %.*s", SV_ARG(reason), SV_ARG(capture_error)));
    end->confirmed = found == PROBE_DONE;
    end->not_done = found == PROBE_NOT_DONE;
}

static void conclude_unanswered(Worker *worker, const StepInstance *instance, const Attempt *last,
                                MapBuilder *record, StepEnd *end) {
    const Outcome *outcome = &last->outcome;
    Run *run = worker->run;
    bool parked = atomic_load(&run->parked.there) && sv_eq(run->parked.address, instance->address);
    const char *silence = outcome->cancelled ? "cancelled" : parked ? "parked" : "no_answer";
    switch (outcome->end) {
    case OUTCOME_FAILED:
        step_conclude(end, failure_at(instance->level), "answer", last->reason);
        return;
    case OUTCOME_DENIED: step_conclude(end, VERDICT_UNDECIDED, "denied", last->reason); return;
    case OUTCOME_BAD_VALUE:
        step_conclude(end, VERDICT_UNDECIDED,
                      last->lost           ? "lost_value"
                      : last->missing      ? "missing_value"
                      : outcome->cancelled ? "cancelled"
                                           : "bad_value",
                      last->reason);
        return;
    case OUTCOME_NOT_STARTED: step_conclude(end, VERDICT_UNDECIDED, silence, last->reason); return;
    default: break;
    }
    bool changes = instance->step->effect == EFFECT_CHANGE || instance->step->probe;
    if (changes && !outcome->taken_back)
        conclude_interrupted(worker, instance, last, record, end);
    else
        step_conclude(end, VERDICT_UNDECIDED, silence, last->reason);
}

static void conclude_judged(const Attempt *last, Sv capture_error, StepEnd *end) {
    const Judgement *judgement = &last->judgement;
    if (judgement->missed > 0)
        step_conclude(end, VERDICT_FAILED, judgement->error ? "error" : "expectation",
                      judgement->reason);
    else if (last->unfinished.len > 0)
        step_conclude(end, VERDICT_UNDECIDED, "no_answer", last->unfinished);
    else if (judgement->undecided > 0 || judgement->shows_nothing)
        step_conclude(end, VERDICT_UNDECIDED, judgement->stopped ? "cancelled" : "nothing_to_judge",
                      judgement->reason);
    else if (capture_error.len > 0)
        step_conclude(end, VERDICT_UNDECIDED, last->outcome.cancelled ? "cancelled" : "capture",
                      capture_error);
    else if (judgement->warned > 0)
        step_conclude(end, VERDICT_WARNED, "expectation", judgement->reason);
    else
        step_conclude(end, VERDICT_PASSED, "", SV(""));
}

static bool all_hold(const Attempt *attempt) {
    for (uint32_t i = 0; attempt->judged && i < attempt->step->expect_count; i++)
        if (attempt->judgement.items[i].end != JUDGED_HELD) return false;
    return attempt->judged;
}

// ── a poll whose condition never came to hold ──

static Sv until_message(Attempt *last, const Condition *until) {
    Arena *arena = last->eval.arena;
    const ValueSource *own = last->step->poll.message;
    Sv message = own ? eval_context_words(&last->eval, own) : SV("it never came to hold");
    if (until->end != CONDITION_ERROR) return message;
    Sv fault = fault_line(arena, &until->fault);
    return sv_format(arena, "%.*s: %.*s", SV_ARG(message), SV_ARG(fault));
}

static Sv until_reason(Attempt *last, const Condition *until) {
    Arena *arena = last->eval.arena;
    const ValueSource *own = last->step->poll.message;
    Sv reason = until->end == CONDITION_ERROR
                    ? condition_error(arena, "until", until)
                    : judge_condition(&last->eval, "until", last->step->poll.until, until, "false");
    if (!own) return reason;
    Sv message = eval_context_words(&last->eval, own);
    return sv_format(arena, "%.*s; %.*s", SV_ARG(message), SV_ARG(reason));
}

// If something had to be ended, a change is in doubt, unless its answer failed already.
static void doubt_unfinished(Attempt *last) {
    bool missed = last->judged && last->judgement.missed > 0;
    if (!last->answered || missed || last->late || last->unfinished.len == 0 ||
        last->step->effect != EFFECT_CHANGE)
        return;
    last->answered = last->judged = false;
    last->reason = last->unfinished;
}

static void conclude_attempts(Worker *worker, const StepInstance *instance, Attempts *attempts,
                              MapBuilder *record, StepEnd *end) {
    Attempt *last = &attempts->last;
    doubt_unfinished(last);
    bool well = !attempts->never && all_hold(last);
    Sv from = well ? SV("") : attempt_line(last), capture_error = SV("");
    end->attempts = last->number;
    if (attempts->cancelled) {
        step_conclude(end, VERDICT_UNDECIDED, "cancelled",
                      SV("stopped while waiting for the next attempt"));
        return;
    }
    if (attempts->error.len > 0) {
        captures_take(last, record, &capture_error);
        step_conclude(end, VERDICT_UNDECIDED, attempts->error_cause, attempts->error);
        return;
    }
    if (last->judged && !attempts->never) {
        judge_report(&last->eval, instance, instance->step, &last->judgement, from);
        end->held = last->judgement.held;
        end->missed = last->judgement.missed;
    }
    if (last->answered && attempts->never) {
        Sv message = until_message(last, &attempts->until);
        judge_report_until(&last->eval, instance, instance->step->poll.until, &attempts->until,
                           message, from);
        step_conclude(end, failure_at(instance->level), "until",
                      until_reason(last, &attempts->until));
        end->missed = instance->level == LEVEL_MUST ? 1 : 0;
    }
    if (last->answered || last->outcome.end == OUTCOME_FAILED)
        captures_take(last, record, &capture_error);
    end->blind = last->blind;
    if (!last->answered)
        conclude_unanswered(worker, instance, last, record, end);
    else if (!attempts->never)
        conclude_judged(last, capture_error, end);
    if (attempts->stopped.len > 0)
        end->reason =
            sv_format(worker->step, "%.*s; %.*s", SV_ARG(end->reason), SV_ARG(attempts->stopped));
    if (last->outcome.taken_back && last->outcome.results)
        end->reason = sv_format(worker->step, "%.*s; it was rolled back, and nothing of it stands",
                                SV_ARG(end->reason));
}

// What a person answered can be read later without a capture.
static void keep_answer(const Attempt *last, MapBuilder *record) {
    const Action *action = last->step->action;
    if (!action || action->effect != EFFECT_ANSWER || !last->outcome.results) return;
    for (size_t i = 0; i < action->result_count; i++)
        map_add_c(record, action->results[i].name,
                  value_copy(record->arena, last->outcome.results[i]));
}

// Whether what it was to change is there now. What may be repeated is never in doubt, but without
// an answer nobody knows of it either.
static Stands what_stands(const StepInstance *instance, const Attempts *attempts,
                          const StepEnd *end) {
    const Attempt *last = &attempts->last;
    Effect effect = instance->step->effect;
    if (effect != EFFECT_CHANGE && effect != EFFECT_IDEMPOTENT) return STANDS_NOTHING;
    if (!attempts->acted) return last->acted ? STANDS_NO : STANDS_NOTHING;
    if (end->not_done || (!attempts->changed && !verdict_is_well(end->verdict))) return STANDS_NO;
    bool told = last->answered || last->outcome.end == OUTCOME_FAILED || end->confirmed;
    return end->verdict == VERDICT_IN_DOUBT || !told ? STANDS_DOUBT : STANDS_YES;
}

static void make(Worker *worker, StepInstance *instance, MapBuilder *record, StepEnd *end) {
    Attempts attempts;
    attempts_make(worker, instance, instance->step, &attempts);
    conclude_attempts(worker, instance, &attempts, record, end);
    keep_answer(&attempts.last, record);
    end->stands = what_stands(instance, &attempts, end);
    instance->context.anew = true; // so are its undo steps, if it comes to that
    rollback_remember(worker, instance, end->stands,
                      end->verdict == VERDICT_IN_DOUBT ? DOUBT_HOLDS : DOUBT_NONE);
}

void step_run(Worker *worker, StepInstance *instance, StepOutcome *out) {
    arena_reset(worker->step);
    StepEnd end = step_end(worker);
    MapBuilder record = map_builder(worker->keep);
    step_instance_name(worker, instance);
    Kept kept = kept_look(worker, instance);
    kept_give_key(worker, instance, &kept);
    if (kept.fate == FATE_KEEP && !kept_is_looked_at(instance, &kept)) {
        taken_over_tell(worker, instance, &kept, out);
        return;
    }
    if (kept.fate == FATE_LEAVE) {
        settle_not(worker, instance, &kept, out);
        return;
    }
    if (instance->context.closed.len > 0 && kept.fate == FATE_MAKE) {
        step_skip(worker, instance, "not_reached", kept_why_closed(worker, instance, &kept), out);
        return;
    }
    bool known = kept.fate == FATE_KEEP || kept.fate == FATE_DOUBT;
    if (known || passes_when(worker, instance, &end)) {
        emit_hold(worker);
        tell_start(worker, instance, known ? fate_seq(kept.step) : 0, &end);
        bool made = !known || settle_change(worker, instance, &kept, &record, &end);
        if (made && known) end.verdict = VERDICT_PASSED, end.cause = "", end.not_done = false;
        if (made && is_agreed_to(worker, instance, &end)) make(worker, instance, &record, &end);
    }
    settle_again_failed(worker, instance, &kept, &end);
    taken_over_stands(worker, instance, &kept, &end);
    taken_over_note(worker, instance, &kept, &end, &record);
    step_finish(worker, instance, &end, &record, out);
}
