// Waiting, clocks and digests.
#include "base/system/digest.h"
#include "base/system/waiter.h"
#include "check.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { MS = 1000000 };

static int64_t now(void) {
    return env_system()->mono_ns(NULL);
}

static void waits_end(void) {
    int pipe_fds[2], cancel_fds[2];
    CHECK(pipe2(pipe_fds, O_CLOEXEC) == 0 && pipe2(cancel_fds, O_CLOEXEC) == 0);
    struct pollfd fd = {.fd = pipe_fds[0], .events = POLLIN};
    Waiter waiter = {
        .env = env_system(), .cancel_fd = cancel_fds[0], .deadline_ns = now() + 20 * MS};
    CHECK_INT(wait_for(&waiter, &fd, 1), WAIT_DEADLINE);
    CHECK(now() >= waiter.deadline_ns);
    CHECK_INT(wait_left(&waiter), 0);
    CHECK_INT(wait_for(&waiter, NULL, 0), WAIT_DEADLINE);

    CHECK(write(pipe_fds[1], "x", 1) == 1);
    waiter.deadline_ns = NO_DEADLINE;
    CHECK(wait_left(&waiter) == INT64_MAX);
    CHECK_INT(wait_for(&waiter, &fd, 1), WAIT_READY);
    CHECK(fd.revents & POLLIN);

    int64_t begin = now();
    CHECK_INT(wait_sleep(&waiter, 10 * MS), WAIT_READY);
    CHECK(now() - begin >= 10 * MS);
    waiter.deadline_ns = now() + 5 * MS;
    CHECK_INT(wait_sleep(&waiter, 60000 * (int64_t)MS), WAIT_DEADLINE);
    CHECK_INT(wait_sleep(&waiter, 0), WAIT_DEADLINE);
    waiter.deadline_ns = NO_DEADLINE;
    CHECK_INT(wait_sleep(&waiter, -5), WAIT_READY);

    CHECK(write(cancel_fds[1], "x", 1) == 1);
    CHECK_INT(wait_for(&waiter, &fd, 1), WAIT_CANCELLED);
    CHECK_INT(wait_sleep(&waiter, 60000 * (int64_t)MS), WAIT_CANCELLED);
    waiter.cancel_fd = -1;
    // What is there only after the deadline was not there in time.
    CHECK(write(pipe_fds[1], "x", 1) == 1);
    waiter.deadline_ns = now() - MS;
    CHECK_INT(wait_for(&waiter, &fd, 1), WAIT_DEADLINE);
    waiter.deadline_ns = now() + 10000 * (int64_t)MS;
    CHECK_INT(wait_for(&waiter, &fd, 1), WAIT_READY);
    // A pause that took longer than all the time there was is none that ended well.
    waiter.deadline_ns = now() - MS;
    CHECK_INT(wait_sleep(&waiter, 0), WAIT_DEADLINE);
    waiter.deadline_ns = NO_DEADLINE;
    CHECK_INT(wait_for(&waiter, &fd, 1), WAIT_READY);
    CHECK_INT(wait_for(&waiter, &fd, 31), WAIT_FAILED);
    for (int i = 0; i < 2; i++)
        CHECK(close(pipe_fds[i]) == 0 && close(cancel_fds[i]) == 0);
}

static int64_t still(void *self) {
    (void)self;
    return 1000;
}

static void a_clock_that_stands_still_holds_nobody_up(void) {
    Env env = *env_system();
    env.mono_ns = still;
    Waiter waiter = {.env = &env, .cancel_fd = -1, .deadline_ns = 1000 + 5 * MS};
    CHECK_INT(wait_left(&waiter), 5 * MS);
    CHECK_INT(wait_for(&waiter, NULL, 0), WAIT_DEADLINE);
    CHECK_INT(wait_sleep(&waiter, MS), WAIT_READY);
}

static void the_world(void) {
    const Env *env = env_system();
    Stamp stamp = env->stamp(env->self);
    CHECK(stamp.wall_ns > INT64_C(1700000000000000000));
    CHECK(stamp.mono_ns <= now());
    unsigned char bytes[16] = {0}, zero[16] = {0};
    CHECK(env->random(env->self, bytes, sizeof bytes) && memcmp(bytes, zero, 16) != 0);
    setenv("RUNBOOK_TEST_NAME", "value", 1);
    CHECK_C(sv_from_c(env->get(env->self, "RUNBOOK_TEST_NAME")), "value");
    CHECK(env->get(env->self, "RUNBOOK_TEST_NO_SUCH") == NULL);
    int found = 0;
    for (char *const *entry = env->all(env->self); *entry; entry++)
        found += strcmp(*entry, "RUNBOOK_TEST_NAME=value") == 0;
    CHECK_INT(found, 1);
}

static void digests(void) {
    Arena *arena = arena_new(4096);
    CHECK_C(sha256_text(arena, sha256_of(SV(""))),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_C(sha256_text(arena, sha256_of(SV("abc"))),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Hasher *hasher = hasher_new();
    hasher_add(hasher, SV("a"));
    hasher_add(hasher, (Sv){NULL, 0});
    hasher_add(hasher, SV("bc"));
    CHECK_SV(sha256_text(arena, hasher_end(hasher)), sha256_text(arena, sha256_of(SV("abc"))));
    hasher_end(NULL);
    arena_free(arena);
}

static void check_base64(Sv bytes, const char *wanted) {
    Buf buf BUF_AUTO = buf_new(100), back BUF_AUTO = buf_new(100);
    CHECK(base64_add(&buf, bytes));
    CHECK_C(buf_sv(&buf), wanted);
    CHECK(base64_decode(&back, buf_sv(&buf)));
    CHECK_SV(buf_sv(&back), bytes);
}

static void base64(void) {
    check_base64(SV(""), "");
    check_base64(SV("f"), "Zg==");
    check_base64(SV("fo"), "Zm8=");
    check_base64(SV("foo"), "Zm9v");
    check_base64(SV("foob"), "Zm9vYg==");
    check_base64(SV("\0\xff\xfe"), "AP/+");
    Buf out BUF_AUTO = buf_new(100);
    CHECK(base64_decode(&out, SV("Zg")) && base64_decode(&out, SV("Zm8")));
    CHECK_C(buf_sv(&out), "ffo");
    static const char *const refused[] = {"Z",        "Zg=",  "=",    "==", "Z===",   "Zm9v=",
                                          "Zm9v====", "Zm 9", "Zm-_", "Zh", "Zg==\n", "Zg==Zg=="};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        CHECK(!base64_decode(&out, sv_from_c(refused[i])));
    CHECK_C(buf_sv(&out), "ffo");
    Buf small BUF_AUTO = buf_new(3);
    CHECK(!base64_add(&small, SV("f")) && !hex_add(&small, SV("ab")) && small.len == 0);
    buf_clear(&out);
    CHECK(hex_add(&out, SV("\0\x0f\xff")));
    CHECK_C(buf_sv(&out), "000fff");
}

int main(void) {
    waits_end();
    a_clock_that_stands_still_holds_nobody_up();
    the_world();
    digests();
    base64();
    return check_done();
}
