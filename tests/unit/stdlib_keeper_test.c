// What watches over a command is killed, stopped or silent: nothing of the command lives on, what
// is said of it is what is known, and what is held for the runner is held until then.
#include "action_bench.h"

#include "base/num.h"
#include "side_by_side.h"
#include "soak.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>

extern char **environ;

#define LOST  "no_answer |  | the process that watched over it was killed"
#define ENDED ", and it was ended with all it had started"
#define PARENT                                                                                       \
    " | a command must not end its parent process ($PPID); where it did not, somebody else did, or " \
    "the system was short of memory"

static char scratch[] = "/tmp/runbook-test-XXXXXX";

static pid_t pid_in(Arena *arena, const char *name) {
    Sv text, path = sv_format(arena, "%s/%s", scratch, name);
    int64_t pid = 0;
    if (file_read(arena, path, 64, &text) != FILE_OK) return 0;
    return num_parse_i64(sv_trim(text), &pid) ? (pid_t)pid : 0;
}

static pid_t wait_for_pid(Arena *arena, const char *name) {
    for (int i = 0; i < 500; i++) {
        pid_t pid = pid_in(arena, name);
        if (pid > 0) return pid;
        usleep(10000);
    }
    return 0;
}

static bool is_gone(pid_t pid) {
    char path[64], state;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (!file) return true;
    bool read = fscanf(file, "%*d (%*[^)]) %c", &state) == 1;
    fclose(file);
    return !read || state == 'Z';
}

static bool gone_within(pid_t pid, int ms) {
    for (int i = 0; i <= ms / 10; i++) {
        if (is_gone(pid)) return true;
        usleep(10000);
    }
    return false;
}

static int64_t now_ms(void) {
    return env_system()->mono_ns(NULL) / 1000000;
}

static Bench bench_here(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    return bench;
}

// What a script starts that does not want to end: with it in a session of its own, deaf to TERM and
// HUP, with a child. It writes its process id into `stray`.
#define STRAY                                                                                      \
    "setsid --fork bash -c 'trap \\\"\\\" TERM HUP INT; echo $$ > stray.new; mv stray.new stray; " \
    "while :; do sleep 100; done'; while [ ! -e stray ]; do sleep 0.01; done; "

// The names that stand there depend on which of them was looked at first.
static Sv without_names(Arena *arena, Sv text) {
    Sv before = SV("what was found of it was ended: ");
    size_t at = sv_find(text, before, 0), end = sv_find(text, SV("; whether"), 0);
    if (at == SV_NONE || end == SV_NONE) return text;
    at += before.len;
    CHECK(end > at);
    return sv_format(arena, "%.*s…%.*s", (int)at, text.at, (int)(text.len - end), text.at + end);
}

// Runs a script that does this to what watches over it; nothing may be left when it returned.
static void check_lost(const char *does, int timeout_ms, const char *outcome, bool over) {
    Bench bench = bench_here();
    char json[1024];
    unlink(sv_to_c(bench.arena, sv_format(bench.arena, "%s/stray", scratch)));
    bench.timeout_ns = timeout_ms * (int64_t)1000000;
    snprintf(json, sizeof json, "{\"script\": \"" STRAY "echo $$ > self; %s; sleep 100\"}", does);
    bench_run(&bench, &action_shell, json);
    CHECK_C(without_names(bench.arena, bench_outcome(&bench)), outcome);
    CHECK(bench.out.over == over);
    pid_t self = pid_in(bench.arena, "self"), stray = pid_in(bench.arena, "stray");
    CHECK(self > 0 && is_gone(self));
    CHECK(stray > 0 && is_gone(stray));
    bench_run(&bench, &action_exec, "{\"argv\": [\"true\"]}");
    CHECK_C(bench_outcome(&bench), "answered | exit 0 |  | ");
    bench_free(&bench);
}

#define GUARD "guard=$(ps -o ppid= $PPID); "

static void killed(void) {
    check_lost("kill -9 $PPID", 10000, LOST ENDED PARENT, true);
}
#define LATE                                                                                       \
    "no_answer timed_out |  | it did not end within 1s, and was ended with all it had started | "  \
    "look at what it printed last; where it needs longer, raise its timeout"

static void stopped_both(void) {
    check_lost(GUARD "kill -STOP $guard $PPID", 1000, LATE, true);
}
// Both halves are gone: what is left is this process's to end.
static void killed_both(void) {
    check_lost(GUARD "kill -9 $guard $PPID", 10000,
               LOST "; what was found of it was ended: …; whether something else still runs is "
                    "not known" PARENT,
               false);
}
static void killed_and_stopped(void) {
    check_lost(GUARD "kill -STOP $guard; kill -9 $PPID", 1000, LATE, true);
}
// It is killed while it ends the command.
static void killed_ending(void) {
    check_lost("(trap '' TERM; sleep 1.3; kill -9 $PPID; sleep 100) & sleep 100", 1000, LATE, true);
}
static void killed_under_many(void) {
    check_lost(
        "for i in {1..50}; do (trap '' TERM; sleep 100 & setsid --fork sleep 100; sleep 100) & done; "
        "sleep 0.3; kill -9 $PPID",
        10000, LOST ENDED PARENT, true);
}

// What does no harm: it goes on as if nothing had been.
static void check_unharmed(const char *does) {
    Bench bench = bench_here();
    char json[1024];
    snprintf(json, sizeof json, "{\"script\": \"%s; sleep 0.2; echo done\"}", does);
    for (int i = 0; i < 2; i++) {
        bench_run(&bench, &action_shell, json);
        CHECK_C(bench_outcome(&bench), "answered | exit 0 |  | ");
        CHECK_C(bench_json(&bench, &action_shell, "stdout"), "\"done\\n\"");
    }
    bench_free(&bench);
}

static void unharmed(void) {
    check_unharmed("kill -STOP $PPID");
    check_unharmed("for i in {1..20}; do kill -STOP $PPID; done");
    check_unharmed(GUARD "kill -STOP $guard");
    check_unharmed(GUARD "kill -9 $guard");
    check_unharmed("kill -TERM $PPID; kill -HUP $PPID; kill -INT $PPID; kill -USR1 $PPID");
    check_unharmed(GUARD "kill -TERM $guard; kill -USR2 $guard; kill -INT $guard");
}

// Between two commands.
static void idle(void) {
    Bench bench = bench_here();
    const char *json[] = {"{\"script\": \"echo $PPID > idle\"}",
                          "{\"script\": \"ps -o ppid= $PPID > idle\"}"};
    for (int i = 0; i < 2; i++) {
        bench_run(&bench, &action_shell, json[i]);
        pid_t pid = pid_in(bench.arena, "idle");
        CHECK(pid > 1);
        if (pid > 1) kill(pid, SIGKILL);
        CHECK(pid > 1 && gone_within(pid, 1000));
        usleep(50000);
        bench_run(&bench, &action_exec, "{\"argv\": [\"echo\", \"next\"]}");
        CHECK_C(bench_json(&bench, &action_exec, "stdout"), "\"next\\n\"");
    }
    bench_free(&bench);
}

// ── what may stay ──

static void kept(void) {
    Bench bench = bench_here();
    bench_run(
        &bench, &action_shell,
        "{\"script\": \"setsid --fork bash -c 'echo $$ > kept; exec sleep 100' >/dev/null 2>&1 </dev/null; sleep 0.2; echo $PPID > watches\", "
        "\"background\": \"keep\"}");
    CHECK_C(bench_outcome(&bench), "answered | exit 0 |  | ");
    pid_t stays = pid_in(bench.arena, "kept"), watches = pid_in(bench.arena, "watches");
    // Another command loses both halves of what watches over it: what may stay is not taken for
    // its.
    bench_run(&bench, &action_shell, "{\"script\": \"" GUARD "kill -9 $guard $PPID; sleep 100\"}");
    CHECK(stays > 0 && !is_gone(stays));
    // What watched over it is killed: it may stay all the same.
    CHECK(watches > 1 && !is_gone(watches));
    if (watches > 1) kill(watches, SIGKILL);
    usleep(300000);
    CHECK(stays > 0 && !is_gone(stays));
    bench_free(&bench);
    usleep(300000);
    CHECK(stays > 0 && !is_gone(stays));
    if (stays > 0) kill(stays, SIGKILL);
}

// ── what is held for the runner ──

static bool is_at_end(int read_end) {
    char byte;
    return read(read_end, &byte, 1) == 0;
}

static void held(void) {
    Bench bench = bench_here();
    int ends[2];
    // A supervisor that was there before it was handed on is not used any more.
    bench_run(&bench, &action_exec, "{\"argv\": [\"true\"]}");
    CHECK(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
    pool_hand_on(bench.pool, ends[1]);
    bench_run(&bench, &action_exec, "{\"argv\": [\"ls\", \"/proc/self/fd\"]}");
    CHECK_C(bench_json(&bench, &action_exec, "lines"), "[\"0\", \"1\", \"2\", \"3\"]");
    close(ends[1]);
    CHECK(!is_at_end(ends[0]));
    bench_run(&bench, &action_shell,
              "{\"script\": \"sleep 100 & echo $! > kept\", \"background\": \"keep\"}");
    // What may stay holds nothing.
    usleep(100000);
    CHECK(is_at_end(ends[0]));
    pid_t stays = pid_in(bench.arena, "kept");
    CHECK(stays > 0 && !is_gone(stays));
    if (stays > 0) kill(stays, SIGKILL);
    bench_free(&bench);
    close(ends[0]);
}

// ── the runner's death ──

// This program once more, as a runner that is going to be killed.
static int doomed(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(getenv("RB_SCRATCH"));
    pool_hand_on(bench.pool, 9);
    bench_run(&bench, &action_shell,
              "{\"script\": \"" STRAY
              "echo $KEY > key; echo $PPID > parent; ps -o ppid= $PPID > guard; "
              "echo $$ > self.new; mv self.new self; sleep 100; true\", "
              "\"env\": {\"KEY\": {\"file\": \"a secret\"}}}");
    return 1;
}

typedef struct Doomed {
    pid_t runner, supervisor, guard, self, stray;
    int held; // a pipe that ends when nobody holds anything for it
    char key[256];
} Doomed;

static Doomed doom(Arena *arena) {
    Doomed doom = {0};
    int ends[2];
    char self[] = "/proc/self/exe", word[] = "--doomed", *argv[] = {self, word, NULL};
    const char *names[] = {"stray", "self", "parent", "guard"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(sv_to_c(arena, sv_format(arena, "%s/%s", scratch, names[i])));
    setenv("RB_SCRATCH", scratch, 1);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    CHECK(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 9);
    CHECK(posix_spawn(&doom.runner, self, &actions, NULL, argv, environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    doom.held = ends[0];
    doom.self = wait_for_pid(arena, "self");
    doom.stray = pid_in(arena, "stray");
    doom.supervisor = pid_in(arena, "parent");
    doom.guard = pid_in(arena, "guard");
    Sv key = {0};
    CHECK(file_read(arena, sv_format(arena, "%s/key", scratch), 256, &key) == FILE_OK);
    snprintf(doom.key, sizeof doom.key, "%.*s", SV_ARG(sv_trim(key)));
    CHECK(doom.supervisor > 1 && doom.guard > 1 && doom.self > 1 && doom.stray > 1);
    CHECK(access(doom.key, F_OK) == 0);
    return doom;
}

static void check_over(Arena *arena, Doomed *doom) {
    waitpid(doom->runner, NULL, 0);
    CHECK(gone_within(doom->self, 1000));
    CHECK(gone_within(doom->stray, 1000));
    CHECK(gone_within(doom->supervisor, 1000));
    CHECK(gone_within(doom->guard, 1000));
    CHECK(access(doom->key, F_OK) != 0);
    CHECK(access(sv_to_c(arena, path_folder(sv_from_c(doom->key))), F_OK) != 0);
    CHECK(is_at_end(doom->held));
    close(doom->held);
}

enum { RUNNER = 1, SUPERVISOR = 2, GUARDS = 4 };

// Kills what the bits say, in this order or in the other one.
static void kill_some(const Doomed *doom, int which, bool backwards) {
    pid_t all[] = {doom->runner, doom->supervisor, doom->guard};
    for (int i = 0; i < 3; i++) {
        int at = backwards ? 2 - i : i;
        if ((which & (1 << at)) && all[at] > 1) kill(all[at], SIGKILL);
    }
}

static void killed_together(void) {
    Arena *arena = arena_new(1 << 20);
    static const int which[] = {RUNNER, RUNNER | SUPERVISOR, RUNNER | GUARDS};
    int rounds = soaking() ? 50 : 2;
    for (int i = 0; i < rounds; i++)
        for (size_t k = 0; k < sizeof which / sizeof *which; k++) {
            Doomed doomed = doom(arena);
            int64_t began = now_ms();
            kill_some(&doomed, which[k], i % 2 == 1);
            // Held until nothing of it is left.
            if (!is_gone(doomed.stray)) CHECK(!is_at_end(doomed.held) || is_gone(doomed.stray));
            check_over(arena, &doomed);
            CHECK(now_ms() - began < 1000);
        }
    arena_free(arena);
}

// Where all three are killed at once, the kernel ends the command itself, and the next command of
// this user removes its private files.
static void killed_all(void) {
    Arena *arena = arena_new(1 << 20);
    Doomed doomed = doom(arena);
    kill_some(&doomed, RUNNER | SUPERVISOR | GUARDS, false);
    waitpid(doomed.runner, NULL, 0);
    CHECK(gone_within(doomed.self, 1000));
    CHECK(access(doomed.key, F_OK) == 0);
    Bench bench = bench_here();
    bench_run(&bench, &action_exec, "{\"argv\": [\"sleep\", \"0.2\"]}");
    CHECK(access(doomed.key, F_OK) != 0);
    bench_free(&bench);
    // What the command had started itself is nobody's any more.
    if (doomed.stray > 1) kill(-doomed.stray, SIGKILL);
    if (doomed.self > 1) kill(-doomed.self, SIGKILL);
    close(doomed.held);
    arena_free(arena);
}

// The runner stands still: nothing is ended for that, and its deadline counts when it goes on.
static void stopped_runner(void) {
    Arena *arena = arena_new(1 << 20);
    Doomed doomed = doom(arena);
    kill(doomed.runner, SIGSTOP);
    usleep(1200000);
    CHECK(!is_gone(doomed.self) && !is_gone(doomed.stray));
    kill(doomed.runner, SIGKILL);
    check_over(arena, &doomed);
    arena_free(arena);
}

// ── all of it ──

// Each part has a folder of its own.
// Private files go to a folder of the part's own too: a command of another part, or of another
// test, would remove what a killed one has left.
static void in_folder(Part part) {
    if (!mkdtemp(scratch) || setenv("XDG_RUNTIME_DIR", scratch, 1) != 0) abort();
    part();
    char *remove[] = {"rm", "-rf", scratch, NULL};
    pid_t remover;
    if (posix_spawnp(&remover, "rm", NULL, NULL, remove, environ) == 0) waitpid(remover, NULL, 0);
}

#define PARTS(PART)                                                                                \
    PART(killed)                                                                                   \
    PART(stopped_both)                                                                             \
    PART(killed_both)                                                                              \
    PART(killed_and_stopped)                                                                       \
    PART(killed_ending)                                                                            \
    PART(killed_under_many)                                                                        \
    PART(unharmed)                                                                                 \
    PART(idle)                                                                                     \
    PART(kept)                                                                                     \
    PART(held)                                                                                     \
    PART(killed_together)                                                                          \
    PART(killed_all)                                                                               \
    PART(stopped_runner)

#define DEFINE(name)                                                                               \
    static void in_##name(void) {                                                                  \
        in_folder(name);                                                                           \
    }
PARTS(DEFINE)

int main(int argc, char **argv) {
    BENCH_MAIN;
    if (argc == 2 && strcmp(argv[1], "--doomed") == 0) return doomed();
#define LIST(name) in_##name,
    static const Part parts[] = {PARTS(LIST)};
    return side_by_side(parts, sizeof parts / sizeof *parts);
}
