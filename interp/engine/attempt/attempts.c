// Retry and poll: when another attempt follows, and after what time.
#include "base/limits.h"
#include "engine/attempt/attempt.h"
#include "engine/context/patience.h"
#include "engine/context/step_instance.h"
#include "engine/events/emit.h"

#include <math.h>

static void end_by_error(Attempts *all, const char *what, const Condition *asked) {
    all->error = condition_error(all->last.eval.arena, what, asked);
    all->error_cause = fault_cause(&asked->fault, "error");
}

// What this answer lacks, a later one may have; a value of the wrong type will not become right.
static bool has_come(Attempts *all, const Expr *until) {
    Attempt *last = &all->last;
    if (!last->answered) return false;
    all->until = condition_ask(&last->eval, until);
    bool error = all->until.end == CONDITION_ERROR;
    if (error && !condition_may_come(&all->until)) end_by_error(all, "until", &all->until);
    return all->until.end == CONDITION_HOLDS;
}

// A retry goes on after no answer or a missed `must`; a poll goes on until its condition holds.
static bool satisfied(Attempts *all) {
    Attempt *last = &all->last;
    if (last->step->poll.given) return has_come(all, last->step->poll.until);
    attempt_judge(last);
    return last->answered && last->unfinished.len == 0 && last->judgement.missed == 0 &&
           last->judgement.undecided == 0;
}

// "no further attempt after 2 of 5, since stop_if: status == 401 is true (status = 401)"
static Sv stopped_why(const Attempts *all, const Repeat *repeat, Sv why) {
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    buf_addf(&line, "no further attempt after %lld", (long long)all->last.number);
    if (repeat->attempts > 0) buf_addf(&line, " of %lld", (long long)repeat->attempts);
    buf_addf(&line, ", since %.*s", SV_ARG(why));
    return buf_keep(&line, all->last.eval.arena);
}

// Asked only where another attempt could follow.
static bool stopped(Attempts *all, const Repeat *repeat) {
    const Expr *stop_if = repeat->stop_if;
    if (!stop_if || !all->last.answered) return false;
    EvalContext *eval = &all->last.eval;
    Condition asked = condition_ask(eval, stop_if);
    if (asked.end == CONDITION_HOLDS)
        all->stopped =
            stopped_why(all, repeat, judge_condition(eval, "stop_if", stop_if, &asked, "true"));
    if (asked.end != CONDITION_ERROR) return asked.end == CONDITION_HOLDS;
    // If nothing was shown there is no reason to stop: what must hold has yet to be seen.
    if (condition_shows_nothing(&asked)) return false;
    end_by_error(all, "stop_if", &asked);
    return true;
}

// Whether another attempt could not change anything.
static bool final(const Attempt *attempt) {
    return attempt->denied || attempt->missing || attempt->barred ||
           attempt->outcome.end == OUTCOME_BAD_VALUE || attempt->outcome.cancelled;
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

// What is waited at most because the other side asks for it: it could ask for a year.
static int64_t most_asked(const Repeat *repeat, const Step *step, const char **called) {
    *called = "max_delay allows";
    if (repeat->max_delay_ns > 0) return repeat->max_delay_ns;
    if (repeat->for_ns > 0 || step->timeout_ns == NO_DEADLINE) return INT64_MAX;
    *called = "is waited without a max_delay (the step's timeout)";
    return step->timeout_ns;
}

// The other side's wish counts where it is longer than what the step says by itself.
static int64_t asked_delay(const Attempt *last, const Repeat *repeat, int64_t own, Sv *asked) {
    const Outcome *outcome = &last->outcome;
    const char *called;
    int64_t most = most_asked(repeat, last->step, &called);
    if (outcome->wait_ns <= own || most <= own) return own;
    if (outcome->wait_ns <= most) {
        *asked = sv_format(last->eval.arena, "as '%.*s' asks", SV_ARG(outcome->wait_said));
        return outcome->wait_ns;
    }
    *asked = sv_format(last->eval.arena, "the most that %s; '%.*s' asks for more", called,
                       SV_ARG(outcome->wait_said));
    return most;
}

static Sv too_long_why(const Attempt *last, const Repeat *repeat) {
    return sv_format(last->eval.arena, "'%.*s' asks for a longer wait than is left of %s",
                     SV_ARG(last->outcome.wait_said),
                     repeat->for_ns > 0 ? "'for'" : "the time of what it stands in");
}

// Whether another attempt can begin after the delay.
static bool more(const Repeat *repeat, const Attempt *last, int64_t begun_ns, int64_t delay_ns) {
    const Env *env = last->worker->run->env;
    int64_t now = env->mono_ns(env->self), spent = now - begun_ns;
    if (repeat->attempts > 0 && last->number >= repeat->attempts) return false;
    if (repeat->for_ns > 0 && (spent >= repeat->for_ns || delay_ns >= repeat->for_ns - spent))
        return false;
    int64_t deadline = last->instance->context.deadline_ns;
    return deadline == NO_DEADLINE || delay_ns < deadline - now;
}

static bool pause(const Attempt *attempt, int64_t delay_ns) {
    const Run *run = attempt->worker->run;
    Waiter waiter = patience_waiter(run, attempt->instance->context.patience, NO_DEADLINE);
    return wait_sleep(&waiter, delay_ns) == WAIT_READY;
}

// Why another attempt follows, where there was an answer.
static Sv seen_so_far(Attempts *all) {
    Attempt *last = &all->last;
    if (!last->answered || !last->step->poll.given) return (Sv){0};
    return judge_awaited(&last->eval, last->step->poll.until, &all->until);
}

bool attempt_may_have_acted(const Attempt *attempt) {
    const Outcome *outcome = &attempt->outcome;
    return attempt->acted && attempt->step->effect != EFFECT_READ &&
           outcome->end != OUTCOME_NOT_STARTED && outcome->end != OUTCOME_BAD_VALUE &&
           outcome->end != OUTCOME_DENIED && !outcome->taken_back;
}

void attempts_make(Worker *worker, const StepInstance *instance, const Step *step, Attempts *out) {
    const Env *env = worker->run->env;
    const Repeat *repeat = step->poll.given ? &step->poll : step->retry.given ? &step->retry : NULL;
    Attempt *last = &out->last;
    int64_t begun = env->mono_ns(env->self);
    *out = (Attempts){0};
    for (int64_t number = 1;; number++) {
        arena_reset(worker->attempt);
        attempt_make(worker, instance, step, number, last);
        bool acted = attempt_may_have_acted(last);
        out->acted |= acted;
        out->changed |= acted && !last->outcome.idle;
        if (!repeat || final(last)) break;
        bool enough = satisfied(out);
        out->never = step->poll.given && !enough;
        if (enough || out->error.len > 0) break;
        int64_t delay = delay_of(repeat, number, env);
        if (!more(repeat, last, begun, delay) || stopped(out, repeat)) break;
        Sv asked = {0};
        delay = asked_delay(last, repeat, delay, &asked);
        if (!more(repeat, last, begun, delay)) {
            out->stopped = stopped_why(out, repeat, too_long_why(last, repeat));
            break;
        }
        attempt_emit(last,
                     &(AttemptNext){.again_ns = delay, .asked = asked, .saw = seen_so_far(out)});
        emit_release(worker);
        if (pause(last, delay)) continue;
        out->cancelled = true;
        return;
    }
    attempt_emit(last, &(AttemptNext){.again_ns = -1, .stopped = out->stopped});
    if (!out->never) attempt_judge(last);
}
