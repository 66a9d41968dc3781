#include "engine/exec/loop.h"
#include "base/limits.h"
#include "engine/context/step_instance.h"
#include "engine/context/worker.h"
#include "engine/events/cancel.h"
#include "engine/events/emit.h"
#include "engine/exec/flow.h"
#include "engine/exec/gone.h"
#include "engine/exec/select_instance.h"
#include "engine/exec/step.h"
#include "engine/kept/kept.h"
#include <stdlib.h>

typedef struct Looping {
    const StepInstance *instance;
    StepContext context; // of the iterations
    const Value *lists;  // one for each name
    Iteration *iterations;
    StepInstance *instances; // of the iterations
    SvMap gone;              // addresses of those that are not in the list, and are only taken back
    Sv branch;               // of a parallel one: what the names of its branches begin with
    StepOutcome *ends;
    pthread_mutex_t lock;
    Sv why; // nothing more begins; behind the lock
} Looping;

static bool refuse(Worker *worker, const StepInstance *instance, const char *cause, Sv reason,
                   StepOutcome *out) {
    step_refuse(worker, instance, cause, reason, out);
    return false;
}

static bool evaluate_list(Worker *worker, const StepInstance *instance, const Loop *loop,
                          Value *list, StepOutcome *out) {
    EvalContext eval =
        eval_context_of_instance(worker, instance, worker->step, run_now(worker->run));
    Fault fault = {0};
    Value value;
    if (!eval_context_value(&eval, &loop->list, &value, &fault)) {
        const char *cause = fault_cause(&fault, "error");
        Sv line = fault_line(worker->step, &fault);
        return refuse(worker, instance, cause,
                      sv_format(worker->step, "for_each: %.*s", SV_ARG(line)), out);
    }
    if (value.kind != VALUE_LIST) {
        Sv reason = sv_format(worker->step, "for_each: %.*s is a %s, not a list",
                              SV_ARG(loop->name), value_kind_name((ValueKind)value.kind));
        return refuse(worker, instance, "error", reason, out);
    }
    // If a secret took part in a list, each of its items is treated as secret.
    Value copied = value_copy(worker->keep, value);
    ListBuilder items = list_builder(worker->keep);
    for (size_t i = 0; i < value_count(copied); i++)
        list_add(&items, value_tainted(value_item(copied, i), copied.taint));
    *list = list_done(&items);
    return true;
}

// Every combination; 0 where a list is empty.
static bool count_iterations(Worker *worker, const StepInstance *instance, const Value *lists,
                             uint64_t *count, StepOutcome *out) {
    *count = 1;
    for (uint32_t i = 0; i < instance->step->loop_count; i++) {
        *count *= value_count(lists[i]);
        if (*count <= LIMIT_ITERATIONS) continue;
        Sv reason =
            sv_format(worker->step, "for_each: more than the limit of %d iterations (ITERATIONS)",
                      LIMIT_ITERATIONS);
        return refuse(worker, instance, "error", reason, out);
    }
    if (*count > 0) return true;
    if (instance->step->allow_empty)
        step_skip(worker, instance, "empty_loop",
                  SV("for_each: the list is empty, which is allowed here"), out);
    else
        step_refuse(worker, instance, "empty_loop",
                    SV("for_each: the list is empty: nothing was shown"), out);
    return false;
}

// The last name varies fastest.
static void values_of(const Looping *looping, uint32_t index, Value *own) {
    const Step *step = looping->instance->step;
    for (uint32_t i = step->loop_count; i > 0; i--) {
        uint32_t count = (uint32_t)value_count(looping->lists[i - 1]);
        own[i - 1] = value_item(looping->lists[i - 1], index % count);
        index /= count;
    }
}

static StepContext context_of(Worker *worker, Looping *looping, uint32_t index) {
    const Step *step = looping->instance->step;
    StepContext context = looping->context;
    uint32_t outer = step->loop_name_count - step->loop_count;
    Value *loops = arena_new_array(worker->keep, Value, step->loop_name_count);
    for (uint32_t i = 0; i < outer; i++)
        loops[i] = looping->context.loops[i];
    values_of(looping, index, loops + outer);
    context.loops = loops;
    context.loop_count = step->loop_name_count;
    return context;
}

static const Value *own_values(const Looping *looping, const StepContext *context) {
    const Step *step = looping->instance->step;
    return context->loops + (step->loop_name_count - step->loop_count);
}

// Of an item that is no longer in the list, as an earlier session had it.
static bool context_then(Worker *worker, Looping *looping, const RecordedStep *item,
                         StepContext *out) {
    const Step *step = looping->instance->step;
    uint32_t outer = step->loop_name_count - step->loop_count;
    Value *loops = arena_new_array(worker->keep, Value, step->loop_name_count);
    *out = looping->context;
    for (uint32_t i = 0; i < outer; i++)
        loops[i] = looping->context.loops[i];
    for (uint32_t i = 0; i < step->loop_count; i++)
        if (!gone_value(worker, item, step->loops[i].name, &loops[outer + i])) return false;
    out->loops = loops;
    out->loop_count = step->loop_name_count;
    return true;
}

static int by_place(const void *a, const void *b) {
    Sv one = ((const StepInstance *)a)->number, other = ((const StepInstance *)b)->number;
    return one.len != other.len ? (one.len < other.len ? -1 : 1) : sv_cmp(one, other);
}

// In the order in which they were first made, in which they are taken back again.
static void add_gone(Worker *worker, Looping *looping, SvMap *taken, uint32_t *count) {
    const RecordedStep **gone;
    uint32_t found = gone_items(worker, looping->instance, looping->instances, *count, &gone);
    if (found == 0) return;
    StepInstance *all = arena_new_array(worker->keep, StepInstance, *count + found);
    for (uint32_t i = 0; i < *count; i++)
        all[i] = looping->instances[i];
    looping->instances = all;
    for (uint32_t i = 0; i < found; i++) {
        StepContext context;
        if (!context_then(worker, looping, gone[i], &context)) continue;
        StepInstance item =
            step_instance_of_iteration(worker, looping->instance, &context, *count + 1, taken);
        if (!sv_eq(item.address, gone[i]->address)) continue;
        item.number = gone[i]->number;
        svmap_add(&looping->gone, item.address, looping);
        all[(*count)++] = item;
    }
    qsort(all, *count, sizeof *all, by_place);
}

// How many there are: those of the list, and those that are taken back with it.
static uint32_t make_instances(Worker *worker, Looping *looping, uint32_t count) {
    SvMap taken = svmap_new(worker->keep);
    looping->instances = arena_new_array(worker->keep, StepInstance, count);
    for (uint32_t i = 0; i < count; i++) {
        StepContext context = context_of(worker, looping, i);
        looping->instances[i] =
            step_instance_of_iteration(worker, looping->instance, &context, i + 1, &taken);
    }
    gone_keep_places(worker, looping->instance, looping->instances, count);
    add_gone(worker, looping, &taken, &count);
    return count;
}

static Sv why_not(Worker *worker, Looping *looping) {
    pthread_mutex_lock(&looping->lock);
    Sv why = looping->why;
    pthread_mutex_unlock(&looping->lock);
    if (why.len > 0) return why;
    return cancel_reason(worker->run, looping->context.phase, worker->keep);
}

static void run_nth(Worker *worker, void *self, uint32_t index) {
    Looping *looping = self;
    StepOutcome *ended = &looping->ends[index];
    StepInstance instance = looping->instances[index];
    instance.context.step_results = step_results_new(worker->keep, looping->context.step_results);
    if (looping->branch.len > 0)
        instance.context.branch = worker_branch(worker, looping->branch, index);
    looping->iterations[index] =
        (Iteration){instance.context.step_results, own_values(looping, &instance.context)};
    Sv why = why_not(worker, looping);
    Sv left_out = select_left_out(worker->run->selection, &instance);
    // What an earlier session decided is told, whatever stops this one.
    if (why.len > 0) instance.context.closed = why;
    if (why.len == 0) why = instance.context.closed;
    bool decided = why.len > 0 && kept_beneath(worker, instance.number);
    if ((why.len > 0 && !decided) || left_out.len > 0) {
        arena_reset(worker->step);
        step_instance_name(worker, &instance);
        step_skip(worker, &instance, left_out.len > 0 ? "selection" : "not_reached",
                  left_out.len > 0 ? left_out : why, ended);
        flow_stop_if_full(worker, &looping->context, ended);
        return;
    }
    flow_one(worker, &instance, "iteration", ended);
    if (!ended->stops) return;
    pthread_mutex_lock(&looping->lock);
    if (looping->why.len == 0)
        looping->why = sv_format(worker->keep, "not reached: %.*s", SV_ARG(ended->why));
    pthread_mutex_unlock(&looping->lock);
}

static void go(Worker *worker, void *self, uint32_t index) {
    const Looping *looping = self;
    run_nth(worker, self, index);
    // The worker may have nothing more to do, while others go on.
    if (looping->instance->step->parallel > 1) emit_release(worker);
}

static void gather(Worker *worker, Looping *looping, uint32_t count) {
    const Step *step = looping->instance->step;
    Iteration *listed = arena_new_array(worker->keep, Iteration, count);
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!svmap_has(&looping->gone, looping->instances[i].address))
            listed[found++] = looping->iterations[i];
    step_results_gather(looping->context.step_results, listed, found, step->loops,
                        step->loop_count);
}

static void run_all(Worker *worker, Looping *looping, uint32_t count, StepOutcome *out) {
    const Step *step = looping->instance->step;
    looping->iterations = arena_new_array(worker->keep, Iteration, count);
    looping->ends = arena_new_array(worker->keep, StepOutcome, count);
    select_meets(worker, looping->instances, count);
    if (step->parallel > 1) looping->branch = worker_branches(worker, looping->context.branch);
    pthread_mutex_init(&looping->lock, NULL);
    worker_spread(worker, step->parallel, count, go, looping);
    pthread_mutex_destroy(&looping->lock);
    *out = flow_nothing();
    for (uint32_t i = 0; i < count; i++)
        flow_join(out, &looping->ends[i]);
    gather(worker, looping, count);
}

void loop_run(Worker *worker, StepInstance *instance, StepOutcome *out) {
    const Step *step = instance->step;
    arena_reset(worker->step);
    step_instance_name(worker, instance);
    Value *lists = arena_new_array(worker->keep, Value, step->loop_count);
    for (uint32_t i = 0; i < step->loop_count; i++)
        if (!evaluate_list(worker, instance, &step->loops[i], &lists[i], out)) return;
    uint64_t count;
    if (!count_iterations(worker, instance, lists, &count, out)) return;
    step_instance_name_loop(worker, instance);
    arena_reset(worker->step);
    Looping looping = {.instance = instance,
                       .context = step_context_within(instance),
                       .lists = lists,
                       .gone = svmap_new(worker->keep)};
    if (step->on_failure != ON_FAILURE_INHERIT) looping.context.rule = step->on_failure;
    uint32_t all = make_instances(worker, &looping, (uint32_t)count);
    Sv moved = kept_moved(worker, looping.instances, (uint32_t)count);
    if (moved.len > 0 && gone_would_be(worker, instance->address)) {
        step_refuse(worker, instance, "error", moved, out);
        return;
    }
    for (uint64_t i = 0; moved.len > 0 && i < count; i++)
        looping.instances[i].context.moved = true;
    Stamp started = {0};
    FlowStart start = {.kind = "loop", .parallel = step->parallel, .children = all};
    flow_tell_start(worker, instance, &start, &started);
    run_all(worker, &looping, all, out);
    StepOutcome children = *out;
    *out = flow_outcome(instance, &children);
    flow_tell_end(worker, instance, "loop", out, out->why, value_null(), started);
}
