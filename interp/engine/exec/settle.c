#include "engine/exec/settle.h"
#include "engine/attempt/probe.h"
#include "engine/context/step_results.h"
#include "engine/events/emit.h"

// ── what is known, and what a person says ──

static void tell_resolution(Worker *worker, const StepInstance *instance,
                            const Resolution *resolution) {
    EventBuilder builder = event_builder_of_step(worker, EVENT_RESOLVED, instance);
    event_put_text(&builder, "as", sv_from_c(resolved_word(resolution->as)));
    event_put_text(&builder, "by", worker->run->by);
    event_put_text(&builder, "reason", resolution->reason);
    event_send(&builder, NULL);
}

// When what had begun is over: a local program has ended with its run, anything else by the time
// that the step had.
static Outcome ended_then(const Worker *worker, const StepInstance *instance,
                          const RecordedStep *step) {
    const Env *env = worker->run->env;
    const Step *plan = instance->step;
    int64_t began_ns = step->intent_ns > 0 ? step->intent_ns : step->began_ns;
    Outcome ended = {.over = plan->action && plan->action->local, .reason = SV("")};
    if (ended.over || plan->timeout_ns == NO_DEADLINE) return ended;
    int64_t left = began_ns + plan->timeout_ns - env->stamp(env->self).wall_ns;
    ended.over = left <= 0;
    ended.over_by_ns = env->mono_ns(env->self) + (left > 0 ? left : 0);
    return ended;
}

static Sv doubt_of(Worker *worker, const RecordedStep *step) {
    // What later sessions saw or said of it is no reason for the next one.
    if (step->doubt.len > 0) return step->doubt;
    bool torn = step->torn || (fate_is_well(step) && step->decided > step->intent);
    return sv_copy(worker->step, torn ? SV("it was taken back, perhaps in part")
                                      : SV("the run was cut off after it had begun"));
}

// A probe reads what its own step captured in an earlier session.
static void show_to_probe(Worker *worker, const StepInstance *instance, const RecordedStep *step) {
    if (instance->step->id.len == 0) return;
    MapBuilder record = map_builder(worker->keep);
    Sv verdict = value_field_text(step->end, "verdict", SV("in_doubt"));
    map_add_c(&record, "verdict", value_copy(worker->keep, value_string(verdict)));
    map_add_c(&record, "attempts", value_int(value_field_int(step->end, "attempts", 0)));
    map_add_c(&record, "elapsed", value_duration_ns(value_field_int(step->end, "elapsed", 0)));
    taken_over_restore(worker, instance, step, &record);
    step_results_set(instance->context.step_results, instance->step->id, map_done(&record));
}

static bool looked_at(Worker *worker, const StepInstance *instance, const Kept *kept,
                      MapBuilder *record, StepEnd *end, ProbeStatus *found, Sv *reason) {
    *found = PROBE_UNKNOWN;
    if (!instance->step->probe) return false;
    Outcome ended = ended_then(worker, instance, kept->step);
    if (kept->fate == FATE_KEEP) ended.over = true;
    Sv seen, capture_error;
    show_to_probe(worker, instance, kept->step);
    *found = probe_run(worker, instance, &ended, record, &seen, &capture_error);
    // An earlier session may have seen the same.
    bool again = sv_ends(*reason, seen);
    if (kept->fate == FATE_KEEP)
        *reason = seen;
    else if (!again)
        *reason = sv_format(worker->step, "%.*s; %.*s", SV_ARG(*reason), SV_ARG(seen));
    if (*found == PROBE_DONE && capture_error.len > 0)
        step_conclude(
            end, VERDICT_UNDECIDED, "capture",
            sv_format(worker->step, "%.*s; %.*s", SV_ARG(*reason), SV_ARG(capture_error)));
    return *found == PROBE_DONE && capture_error.len > 0;
}

// True if it is to be made.
static bool resolve(Worker *worker, const StepInstance *instance, const Resolution *resolution,
                    Sv reason, StepEnd *end) {
    tell_resolution(worker, instance, resolution);
    bool closed = instance->context.closed.len > 0;
    bool again = resolution->as == RESOLVED_AGAIN;
    end->again = again && !closed;
    if (end->again) return true;
    if (again) {
        step_conclude(end, VERDICT_IN_DOUBT, "no_answer",
                      sv_format(worker->step, "%.*s; resolved as again by %.*s, but %.*s",
                                SV_ARG(reason), SV_ARG(worker->run->by),
                                SV_ARG(instance->context.closed)));
        taken_over_remember(worker, instance, STANDS_DOUBT, end);
        return false;
    }
    step_conclude(end, VERDICT_UNDECIDED, "resolved",
                  sv_format(worker->step, "resolved as %s by %.*s: %.*s",
                            resolved_word(resolution->as), SV_ARG(worker->run->by),
                            SV_ARG(resolution->reason)));
    bool done = resolution->as == RESOLVED_DONE;
    end->said_done = done;
    taken_over_remember(worker, instance, done ? STANDS_YES : STANDS_DOUBT, end);
    return false;
}

static bool settle_doubt(Worker *worker, const StepInstance *instance, const Kept *kept,
                         MapBuilder *record, StepEnd *end) {
    Sv reason = doubt_of(worker, kept->step);
    ProbeStatus found;
    if (looked_at(worker, instance, kept, record, end, &found, &reason)) {
        taken_over_remember(worker, instance, STANDS_YES, end);
        return false;
    }
    const Resolution *resolution = kept_resolution(worker, instance->address);
    bool closed = instance->context.closed.len > 0;
    if (found == PROBE_DONE) {
        step_conclude(end, VERDICT_PASSED, "probe", reason);
        end->confirmed = true;
        taken_over_remember(worker, instance, STANDS_YES, end);
    } else if (found == PROBE_NOT_DONE) {
        step_conclude(end, VERDICT_UNDECIDED, "probe", reason);
        end->not_done = true;
        end->stands = STANDS_NO;
        return !closed;
    } else if (resolution) {
        return resolve(worker, instance, resolution, reason, end);
    } else {
        step_conclude(end, VERDICT_IN_DOUBT, "no_answer", reason);
        taken_over_remember(worker, instance, STANDS_DOUBT, end);
    }
    return false;
}

void settle_not(Worker *worker, const StepInstance *instance, const Kept *kept, StepOutcome *out) {
    StepEnd end = step_end(worker);
    MapBuilder record = map_builder(worker->keep);
    step_conclude(&end, VERDICT_UNDECIDED, "no_answer", doubt_of(worker, kept->step));
    taken_over_remember(worker, instance, STANDS_DOUBT, &end);
    step_finish(worker, instance, &end, &record, out);
}

void settle_again_failed(Worker *worker, const StepInstance *instance, const Kept *kept,
                         StepEnd *end) {
    bool acted = end->stands == STANDS_YES || end->stands == STANDS_DOUBT;
    if (!end->again || acted || end->not_done) return;
    Sv why = end->reason;
    step_conclude(end, VERDICT_IN_DOUBT, "no_answer",
                  sv_format(worker->step, "%.*s; it was to be made again, and was not: %.*s",
                            SV_ARG(doubt_of(worker, kept->step)), SV_ARG(why)));
    taken_over_remember(worker, instance, STANDS_DOUBT, end);
}

bool settle_change(Worker *worker, const StepInstance *instance, const Kept *kept,
                   MapBuilder *record, StepEnd *end) {
    if (kept->fate == FATE_DOUBT) return settle_doubt(worker, instance, kept, record, end);
    MapBuilder seen = map_builder(worker->keep);
    ProbeStatus found;
    Sv reason = SV("");
    bool said = fate_is_said(kept->step);
    bool lacks = looked_at(worker, instance, kept, said ? record : &seen, end, &found, &reason);
    if (found == PROBE_NOT_DONE) {
        step_conclude(end, VERDICT_UNDECIDED, "probe",
                      said ? SV("it was said to have happened, and its probe does not find it")
                           : SV("it had happened, and its probe does not find it any more"));
        end->not_done = true;
        end->stands = STANDS_NO;
        return false;
    }
    // What a person said is confirmed by now.
    if (said && found == PROBE_DONE) {
        if (!lacks) {
            step_conclude(end, VERDICT_PASSED, "probe", reason);
            end->confirmed = true;
        }
        taken_over_remember(worker, instance, STANDS_YES, end);
        return false;
    }
    taken_over_end(worker, instance, kept, record, end);
    return false;
}
