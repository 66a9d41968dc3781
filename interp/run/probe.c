#include "run/probe.h"
#include "base/limits.h"
#include "run/capture.h"
#include "run/emit.h"

static bool holds(Attempt *attempt, const Expr *condition) {
    Value value;
    CelFault fault;
    return condition && scene_eval(&attempt->scene, condition, false, &value, &fault) &&
           value.kind == VALUE_BOOL && value.boolean;
}

// What it answers counts only where the answer itself is as it must be.
static ProbeEnd look(Attempt *attempt, Sv *reason) {
    Arena *arena = attempt->scene.arena;
    if (!attempt->answered) {
        *reason = sv_format(arena, "the probe had no answer: %.*s", SV_ARG(attempt->reason));
        return PROBE_UNKNOWN;
    }
    if (attempt->judgement.missed + attempt->judgement.undecided > 0) {
        *reason = sv_format(arena, "of the probe it %.*s", SV_ARG(attempt->judgement.reason));
        return PROBE_UNKNOWN;
    }
    bool done = holds(attempt, attempt->step->done),
         not_done = holds(attempt, attempt->step->not_done);
    if (done == not_done) {
        *reason = done ? SV("the probe says both that it happened and that it did not")
                       : SV("the probe says neither that it happened nor that it did not");
        return PROBE_UNKNOWN;
    }
    *reason = done ? SV("the probe shows that it happened")
                   : SV("the probe shows that it did not happen");
    return done ? PROBE_DONE : PROBE_NOT_DONE;
}

static void tell(Worker *worker, const Seat *seat, ProbeEnd found, Sv reason) {
    static const char *const names[] = {
        [PROBE_DONE] = "done", [PROBE_NOT_DONE] = "not_done", [PROBE_UNKNOWN] = "unknown"};
    Draft draft = draft_of_step(worker, EVENT_PROBED, seat);
    draft_text(&draft, "found", sv_from_c(names[found]));
    draft_text(&draft, "reason", reason);
    draft_send(&draft, NULL);
}

ProbeEnd probe_run(Worker *worker, const Seat *seat, MapBuilder *record, Sv *reason) {
    // The step's last attempt is still needed.
    Arena *kept = worker->attempt;
    worker->attempt = arena_new(LIMIT_ATTEMPT_MEMORY);
    Seat there = *seat;
    there.around.phase = "probe";
    // What ended the step must not end the look at what became of it.
    there.level = LEVEL_MUST;
    there.around.deadline_ns = NO_DEADLINE;
    there.around.cancel_fd = worker->run->cancel.abandon_fd;
    Attempts attempts;
    attempts_make(worker, &there, seat->step->probe, &attempts);
    Sv seen, error;
    ProbeEnd found = look(&attempts.last, &seen);
    if (found == PROBE_DONE) captures_take(&attempts.last, record, &error);
    *reason = sv_copy(worker->step, seen);
    tell(worker, seat, found, *reason);
    // What was told of the probe still lies in its memory.
    emit_release(worker);
    emit_hold(worker);
    arena_free(worker->attempt);
    worker->attempt = kept;
    return found;
}
