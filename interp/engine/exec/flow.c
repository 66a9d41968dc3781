#include "engine/exec/flow.h"
#include "engine/context/frame.h"
#include "engine/context/patience.h"
#include "engine/context/step_instance.h"
#include "engine/context/worker.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/events/verdict_summary.h"
#include "engine/events/waivers.h"
#include "engine/exec/include.h"
#include "engine/exec/loop.h"
#include "engine/exec/rollback.h"
#include "engine/exec/select_instance.h"
#include "engine/exec/step.h"
#include "engine/kept/kept.h"
#include "select/select.h"
#include <string.h>

// ── how ends add up ──

StepOutcome flow_nothing(void) {
    return (StepOutcome){.verdict = VERDICT_SKIPPED, .why = SV("")};
}

void flow_join(StepOutcome *group, const StepOutcome *child) {
    bool worse = verdict_worse(group->verdict, child->verdict) != group->verdict;
    if (child->why.len > 0 && (group->why.len == 0 || worse)) group->why = child->why;
    group->verdict = verdict_worse(group->verdict, child->verdict);
    group->stops |= child->stops;
    group->rollback |= child->rollback;
    group->failing |= child->failing;
    group->shown |= child->shown;
    group->lacking |= child->lacking;
    group->bad |= child->bad;
    group->unsure |= child->unsure;
    group->owed |= child->owed;
    group->lost |= child->lost;
}

StepOutcome flow_outcome(const StepInstance *instance, const StepOutcome *children) {
    Verdict verdict = children->verdict;
    // Some of it was done, and some was left out without the runbook asking for it.
    if (children->lacking && !verdict_is_bad(verdict) && verdict != VERDICT_SKIPPED)
        verdict = VERDICT_UNDECIDED;
    StepOutcome ended = step_outcome_of(instance, verdict);
    // A declined step is neither a pass nor a failure, so nothing stops for it.
    if (!children->failing) ended.failing = ended.stops = ended.rollback = false;
    ended.shown = children->shown;
    ended.lacking = children->lacking;
    ended.bad |= children->bad;
    ended.unsure = children->unsure;
    ended.lost = children->lost;
    ended.owed = children->owed || (ended.bad && !children->bad);
    ended.why = children->why;
    // A rollback that the group did not do itself is left to its surroundings.
    ended.rollback |= children->rollback;
    ended.stops |= children->rollback;
    return ended;
}

// ── telling ──

void flow_tell_start(Worker *worker, const StepInstance *instance, const FlowStart *start,
                     Stamp *stamp) {
    EventBuilder builder = event_builder_of_step(worker, EVENT_GROUP_STARTED, instance);
    event_put_text(&builder, "kind", sv_from_c(start->kind));
    event_put_int(&builder, "parallel", start->parallel > 1 ? start->parallel : 1);
    event_put_int(&builder, "children", start->children);
    if (start->path.len > 0) event_put_text(&builder, "path", start->path);
    if (start->skipped.len > 0) event_put_text(&builder, "skipped", start->skipped);
    event_put_place(&builder, instance->step->span);
    const Frame *frame = start->frame;
    if (frame) {
        event_put_map(&builder, "inputs", frame->inputs);
        event_put_map(&builder, "vars", frame->vars);
        event_put_map(&builder, "subject", frame->subject);
    }
    event_put_loop(&builder, instance);
    if (instance->step->foresees) event_put_value(&builder, "run", instance->outlook);
    event_send(&builder, stamp);
}

void flow_tell_end(Worker *worker, const StepInstance *instance, const char *kind,
                   const StepOutcome *ended, Sv reason, Value outputs, Stamp started) {
    waivers_met_group(worker->run, instance->address);
    EventBuilder builder = event_builder_of_step(worker, EVENT_GROUP_ENDED, instance);
    event_put_text(&builder, "kind", sv_from_c(kind));
    event_put_text(&builder, "verdict", sv_from_c(verdict_name(ended->verdict)));
    event_put_text(&builder, "reason", reason);
    event_put_since(&builder, "elapsed", started);
    event_put_map(&builder, "outputs", outputs);
    event_send(&builder, NULL);
}

// ── what is not reached ──

static bool is_leaf(const Step *step) {
    return step->loop_count > 0 || (step->kind != STEP_GROUP && step->kind != STEP_INCLUDE);
}

static void skip_children(Worker *worker, const StepContext *context, Step *const *steps,
                          uint32_t count, const char *cause, Sv reason, StepOutcome *out) {
    for (uint32_t i = 0; i < count; i++) {
        StepOutcome ended;
        flow_skip(worker, context, steps[i], cause, reason, &ended);
        flow_join(out, &ended);
    }
}

static void leave_record(const StepInstance *instance, const StepOutcome *ended, Arena *arena) {
    if (instance->step->id.len == 0) return;
    MapBuilder record = map_builder(arena);
    map_add_c(&record, "verdict", value_string(sv_from_c(verdict_name(ended->verdict))));
    map_add_c(&record, "attempts", value_int(1));
    map_add_c(&record, "elapsed", value_duration_ns(0));
    step_results_set(instance->context.step_results, instance->step->id, map_done(&record));
}

static void skip_group(Worker *worker, const StepInstance *instance, const char *cause, Sv reason,
                       StepOutcome *out) {
    const Step *step = instance->step;
    const Runbook *included = step->include;
    // If a group is skipped by its own `when`, so are its children.
    if (strcmp(cause, "when") == 0) cause = "group";
    StepContext within = step_context_within(instance);
    const char *kind = included ? "include" : "group";
    Stamp started = {0};
    FlowStart start = {.kind = kind, .children = step->child_count, .skipped = reason};
    if (included) {
        start.path = included->path;
        start.children = runbook_children(included);
    }
    flow_tell_start(worker, instance, &start, &started);
    StepOutcome children = flow_nothing();
    if (included) {
        within.frame = NULL;
        within.path = sv_format(worker->keep, "%.*s/", SV_ARG(instance->address));
        within.step_results = step_results_new(worker->keep, NULL);
        skip_children(worker, &within, included->steps, included->step_count, cause, reason,
                      &children);
        skip_children(worker, &within, included->after_rollback, included->after_rollback_count,
                      cause, reason, &children);
        skip_children(worker, &within, included->finally, included->finally_count, cause, reason,
                      &children);
    } else {
        if (step->id.len > 0)
            within.path = sv_format(worker->keep, "%.*s/", SV_ARG(instance->address));
        skip_children(worker, &within, step->children, step->child_count, cause, reason, &children);
    }
    flow_tell_end(worker, instance, kind, &children, reason, value_null(), started);
    leave_record(instance, &children, worker->keep);
    *out = children;
}

void flow_skip(Worker *worker, const StepContext *context, const Step *step, const char *cause,
               Sv reason, StepOutcome *out) {
    StepInstance instance = step_instance_of(worker, context, step);
    arena_reset(worker->step);
    if (context->frame) step_instance_name(worker, &instance);
    if (is_leaf(step))
        step_skip(worker, &instance, cause, reason, out);
    else
        skip_group(worker, &instance, cause, reason, out);
}

void flow_skip_all(Worker *worker, const StepContext *context, Step *const *steps, uint32_t count,
                   const char *cause, Sv reason, StepOutcome *out) {
    for (uint32_t i = 0; i < count; i++) {
        StepOutcome ended;
        // A step that was left out is told as that.
        bool has = select_has(worker->run->selection, steps[i]);
        Sv why = has ? reason : select_reason(worker->run->selection, steps[i]);
        flow_skip(worker, context, steps[i], has ? cause : "selection", why, &ended);
        flow_join(out, &ended);
    }
}

// ── groups ──

// Everything in it was skipped by its own conditions although it is required.
static void require(Worker *worker, const StepInstance *instance, StepOutcome *children) {
    bool skipped = children->verdict == VERDICT_SKIPPED && !children->lacking;
    if (!instance->step->required || !skipped) return;
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = instance->level,
                   .cause = "when",
                   .undo = step_instance_undo(instance),
                   .reason = {instance->address, instance->name,
                              SV("required, but everything in it was skipped"), VERDICT_UNDECIDED}};
    verdict_summary_judge(worker->run, &sum);
    StepOutcome own = {.verdict = VERDICT_UNDECIDED,
                       .failing = true,
                       .why = sv_format(worker->keep,
                                        "%.*s is required, but everything in it was skipped",
                                        SV_ARG(instance->number))};
    flow_join(children, &own);
}

static void run_group(Worker *worker, const StepInstance *instance, const char *kind,
                      StepOutcome *out) {
    const Step *step = instance->step;
    Stamp started = {0};
    // In a loop, the iterations run at once.
    uint32_t parallel = step->loop_count > 0 ? 1 : step->parallel;
    FlowStart start = {.kind = kind, .parallel = parallel, .children = step->child_count};
    flow_tell_start(worker, instance, &start, &started);
    StepContext within = step_context_within(instance);
    bool named = step->id.len > 0 || step->loop_count > 0;
    if (named) within.path = sv_format(worker->keep, "%.*s/", SV_ARG(instance->address));
    if (step->on_failure != ON_FAILURE_INHERIT) within.rule = step->on_failure;
    within.closed = kept_rollback_goes_on(worker, instance->number, within.closed);
    StepOutcome children;
    flow_run(worker, &within, step->children, step->child_count, parallel, &children);
    if (children.rollback && step->on_failure == ON_FAILURE_ROLLBACK) {
        rollback_run(worker, instance->number, children.why);
        children.rollback = false;
    }
    require(worker, instance, &children);
    *out = flow_outcome(instance, &children);
    flow_tell_end(worker, instance, kind, out, out->why, value_null(), started);
}

// A group may be skipped, or refused, as one.
static bool group_begins(Worker *worker, const StepInstance *instance, StepOutcome *out) {
    const char *cause = "when";
    Sv reason;
    WhenStatus when = step_when(worker, instance, &cause, &reason);
    if (when == WHEN_YES) return true;
    reason = sv_copy(worker->keep, reason);
    if (when == WHEN_NO && !instance->step->required)
        skip_group(worker, instance, cause, reason, out);
    else if (when == WHEN_NO)
        step_skip(worker, instance, cause, reason,
                  out); // as one step, which being required makes undecided
    else
        step_refuse(worker, instance, cause, reason, out);
    return false;
}

static int64_t sooner(Worker *worker, int64_t timeout_ns, int64_t deadline_ns) {
    const Env *env = worker->run->env;
    int64_t own;
    if (timeout_ns == NO_DEADLINE || timeout_ns <= 0) return deadline_ns;
    if (__builtin_add_overflow(env->mono_ns(env->self), timeout_ns, &own)) return deadline_ns;
    return own < deadline_ns ? own : deadline_ns;
}

void flow_one(Worker *worker, StepInstance *instance, const char *kind, StepOutcome *out) {
    const Step *step = instance->step;
    instance->context.patience = patience_of(worker->run, instance->context.phase);
    if (step->kind != STEP_GROUP && step->kind != STEP_INCLUDE) {
        step_run(worker, instance, out);
        return;
    }
    arena_reset(worker->step);
    step_instance_name(worker, instance);
    if (!group_begins(worker, instance, out)) return;
    // A loop's timeout is for all iterations together.
    if (step->loop_count == 0)
        instance->context.deadline_ns =
            sooner(worker, step->whole_ns, instance->context.deadline_ns);
    if (step->kind == STEP_INCLUDE) {
        include_run(worker, instance, out);
    } else {
        run_group(worker, instance, kind, out);
        leave_record(instance, out, worker->keep);
    }
    rollback_remember_group(worker, instance);
}

// Nothing in it was decided by an earlier session, and nothing begins any more.
static bool is_closed(Worker *worker, const StepInstance *instance) {
    return instance->context.closed.len > 0 && !kept_beneath(worker, instance->number);
}

static void run_child(Worker *worker, const StepContext *context, const Step *step,
                      StepOutcome *out) {
    if (!select_has(worker->run->selection, step)) {
        flow_skip(worker, context, step, "selection", select_reason(worker->run->selection, step),
                  out);
        return;
    }
    StepInstance instance = step_instance_of(worker, context, step);
    Sv left_out = select_left_out(worker->run->selection, &instance);
    if (left_out.len > 0) {
        flow_skip(worker, context, step, "selection", left_out, out);
        return;
    }
    if (is_closed(worker, &instance)) {
        flow_skip(worker, context, step, "not_reached", context->closed, out);
        return;
    }
    if (step->loop_count > 0) {
        instance.context.deadline_ns = sooner(worker, step->whole_ns, instance.context.deadline_ns);
        loop_run(worker, &instance, out);
    } else {
        flow_one(worker, &instance, "group", out);
    }
}

// ── sequences ──

void flow_stop_if_full(Worker *worker, const StepContext *context, StepOutcome *ended) {
    if (!cancel_is_full(context->phase, worker->keep)) return;
    ended->failing = ended->stops = true;
    ended->rollback = context->rule == ON_FAILURE_ROLLBACK;
    ended->why = sv_from_c(cancel_full_reason);
}

typedef struct Sequence {
    const StepContext *context;
    Step *const *steps;
    bool parallel;
    StepResults **branches; // of a parallel one: one for each child
    Sv branch;              // likewise: what their names begin with
    StepOutcome *ends;      // by child
    pthread_mutex_t lock;
    Sv why; // nothing more begins; behind the lock
} Sequence;

static Sv why_not(Worker *worker, Sequence *sequence) {
    pthread_mutex_lock(&sequence->lock);
    Sv why = sequence->why;
    pthread_mutex_unlock(&sequence->lock);
    if (why.len > 0) return why;
    return cancel_reason(worker->run, sequence->context->phase, worker->keep);
}

static void run_nth(Worker *worker, void *self, uint32_t index) {
    Sequence *sequence = self;
    StepContext context = *sequence->context;
    StepOutcome *ended = &sequence->ends[index];
    if (sequence->parallel) {
        context.step_results = sequence->branches[index] =
            step_results_new(worker->keep, context.step_results);
        context.branch = worker_branch(worker, sequence->branch, index);
    }
    Sv why = why_not(worker, sequence);
    // What an earlier session decided is told, whatever stops this one.
    if (why.len > 0) context.closed = why;
    bool decided =
        why.len > 0 &&
        kept_beneath(worker, step_instance_of(worker, &context, sequence->steps[index]).number);
    // A step that was left out is told as that, not as not reached.
    if (why.len > 0 && !decided && select_has(worker->run->selection, sequence->steps[index])) {
        flow_skip(worker, &context, sequence->steps[index], "not_reached", why, ended);
        flow_stop_if_full(worker, &context, ended);
        return;
    }
    if (context.cleanup) cancel_note_cleanup(worker->run, context.cleanup, index + 1);
    run_child(worker, &context, sequence->steps[index], ended);
    if (!ended->stops) return;
    pthread_mutex_lock(&sequence->lock);
    if (sequence->why.len == 0)
        sequence->why = sv_format(worker->keep, "not reached: %.*s", SV_ARG(ended->why));
    pthread_mutex_unlock(&sequence->lock);
}

static void go(Worker *worker, void *self, uint32_t index) {
    const Sequence *sequence = self;
    run_nth(worker, self, index);
    // The worker may have nothing more to do, while others go on.
    if (sequence->parallel) emit_release(worker);
}

void flow_run(Worker *worker, const StepContext *context, Step *const *steps, uint32_t count,
              uint32_t parallel, StepOutcome *out) {
    Sequence sequence = {.context = context, .steps = steps, .parallel = parallel > 1};
    sequence.ends = arena_new_array(worker->keep, StepOutcome, count);
    if (sequence.parallel) {
        sequence.branches = arena_new_array(worker->keep, StepResults *, count);
        sequence.branch = worker_branches(worker, context->branch);
    }
    pthread_mutex_init(&sequence.lock, NULL);
    worker_spread(worker, parallel, count, go, &sequence);
    pthread_mutex_destroy(&sequence.lock);
    *out = flow_nothing();
    for (uint32_t i = 0; i < count; i++) {
        flow_join(out, &sequence.ends[i]);
        if (sequence.parallel) step_results_merge(context->step_results, sequence.branches[i]);
    }
}
