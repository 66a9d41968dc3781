// Retry and poll: when another attempt follows, and after what time.
#include "run/attempt.h"
#include "run/emit.h"
#include <math.h>

static bool holds(Attempt *attempt, const Expr *condition) {
    Value value;
    CelFault fault;
    // An error is not yet.
    return scene_eval(&attempt->scene, condition, false, &value, &fault) &&
           value.kind == VALUE_BOOL && value.boolean;
}

// A retry goes on after no answer and after a must that was missed; a poll until its condition
// holds.
static bool satisfied(Attempt *attempt) {
    if (attempt->step->poll.given)
        return attempt->answered && holds(attempt, attempt->step->poll.until);
    attempt_judge(attempt);
    return attempt->answered && attempt->judgement.missed == 0 && attempt->judgement.undecided == 0;
}

// What another attempt could not change.
static bool final(const Attempt *attempt) {
    return attempt->denied || attempt->missing || attempt->outcome.end == OUTCOME_BAD_VALUE ||
           attempt->outcome.cancelled;
}

static double random_share(const Env *env) {
    uint32_t bits;
    if (!env->random(env->self, &bits, sizeof bits)) return 0.5;
    return bits / 4294967296.0;
}

static int64_t delay_of(const Repeat *repeat, int64_t attempt, const Env *env) {
    double delay = (double)repeat->every_ns;
    if (repeat->backoff > 1) delay *= pow(repeat->backoff, (double)(attempt - 1));
    if (repeat->max_delay_ns > 0 && delay > (double)repeat->max_delay_ns)
        delay = (double)repeat->max_delay_ns;
    if (repeat->jitter > 0) delay *= 1 - repeat->jitter * random_share(env);
    return delay < 9e18 ? (int64_t)delay : INT64_MAX;
}

// Whether another attempt can begin after the delay.
static bool more(const Repeat *repeat, const Attempt *last, int64_t begun_ns, int64_t delay_ns) {
    const Env *env = last->worker->run->env;
    int64_t now = env->mono_ns(env->self), spent = now - begun_ns;
    if (repeat->attempts > 0 && last->number >= repeat->attempts) return false;
    if (repeat->for_ns > 0 && (spent >= repeat->for_ns || delay_ns >= repeat->for_ns - spent))
        return false;
    int64_t deadline = last->seat->around.deadline_ns;
    return deadline == NO_DEADLINE || delay_ns < deadline - now;
}

static bool pause(const Attempt *attempt, int64_t delay_ns) {
    const Run *run = attempt->worker->run;
    Waiter waiter = {run->env, attempt->seat->around.cancel_fd, NO_DEADLINE};
    return wait_sleep(&waiter, delay_ns) == WAIT_READY;
}

void attempts_make(Worker *worker, const Seat *seat, const Step *step, Attempts *out) {
    const Env *env = worker->run->env;
    const Repeat *repeat = step->poll.given ? &step->poll : step->retry.given ? &step->retry : NULL;
    Attempt *last = &out->last;
    int64_t begun = env->mono_ns(env->self);
    *out = (Attempts){0};
    for (int64_t number = 1;; number++) {
        arena_reset(worker->attempt);
        attempt_make(worker, seat, step, number, last);
        if (!repeat || final(last)) break;
        bool enough = satisfied(last);
        out->never = step->poll.given && !enough;
        if (enough || (last->answered && repeat->stop_if && holds(last, repeat->stop_if))) break;
        int64_t delay = delay_of(repeat, number, env);
        if (!more(repeat, last, begun, delay)) break;
        attempt_report(last, delay);
        emit_release(worker);
        if (pause(last, delay)) continue;
        out->cancelled = true;
        return;
    }
    attempt_report(last, -1);
    if (!out->never) attempt_judge(last);
}
