// confirm and wait: what a person's answer means, and that nothing but an answer passes.
#include "action_bench.h"

#include <pthread.h>

static Question asked;
static Answer given;

static bool answer(void *self, const Question *question, const Waiter *waiter, Arena *arena,
                   Answer *out) {
    (void)self, (void)waiter, (void)arena;
    asked = *question;
    *out = given;
    return given.end == ASK_ANSWERED;
}

static void check(const char *json, Answer with, const char *outcome) {
    Bench bench = bench_new();
    given = with;
    bench_run_asking(&bench, &action_confirm, json, answer);
    CHECK_C(bench_outcome(&bench), outcome);
    bench_free(&bench);
}

static void answers(void) {
    Answer yes = {
        .end = ASK_ANSWERED, .word = SV("yes"), .passes = true, .by = SV("ann"), .terminal = true};
    Answer no = {.end = ASK_ANSWERED, .word = SV("no"), .by = SV("bob")};
    check("{\"ask\": \"MFA is enforced\"}", yes, "answered | 'yes' by ann |  | ");
    check("{\"ask\": \"MFA is enforced\"}", no,
          "failed | 'no' by bob, given ahead | bob answered 'no' | ");
    check("{\"ask\": \"MFA is enforced\", \"answers\": {\"yes\": {\"is\": \"pass\"}, "
          "\"no\": {\"is\": \"fail\", \"means\": \"somebody is without\"}}}",
          no, "failed | 'no' by bob, given ahead | bob answered 'no': somebody is without | ");
    check("{\"ask\": \"x\"}",
          (Answer){.end = ASK_NO_TERMINAL, .reason = SV("no terminal is there to ask at")},
          "not_started |  | no terminal is there to ask at | ");
    check("{\"ask\": \"x\"}", (Answer){.end = ASK_NO_ANSWER},
          "not_started |  | nobody answered | ");
    check("{\"ask\": \"x\"}",
          (Answer){.end = ASK_EXPIRED, .reason = SV("the question expired after 30m")},
          "not_started timed_out |  | the question expired after 30m | ");
    check("{\"ask\": \"x\"}", (Answer){.end = ASK_CANCELLED, .reason = SV("the run was stopped")},
          "not_started cancelled |  | the run was stopped | ");
    check("{\"ask\": \"x\"}",
          (Answer){.end = ASK_REFUSED, .reason = SV("an answer given ahead does not count here")},
          "not_started |  | an answer given ahead does not count here | ");
}

static void questions(void) {
    Bench bench = bench_new();
    given = (Answer){.end = ASK_ANSWERED,
                     .word = SV("apply"),
                     .passes = true,
                     .by = SV("ann"),
                     .note = SV("looked twice"),
                     .terminal = true,
                     .wall_ns = 1772323384500000000};
    bench_run_asking(
        &bench, &action_confirm,
        "{\"ask\": \"Apply?\", \"show\": \"one\\ntwo\", \"answers\": {\"apply\": \"pass\", \"stop\": \"fail\"}, \"attended\": "
        "true, \"expires\": \"30m\"}",
        answer);
    CHECK_C(bench_outcome(&bench), "answered | 'apply' by ann |  | ");
    CHECK_C(asked.text, "Apply?");
    CHECK_C(asked.show, "one\ntwo");
    CHECK_INT(asked.count, 2);
    CHECK_C(asked.choices[0].word, "apply");
    CHECK(asked.choices[0].passes);
    CHECK_C(asked.choices[1].word, "stop");
    CHECK(!asked.choices[1].passes);
    CHECK(asked.attended);
    CHECK_INT(asked.expires_ns, 1800000000000);
    CHECK_C(bench_json(&bench, &action_confirm, "answer"), "\"apply\"");
    CHECK_C(bench_json(&bench, &action_confirm, "by"), "\"ann\"");
    CHECK_C(bench_json(&bench, &action_confirm, "at"), "\"2026-03-01T00:03:04.5Z\"");
    CHECK_C(bench_json(&bench, &action_confirm, "note"), "\"looked twice\"");
    bench_run_asking(&bench, &action_confirm, "{\"ask\": \"x\"}", answer);
    CHECK_INT(asked.count, 2);
    CHECK_C(asked.choices[0].word, "yes");
    CHECK_C(asked.choices[1].word, "no");
    CHECK(asked.choices[0].passes && !asked.choices[1].passes && !asked.attended);
    CHECK(asked.expires_ns == NO_DEADLINE);
    bench_free(&bench);
}

static void refused(void) {
    Answer none = {.end = ASK_NO_ANSWER};
    check("{}", none, "refused | 'ask' is missing | ");
    check(
        "{\"ask\": \"x\", \"answers\": {\"go on\": \"pass\", \"no\": \"fail\"}}", none,
        "refused | 'go on' cannot be an answer: it must be one word | letters, digits, '-' and '_', 32 at most");
    check(
        "{\"ask\": \"x\", \"answers\": {\"go\": \"passes\", \"no\": \"fail\"}}", none,
        "refused | the answer 'go' must be 'pass' or 'fail', found 'passes' | let it be `pass` where the step then passes, else `fail`");
    check("{\"ask\": \"x\", \"answers\": {\"no\": \"fail\"}}", none,
          "refused | no answer passes, so the step could never pass | let one of them be `pass`");
    check(
        "{\"ask\": \"x\", \"answers\": {\"yes\": \"pass\"}}", none,
        "refused | every answer passes, so the question decides nothing | let one of them be `fail`");
    check(
        "{\"ask\": \"x\", \"expires\": \"5\"}", none,
        "refused | 'expires' must be a duration such as 250ms, 30s, 5m or 1h30m, found \"5\" | a number needs its unit: 5s");
}

static void *cancel_soon(void *what) {
    usleep(100000);
    CHECK(write(((Bench *)what)->cancel[1], "x", 1) == 1);
    return NULL;
}

static int64_t now_ms(void) {
    return env_system()->mono_ns(NULL) / 1000000;
}

static void pauses(void) {
    Bench bench = bench_new();
    int64_t began = now_ms();
    bench_run(&bench, &action_wait, "{\"duration\": \"150ms\"}");
    CHECK(now_ms() - began >= 150);
    CHECK_C(bench_outcome(&bench), "answered | waited 150ms |  | ");
    CHECK_C(bench.out.request, "wait 150ms");
    bench.timeout_ns = 100 * (int64_t)1000000;
    bench_run(&bench, &action_wait, "{\"duration\": \"5s\"}");
    CHECK_C(
        bench_outcome(&bench),
        "no_answer timed_out |  | the time allowed for the step was over before the pause was | let timeout: "
        "be longer than the pause");
    bench.timeout_ns = 10 * (int64_t)1000000000;
    pthread_t thread;
    pthread_create(&thread, NULL, cancel_soon, &bench);
    began = now_ms();
    bench_run(&bench, &action_wait, "{\"duration\": \"5s\"}");
    pthread_join(thread, NULL);
    CHECK(now_ms() - began < 300);
    CHECK_C(bench_outcome(&bench),
            "no_answer cancelled |  | the run was stopped during the pause | ");
    CHECK(action_wait.shows_nothing);
    bench_free(&bench);
}

int main(void) {
    answers();
    questions();
    refused();
    pauses();
    return check_done();
}
