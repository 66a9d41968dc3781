#include "engine/attempt/probe.h"
#include "base/limits.h"
#include "engine/attempt/capture.h"
#include "engine/context/patience.h"
#include "engine/events/emit.h"
#include "value/time.h"

// The longest wait for the other side's own deadline before a second look.
enum { PATIENCE_SECONDS = 120 };

// ── what one look shows ──

typedef struct ProbeLook {
    Arena *arena;
    Attempt *attempt;
    bool over; // when it began, nothing of the change was under way any more
    Sv reason;
} ProbeLook;

static ProbeStatus unknown(ProbeLook *look, Sv reason) {
    look->reason = reason;
    return PROBE_UNKNOWN;
}

// A condition that does not itself read what the verb requires is evaluated only if the answer
// meets that requirement. False with the reason if it could not be evaluated.
static bool ask(ProbeLook *look, const char *name, const Expr *condition, bool alone, bool *holds) {
    const Judgement *judgement = &look->attempt->judgement;
    *holds = false;
    if (!alone && judgement->missed + judgement->undecided > 0) return true;
    Condition asked = condition_ask(&look->attempt->eval, condition);
    *holds = asked.end == CONDITION_HOLDS;
    if (asked.end != CONDITION_ERROR) return true;
    Sv error = condition_error(look->arena, name, &asked);
    look->reason = sv_format(look->arena, "the probe does not tell: %.*s", SV_ARG(error));
    return false;
}

static Sv shown_time(Arena *arena, Stamp stamp) {
    BUF_AUTO Buf text = buf_new(64);
    timestamp_add(&text, timestamp_from_ns(stamp.wall_ns / 1000000000 * 1000000000));
    return buf_keep(&text, arena);
}

static ProbeStatus not_done(ProbeLook *look) {
    if (look->over) {
        look->reason = SV("the probe shows that it did not happen");
        return PROBE_NOT_DONE;
    }
    Sv when = shown_time(look->arena, look->attempt->started);
    look->reason = sv_format(look->arena,
                             "the probe shows that it had not happened yet at %.*s, and it may "
                             "still be under way: look again before it is done again",
                             SV_ARG(when));
    return PROBE_NOT_YET;
}

static ProbeStatus understand(ProbeLook *look) {
    Attempt *attempt = look->attempt;
    const Step *probe = attempt->step;
    bool done, undone;
    if (!ask(look, "done", probe->done, probe->done_alone, &done) ||
        !ask(look, "not_done", probe->not_done, probe->not_done_alone, &undone))
        return PROBE_UNKNOWN;
    if (done && undone)
        return unknown(look, SV("the probe says both that it happened and that it did not"));
    if (!done && undone) return not_done(look);
    if (attempt->judgement.missed + attempt->judgement.undecided > 0 && !done)
        return unknown(look, sv_format(look->arena, "of the probe it %.*s",
                                       SV_ARG(attempt->judgement.reason)));
    if (!done)
        return unknown(look, SV("the probe says neither that it happened nor that it did not"));
    look->reason = SV("the probe shows that it happened");
    return PROBE_DONE;
}

static ProbeStatus look_at(ProbeLook *look, const Attempts *attempts) {
    Attempt *attempt = look->attempt;
    if (attempts->cancelled) return unknown(look, SV("the probe was stopped"));
    if (!attempt->answered)
        return unknown(
            look, sv_format(look->arena, "the probe had no answer: %.*s", SV_ARG(attempt->reason)));
    if (attempts->error.len > 0)
        return unknown(
            look, sv_format(look->arena, "the probe does not tell: %.*s", SV_ARG(attempts->error)));
    if (!attempt->judged) judge(&attempt->eval, attempt->step, LEVEL_MUST, &attempt->judgement);
    attempt->judged = true;
    ProbeStatus found = understand(look);
    // What was waited for has not come, so this answer cannot show success.
    if (found != PROBE_DONE || !attempts->never) return found;
    return unknown(look, SV("what the probe's poll waits for never came to hold"));
}

static ProbeStatus look_once(Worker *worker, const StepInstance *there, const Outcome *ended,
                             MapBuilder *record, Sv *reason, Sv *capture_error) {
    // The step's last attempt is still needed.
    Arena *kept = worker->attempt;
    worker->attempt = arena_new(LIMIT_ATTEMPT_MEMORY);
    Attempts attempts;
    attempts_make(worker, there, there->step->probe, &attempts);
    bool given_up = ended->over_by_ns && attempts.last.started.mono_ns >= ended->over_by_ns;
    ProbeLook look = {attempts.last.eval.arena, &attempts.last, ended->over || given_up, SV("")};
    Sv error = SV("");
    ProbeStatus found = look_at(&look, &attempts);
    if (found == PROBE_DONE) captures_take(&attempts.last, record, &error);
    *reason = sv_copy(worker->step, look.reason);
    *capture_error = sv_copy(worker->step, error);
    // Events that are still held refer to the probe's memory.
    emit_release(worker);
    emit_hold(worker);
    arena_free(worker->attempt);
    worker->attempt = kept;
    return found;
}

// ── looking ──

static void tell(Worker *worker, const StepInstance *instance, ProbeStatus found, Sv reason) {
    static const char *const names[] = {[PROBE_DONE] = "done",
                                        [PROBE_NOT_DONE] = "not_done",
                                        [PROBE_NOT_YET] = "not_yet",
                                        [PROBE_UNKNOWN] = "unknown"};
    EventBuilder builder = event_builder_of_step(worker, EVENT_PROBED, instance);
    event_put_text(&builder, "found", sv_from_c(names[found]));
    event_put_text(&builder, "reason", reason);
    event_send(&builder, NULL);
}

// False if that is unknown, too far away, or the run is abandoned.
static bool wait_until_over(const Worker *worker, const StepInstance *there, int64_t over_by_ns) {
    const Env *env = worker->run->env;
    int64_t left = over_by_ns - env->mono_ns(env->self);
    if (over_by_ns == 0 || left > PATIENCE_SECONDS * (int64_t)1000000000) return false;
    Waiter waiter = patience_waiter(worker->run, there->context.patience, NO_DEADLINE);
    return left <= 0 || wait_sleep(&waiter, left) == WAIT_READY;
}

ProbeStatus probe_run(Worker *worker, const StepInstance *instance, const Outcome *ended,
                      MapBuilder *record, Sv *reason, Sv *capture_error) {
    StepInstance there = *instance;
    there.context.phase = "probe";
    // What ended the step must not end the probe as well.
    there.level = LEVEL_MUST;
    there.context.deadline_ns = NO_DEADLINE;
    there.context.patience = patience_of_probe(instance->context.patience);
    ProbeStatus found = look_once(worker, &there, ended, record, reason, capture_error);
    tell(worker, instance, found, *reason);
    if (found == PROBE_NOT_YET && wait_until_over(worker, &there, ended->over_by_ns)) {
        found = look_once(worker, &there, ended, record, reason, capture_error);
        tell(worker, instance, found, *reason);
    }
    return found;
}

ProbeStatus probe_peek(Worker *worker, const StepInstance *instance) {
    StepInstance there = *instance;
    there.context.phase = "probe";
    const Outcome over = {.over = true};
    MapBuilder unused = map_builder(worker->step);
    Sv reason, error;
    ProbeStatus found = look_once(worker, &there, &over, &unused, &reason, &error);
    worker->holding = false;
    return found;
}
