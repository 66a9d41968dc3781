// A question to a person, answered over a pair of sockets instead of a terminal.
#include "check.h"
#include "cli/ask/question.h"
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int64_t slept; // how far the wall clock has gone on at each look

static Stamp stamp(void *self) {
    (void)self;
    static int64_t looks;
    int64_t mono = env_system()->mono_ns(NULL);
    return (Stamp){mono + slept * ++looks, mono};
}

static Answer ask(int64_t expires_ns, const char *typed) {
    static const Choice choices[] = {{.word = SV_INIT("yes"), .passes = true},
                                     {.word = SV_INIT("no")}};
    Question question = {
        .text = SV("May it go on?"), .choices = choices, .count = 2, .expires_ns = expires_ns};
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    CHECK(write(ends[1], typed, strlen(typed)) == (ssize_t)strlen(typed));
    Env env = *env_system();
    env.stamp = stamp;
    Console console = {.fd = ends[0], .width = 80, .height = 24};
    Waiter waiter = {.env = &env, .cancel_fd = -1, .deadline_ns = NO_DEADLINE};
    Arena *arena = arena_new(1 << 20);
    Answer answer = {0};
    bool answered = ask_question(&console, &question, &waiter, arena, &answer);
    CHECK(answered == (answer.end == ASK_ANSWERED));
    console_close(&console);
    arena_free(arena);
    close(ends[0]);
    close(ends[1]);
    return answer;
}

static const int64_t minute = 60 * (int64_t)1000000000;

static void expiring(void) {
    slept = 0;
    Answer answer = ask(NO_DEADLINE, "yes\n");
    CHECK(answer.end == ASK_ANSWERED && answer.passes);
    answer = ask(30 * minute, "yes\n");
    CHECK(answer.end == ASK_ANSWERED && answer.passes);
    // The machine slept for an hour while the question stood.
    slept = 60 * minute;
    answer = ask(30 * minute, "yes\n");
    CHECK_INT(answer.end, ASK_EXPIRED);
    CHECK_C(answer.reason, "nobody answered in time");
    answer = ask(90 * minute, "no\n");
    CHECK(answer.end == ASK_ANSWERED && !answer.passes);
}

int main(void) {
    expiring();
    return check_done();
}
