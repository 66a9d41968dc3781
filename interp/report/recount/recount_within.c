// What happens between the beginning and the end of a step. Part of recount.h.
#include "report/recount/recount_internal.h"

static CountedStep *open_step(Recount *recount, const Event *event) {
    CountedStep *step = recount_step(recount, event);
    if (step && !step->ended) return recount_is_same(recount, step, event) ? step : NULL;
    recount_refuse(recount, event, "%s of step %.*s, which is not under way",
                   event_rows[event->kind].name, SV_ARG(event_text(event, "address")));
    return NULL;
}

static void take_intent(CountedStep *step, Recount *recount, const Event *event) {
    int64_t number = event_int(event, "attempt");
    if (number != step->attempts + 1 || number == step->intents)
        recount_refuse(recount, event, "step %.*s is about to make attempt %lld after attempt %lld",
                       SV_ARG(step->address), (long long)number,
                       (long long)(number == step->intents ? number : step->attempts));
    step->intents = number;
    step->intent_seq = event->seq;
    recount_may_act(recount, step, event);
    step->acted = event->seq;
}

static void take_attempt(CountedStep *step, Recount *recount, const Event *event) {
    int64_t number = event_int(event, "attempt");
    if (recount_only_looks(recount, step))
        recount_refuse(recount, event, "step %.*s is only looked at again, and acts",
                       SV_ARG(step->address));
    bool acted = recount_is(event, "end", "answered") || recount_is(event, "end", "failed") ||
                 recount_is(event, "end", "no_answer");
    if (number != step->attempts + 1)
        recount_refuse(recount, event, "attempt %lld of step %.*s follows attempt %lld",
                       (long long)number, SV_ARG(step->address), (long long)step->attempts);
    if (acted && sv_eq_c(step->effect, "change") && step->intents != number)
        recount_refuse(recount, event, "step %.*s changed something and never said that it would",
                       SV_ARG(step->address));
    if (event_int(event, "elapsed") > event->stamp.mono_ns - step->began_ns)
        recount_refuse(recount, event, "an attempt of step %.*s took longer than the step",
                       SV_ARG(step->address));
    step->attempts = number;
    step->answered = recount_is(event, "end", "answered");
    // A reason beside an answer: something that it started had to be ended.
    step->open = !step->answered || event_text(event, "reason").len > 0;
}

// Those that are written are told in their order; only one that a verb requires may be told before
// them, or not at all.
static bool is_next(CountedStep *step, const Event *event) {
    static const char *const verdicts[] = {"held", "missed", "error", "undecided"};
    int64_t index = event_int(event, "index");
    bool known = false;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        known |= recount_is(event, "verdict", verdicts[i]);
    bool until = index == 0 && recount_is(event, "verdict", "missed");
    if (!known || until || event_bool(event, "implied")) return known;
    return index == ++step->written;
}

static void take_expectation(CountedStep *step, Recount *recount, const Event *event) {
    if (!is_next(step, event))
        recount_refuse(recount, event,
                       "expectation %lld of step %.*s does not follow the one before",
                       (long long)event_int(event, "index"), SV_ARG(step->address));
    step->told++;
    step->weak += recount_is(event, "level", "should") && !recount_is(event, "verdict", "held");
    if (!recount_is(event, "level", "must")) return;
    // Those of an include belong to no step.
    bool include = step->kind.len > 0;
    if (!include && !sv_eq_c(step->level, "must"))
        recount_refuse(recount, event,
                       "an expectation of step %.*s must hold, and the step need not",
                       SV_ARG(step->address));
    bool held = recount_is(event, "verdict", "held"),
         unsure = recount_is(event, "verdict", "undecided");
    if (held && event_bool(event, "unread")) return;
    (*(held ? &step->held : unsure ? &step->unsure : &step->missed))++;
    if (!include) return;
    recount->held += held;
    recount->missed += !held && !unsure;
    recount->failed |= !held && !unsure;
}

static bool was_given(const Recount *recount, const CountedStep *step, const Event *event) {
    const CountedStep *earlier = recount_answered(recount, step);
    for (; earlier; earlier = earlier->answered_earlier)
        if (sv_eq(earlier->answer, step->answer) && sv_eq(earlier->digest, step->digest) &&
            sv_eq(earlier->by, step->by) && earlier->agreed == event_bool(event, "passes"))
            return true;
    return false;
}

static void take_answer(CountedStep *step, Recount *recount, const Event *event) {
    if (step->asked_ns == 0)
        recount_refuse(recount, event, "step %.*s is answered, and nothing was asked",
                       SV_ARG(step->address));
    else if (!event_bool(event, "reused") &&
             event_int(event, "elapsed") != event->stamp.mono_ns - step->asked_ns)
        recount_refuse(recount, event,
                       "the time to the answer of step %.*s is not the one that passed",
                       SV_ARG(step->address));
    step->asked_ns = 0;
    step->answer = sv_copy(recount->arena, event_text(event, "answer"));
    step->by = sv_copy(recount->arena, event_text(event, "by"));
    if (event_bool(event, "reused") && !was_given(recount, step, event))
        recount_refuse(recount, event,
                       "the answer of step %.*s is taken from an earlier session, which has no "
                       "such answer to that question",
                       SV_ARG(step->address));
    step->agreed = event_bool(event, "passes");
    step->declined = !step->agreed && event_text(event, "answer").len > 0;
}

// It looks at what an attempt left behind that nobody knows the end of.
static bool may_be_probed(const CountedStep *step) {
    // Or what an earlier session did.
    bool left = step->since || (step->attempts > 0 && step->open);
    return left && (sv_eq_c(step->effect, "change") || sv_eq_c(step->effect, "idempotent"));
}

void recount_within(Recount *recount, const Event *event) {
    CountedStep *step = open_step(recount, event);
    if (!step) return;
    // What a probe looks at is no answer of the step.
    bool probe = recount_is(event, "phase", "probe");
    if ((probe || event->kind == EVENT_PROBED) && !may_be_probed(step))
        recount_refuse(recount, event, "step %.*s is probed, and left nothing open",
                       SV_ARG(step->address));
    switch (event->kind) {
    case EVENT_STEP_INTENT:
        if (!probe) take_intent(step, recount, event);
        break;
    case EVENT_ATTEMPT_ENDED:
        if (!probe) take_attempt(step, recount, event);
        break;
    case EVENT_EXPECTATION:
        if (!probe) take_expectation(step, recount, event);
        break;
    case EVENT_ASKED:
        step->asked_ns = event->stamp.mono_ns;
        step->digest = sv_copy(recount->arena, event_text(event, "digest"));
        break;
    case EVENT_ANSWERED: take_answer(step, recount, event); break;
    case EVENT_PROBED:
        step->happened = recount_is(event, "found", "done");
        step->absent = recount_is(event, "found", "not_done");
        break;
    case EVENT_RESOLVED: recount_resolved(recount, step, event); break;
    default: break;
    }
}
