// What comes from outside while a run is on its way: a person who stops it, another run, a disk
// that is full.
#include "engine_fake.h"
#include "journal/journal.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

static Sv write_story(Fake *fake, const char *text) {
    Sv path = path_join(fake->arena, sv_from_c(fake->folder), SV("main.yaml"));
    CHECK(file_write_atomic(path, sv_from_c(text), 0600));
    return path;
}

static void run_text(Fake *fake, const char *text) {
    fake_run_file(fake, write_story(fake, text), sv_from_c(fake->folder));
}

// ── stopping ──

typedef struct Presser {
    int fd;
    int presses;
    int pressed;
} Presser;

static void nap(void) {
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

static bool acted(const char *what) {
    pthread_mutex_lock(&fake_log.lock);
    bool found = sv_find(buf_sv(&fake_log.acted), sv_from_c(what), 0) != SV_NONE;
    pthread_mutex_unlock(&fake_log.lock);
    return found;
}

// Presses once when the first slow step sleeps, and a second time when that of finally does.
static void *press(void *argument) {
    Presser *presser = argument;
    static const char *const moments[] = {"sleep 60001", "sleep 60002", "sleep 60003"};
    for (int i = 0; i < presser->presses; i++) {
        while (!acted(moments[i]))
            nap();
        nap();
        presser->pressed += write(presser->fd, "x", 1) == 1;
    }
    return NULL;
}

static const char *sigterm(void) {
    return "SIGTERM";
}

static void stopped(const char *text, int presses, const char *wanted) {
    Fake fake;
    int pipe_fds[2];
    pthread_t thread;
    fake_begin(&fake);
    CHECK(pipe(pipe_fds) == 0);
    fake.options.sources.cancel_fd = pipe_fds[0];
    fake.options.signal_name = sigterm;
    Presser presser = {.fd = pipe_fds[1], .presses = presses};
    CHECK(pthread_create(&thread, NULL, press, &presser) == 0);
    run_text(&fake, text);
    pthread_join(thread, NULL);
    CHECK_INT(presser.pressed, presses);
    CHECK_C(buf_sv(&fake.lines), wanted);
    CHECK_C(fake.diags, "");
    CHECK_INT(fake.result.status, presses > 0 ? STATUS_STOPPED : STATUS_GO);
    CHECK_INT(fake.result.left, presses == 3);
    CHECK_INT(acted("ok 1"), presses < 3);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    fake_end_all(&fake);
}

static void stopping(void) {
    // One request stops the step, skips the rest, and finally still runs.
    stopped(
        "runbook: 1\n"
        "title: T\n"
        "on_failure: rollback\n"
        "steps:\n"
        "- {name: changed, fake: ok 1, effect: change, undo: [{name: back, fake: ok 1, effect: change}]}\n"
        "- {name: slow, fake: sleep 60001, timeout: 2m, expect: count == 1}\n"
        "- name: group\n"
        "  steps:\n"
        "  - {name: never, fake: ok 1, expect: value == 1}\n"
        "finally:\n"
        "- {name: always, fake: ok 1, expect: value == 1}\n",
        1,
        "run T\n"
        "1 begins: changed\n"
        "1 intends: ok 1\n"
        "1 attempt 1 answered\n"
        "1 passed\n"
        "2 begins: slow\n"
        "stopped by SIGTERM, request 1; finally: [{\"number\": \"4\", \"name\": \"always\"}]\n"
        "2 attempt 1 no_answer: stopped\n"
        "2 undecided (cancelled): stopped\n"
        "3 group of 1\n"
        "3.1 skipped (not_reached): not reached: 2 is undecided\n"
        "3 group skipped: not reached: 2 is undecided\n"
        "phase finally\n"
        "4 (finally) begins: always\n"
        "4 (finally) attempt 1 answered\n"
        "4 (finally) held: value == 1 | value = 1\n"
        "4 (finally) passed\n"
        "STOPPED, status 5; planned=4 passed=2 undecided=1 skipped=1; checks held=1 not_applied=2; "
        "standing 1; undo\n");
    // In the middle of a rollback a second one ends it: what it did not come to stands, and is
    // named.
    stopped(
        "runbook: 1\n"
        "title: T\n"
        "on_failure: rollback\n"
        "steps:\n"
        "- {name: older, fake: ok 1, effect: change, undo: [{name: never, fake: ok 1, effect: change}]}\n"
        "- {name: none, fake: ok 1, effect: change}\n"
        "- {name: slow, fake: ok 1, effect: change, undo: [{name: back, fake: sleep 60002, effect: "
        "idempotent, timeout: 2m, on_failure: continue}]}\n"
        "- {name: newer, fake: ok 1, effect: change, undo: [{name: first, fake: sleep 60001, effect: "
        "idempotent, timeout: 300ms, on_failure: continue}]}\n"
        "- {name: fails, fake: fail}\n",
        2,
        "run T\n"
        "1 begins: older\n"
        "1 intends: ok 1\n"
        "1 attempt 1 answered\n"
        "1 passed\n"
        "2 begins: none\n"
        "2 intends: ok 1\n"
        "2 attempt 1 answered\n"
        "2 passed\n"
        "3 begins: slow\n"
        "3 intends: ok 1\n"
        "3 attempt 1 answered\n"
        "3 passed\n"
        "4 begins: newer\n"
        "4 intends: ok 1\n"
        "4 attempt 1 answered\n"
        "4 passed\n"
        "5 begins: fails\n"
        "5 attempt 1 failed: it said no\n"
        "5 failed (answer): it said no\n"
        "phase undo: 5 failed\n"
        "4.undo1 (undo) begins: first\n"
        "4.undo1 (undo) intends: fake\n"
        "stopped by SIGTERM, request 1; finally: []; rollback\n"
        "4.undo1 (undo) attempt 1 no_answer: too slow\n"
        "4.undo1 (undo) undecided (no_answer): too slow [stands: doubt]\n"
        "3.undo1 (undo) begins: back\n"
        "3.undo1 (undo) intends: fake\n"
        "stopped by SIGTERM, request 2; finally: []\n"
        "3.undo1 (undo) attempt 1 no_answer: stopped\n"
        "3.undo1 (undo) undecided (cancelled): stopped [stands: doubt]\n"
        "1.undo1 (undo) skipped (not_reached): not reached: stopped again by SIGTERM\n"
        "note: the rollback stops here: stopped again by SIGTERM; still in place: 4 newer (in doubt), 3 slow (in doubt), 2 none, 1 older\n"
        "STOPPED, status 5; planned=5 passed=4 failed=1; checks; undone planned=3 undecided=2 skipped=1; standing 1, 2 by hand, 3 in doubt, 4 in doubt; undo\n");
    // Nothing is taken back then, and finally can tell that the run was stopped.
    stopped(
        "runbook: 1\n"
        "title: T\n"
        "on_failure: rollback\n"
        "steps:\n"
        "- {name: changed, fake: ok 1, effect: change, undo: [{name: back, fake: ok 1, effect: change}]}\n"
        "- {name: slow, fake: sleep 60001, timeout: 2m, expect: count == 1}\n"
        "after_rollback:\n"
        "- {name: as before, fake: ok 1, expect: value == 1}\n"
        "finally:\n"
        "- {name: stopped, when: run.stopped && !run.rolled_back, fake: 'ok ${run.verdict}', expect: value == 'STOPPED'}\n",
        1,
        "run T\n"
        "1 begins: changed\n"
        "1 intends: ok 1\n"
        "1 attempt 1 answered\n"
        "1 passed\n"
        "2 begins: slow\n"
        "stopped by SIGTERM, request 1; finally: [{\"number\": \"4\", \"name\": \"stopped\"}]\n"
        "2 attempt 1 no_answer: stopped\n"
        "2 undecided (cancelled): stopped\n"
        "3 (after_rollback) skipped (no_rollback): no rollback: nothing was taken back\n"
        "phase finally\n"
        "4 (finally) begins: stopped\n"
        "4 (finally) attempt 1 answered\n"
        "4 (finally) held: value == 'STOPPED' | value = \"STOPPED\"\n"
        "4 (finally) passed\n"
        "STOPPED, status 5; planned=4 passed=2 undecided=1 skipped=1; checks held=1 not_applied=2; "
        "standing 1; undo\n");
    // A rollback that is stopped in the middle has left something, and is not looked at.
    stopped(
        "runbook: 1\n"
        "title: T\n"
        "on_failure: rollback\n"
        "steps:\n"
        "- {name: one, fake: ok 1, effect: change, undo: [{name: back, fake: sleep 60002, timeout: 2m, effect: idempotent}]}\n"
        "- {name: two, fake: ok 2, effect: change, undo: [{name: slow, fake: sleep 60001, timeout: 200ms, effect: idempotent, on_failure: continue}]}\n"
        "- {name: three, fake: fail}\n"
        "after_rollback:\n"
        "- {name: as before, fake: ok 1, expect: value == 1}\n"
        "finally:\n"
        "- {name: told, fake: 'ok ${string(run.rolled_back)}', expect: value == false}\n",
        2,
        "run T\n"
        "1 begins: one\n"
        "1 intends: ok 1\n"
        "1 attempt 1 answered\n"
        "1 passed\n"
        "2 begins: two\n"
        "2 intends: ok 2\n"
        "2 attempt 1 answered\n"
        "2 passed\n"
        "3 begins: three\n"
        "3 attempt 1 failed: it said no\n"
        "3 failed (answer): it said no\n"
        "phase undo: 3 failed\n"
        "2.undo1 (undo) begins: slow\n"
        "2.undo1 (undo) intends: fake\n"
        "stopped by SIGTERM, request 1; finally: [{\"number\": \"5\", \"name\": \"told\"}]; rollback\n"
        "2.undo1 (undo) attempt 1 no_answer: too slow\n"
        "2.undo1 (undo) undecided (no_answer): too slow [stands: doubt]\n"
        "1.undo1 (undo) begins: back\n"
        "1.undo1 (undo) intends: fake\n"
        "stopped by SIGTERM, request 2; finally: [{\"number\": \"5\", \"name\": \"told\"}]\n"
        "1.undo1 (undo) attempt 1 no_answer: stopped\n"
        "1.undo1 (undo) undecided (cancelled): stopped [stands: doubt]\n"
        "note: the rollback stops here: undoing 1 is undecided; still in place: 2 two (in doubt)\n"
        "phase after_rollback\n"
        "4 (after_rollback) skipped (not_reached): not reached: stopped again by SIGTERM\n"
        "phase finally\n"
        "5 (finally) begins: told\n"
        "5 (finally) attempt 1 answered\n"
        "5 (finally) held: value == false | value = false\n"
        "5 (finally) passed\n"
        "STOPPED, status 5; planned=5 passed=3 failed=1 skipped=1; checks held=1 not_applied=1; undone planned=2 undecided=2; standing 1 in doubt, 2 in doubt; undo\n");
    // A second one ends what of finally runs, and the rest of it still runs; a retry does not go
    // on.
    stopped(
        "runbook: 1\n"
        "title: T\n"
        "on_failure: continue\n"
        "steps:\n"
        "- {name: slow, fake: sleep 60001, timeout: 2m, expect: count == 1, retry: {attempts: 3, every: 1s}}\n"
        "- {name: never, fake: ok 1, expect: value == 1}\n"
        "finally:\n"
        "- {name: slow too, fake: sleep 60002, timeout: 2m, expect: count == 1}\n"
        "- {name: still that, fake: ok 1, expect: value == 1}\n",
        2,
        "run T\n"
        "1 begins: slow\n"
        "stopped by SIGTERM, request 1; finally: [{\"number\": \"3\", \"name\": \"slow too\"}, "
        "{\"number\": \"4\", \"name\": \"still that\"}]\n"
        "1 attempt 1 no_answer: stopped\n"
        "1 undecided (cancelled): stopped\n"
        "2 skipped (not_reached): not reached: stopped by SIGTERM\n"
        "phase finally\n"
        "3 (finally) begins: slow too\n"
        "stopped by SIGTERM, request 2; finally: [{\"number\": \"4\", \"name\": \"still that\"}]\n"
        "3 (finally) attempt 1 no_answer: stopped\n"
        "3 (finally) undecided (cancelled): stopped\n"
        "4 (finally) begins: still that\n"
        "4 (finally) attempt 1 answered\n"
        "4 (finally) held: value == 1 | value = 1\n"
        "4 (finally) passed\n"
        "STOPPED, status 5; planned=4 passed=1 undecided=2 skipped=1; checks held=1 not_applied=3\n");
    // The third one leaves: nothing more is told, and nothing more is done.
    stopped(
        "runbook: 1\n"
        "title: T\n"
        "steps:\n"
        "- {name: slow, fake: sleep 60001, timeout: 2m, expect: count == 1}\n"
        "finally:\n"
        "- {name: slow too, fake: sleep 60002, timeout: 2m, expect: count == 1}\n"
        "- {name: and this, fake: sleep 60003, effect: change, timeout: 2m, expect: count == 1}\n"
        "- {name: not even that, fake: ok 1, effect: change, expect: value == 1}\n",
        3,
        "run T\n"
        "1 begins: slow\n"
        "stopped by SIGTERM, request 1; finally: [{\"number\": \"2\", \"name\": \"slow too\"}, "
        "{\"number\": \"3\", \"name\": \"and this\"}, {\"number\": \"4\", \"name\": \"not even that\"}]\n"
        "1 attempt 1 no_answer: stopped\n"
        "1 undecided (cancelled): stopped\n"
        "phase finally\n"
        "2 (finally) begins: slow too\n"
        "stopped by SIGTERM, request 2; finally: [{\"number\": \"3\", \"name\": \"and this\"}, "
        "{\"number\": \"4\", \"name\": \"not even that\"}]\n"
        "2 (finally) attempt 1 no_answer: stopped\n"
        "2 (finally) undecided (cancelled): stopped\n"
        "3 (finally) begins: and this\n"
        "3 (finally) intends: sleep 60003\n"
        "stopped by SIGTERM, request 3; finally: null\n");
}

// ── clocks ──

typedef struct Jump {
    int64_t wall, asleep; // by how much the wall clock jumps, and how long the machine sleeps
    int64_t reads;        // of the clock so far
} Jump;

static Jump jump;

// A millisecond each time it is read; the jump comes in the middle of the run.
static Stamp jumping_stamp(void *self) {
    (void)self;
    int64_t reads = ++jump.reads, mono = reads * 1000000;
    bool late = reads > 8;
    if (late) mono += jump.asleep;
    return (Stamp){1772330645000000000 + mono + (late ? jump.wall : 0), mono};
}

static int64_t jumping_mono(void *self) {
    return jumping_stamp(self).mono_ns;
}

static int64_t jumping_awake(void *self) {
    int64_t now = jumping_stamp(self).mono_ns;
    return jump.reads > 8 ? now - jump.asleep : now;
}

static void jumped(int64_t wall, int64_t asleep, const char *wanted) {
    Fake fake;
    fake_begin(&fake);
    jump = (Jump){wall * 1000000000, asleep * 1000000000, 0};
    fake.env.stamp = jumping_stamp;
    fake.env.mono_ns = jumping_mono;
    fake.env.awake_ns = jumping_awake;
    run_text(&fake,
             "runbook: 1\ntitle: T\nsteps:\n- {name: one, fake: ok 1, expect: value == 1}\n");
    Sv rest = buf_sv(&fake.lines), line;
    BUF_AUTO Buf notes = buf_new(4096);
    while (sv_next_line(&rest, &line))
        if (sv_starts(line, SV("note: "))) buf_addf(&notes, "%.*s\n", SV_ARG(line));
    CHECK_C(buf_sv(&notes), wanted);
    // The time of a step is over, if the machine slept while it ran.
    CHECK_INT(fake.result.status, asleep > 0 ? STATUS_UNDECIDED : STATUS_GO);
    fake_end_all(&fake);
}

static void clocks_jump(void) {
    jumped(0, 0, "");
    jumped(86400, 0,
           "note: the clock was set forward by about 24h: ages and expiries go by it, deadlines by "
           "the time that has passed\n");
    jumped(-3600, 0,
           "note: the clock was set back by about 1h: ages and expiries go by the time that has "
           "passed\n");
    jumped(0, 7200,
           "note: the machine slept for about 2h: that time counts, and what was answered after "
           "its deadline was not answered in time\n");
    jumped(-3600, 60,
           "note: the clock was set back by about 1h: ages and expiries go by the time that has "
           "passed\n"
           "note: the machine slept for about 1m: that time counts, and what was answered after "
           "its deadline was not answered in time\n");
}

// ── at the same time ──

static void at_once(void) {
    Fake fake;
    fake_begin(&fake);
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    run_text(
        &fake,
        "runbook: 1\n"
        "title: T\n"
        "steps:\n"
        "- name: many\n"
        "  id: many\n"
        "  parallel: 8\n"
        "  for_each: {n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}\n"
        "  steps:\n"
        "  - name: both\n"
        "    id: both\n"
        "    parallel: 2\n"
        "    steps:\n"
        "    - {name: one, id: one, fake: sleep 50, expect: count == 1, capture: {c: count}}\n"
        "    - {name: two, id: two, fake: 'ok ${n}', expect: value == n, capture: {v: value}}\n"
        "- {name: sum, check: 'sum(steps.two.map(t, t.v)) == 136 && steps.one.size() == 16'}\n");
    clock_gettime(CLOCK_MONOTONIC, &after);
    CHECK_C(fake.diags, "");
    CHECK_INT(fake.result.status, STATUS_GO);
    int64_t ms = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
    // One after the other they would take 800 ms.
    CHECK(ms < 600);
    CHECK(sv_find(buf_sv(&fake.lines), SV("GO, status 0; planned=33 passed=33; checks held=33"),
                  0) != SV_NONE);
    fake_end_all(&fake);
}

static void failure_among_many(void) {
    Fake fake;
    fake_begin(&fake);
    run_text(&fake, "runbook: 1\n"
                    "title: T\n"
                    "steps:\n"
                    "- name: many\n"
                    "  parallel: 2\n"
                    "  steps:\n"
                    "  - {name: fails, fake: sleep 40, expect: count == 2}\n"
                    "  - {name: finishes, fake: sleep 100, expect: count == 1}\n"
                    "  - {name: may not begin, fake: sleep 60, expect: count == 1}\n"
                    "  - {name: does not begin, fake: ok 1, expect: value == 1}\n");
    Sv lines = buf_sv(&fake.lines);
    CHECK_INT(fake.result.status, STATUS_NO_GO);
    CHECK(sv_find(lines, SV("1.2 passed\n"), 0) != SV_NONE);
    CHECK(sv_find(lines, SV("1.4 skipped (not_reached): not reached: 1.1 failed\n"), 0) != SV_NONE);
    fake_end_all(&fake);
}

// ── another run, a sink that fails, a disk that is full ──

static const char *const plain = "runbook: 1\n"
                                 "title: T\n"
                                 "lock: for-the-test-of-locks\n"
                                 "steps:\n"
                                 "- {name: one, fake: ok 1, effect: change, expect: value == 1}\n"
                                 "- {name: two, fake: ok 1, expect: value == 1}\n";

typedef struct Inner {
    Fake fake;
    bool ran;
} Inner;

static bool run_another(void *self, const Event *event) {
    Inner *inner = self;
    if (event->kind != EVENT_STEP_STARTED || inner->ran) return true;
    inner->ran = true;
    PlanOptions options = {.registry = &fake_registry, .root = sv_from_c(inner->fake.folder)};
    Diags diags = diags_new(inner->fake.arena);
    Plan *plan = plan_load(inner->fake.arena, write_story(&inner->fake, plain), &options, &diags);
    inner->fake.options.run_dir =
        path_join(inner->fake.arena, sv_from_c(inner->fake.folder), SV("inner"));
    run_plan(plan, &inner->fake.options, &diags, inner->fake.arena, &inner->fake.result);
    return true;
}

static void locked(void) {
    Inner inner = {0};
    Fake outer;
    fake_begin(&inner.fake);
    fake_begin(&outer);
    EventSink sink = {&inner, run_another};
    PlanOptions options = {.registry = &fake_registry, .root = sv_from_c(outer.folder)};
    Diags diags = diags_new(outer.arena);
    Plan *plan = plan_load(outer.arena, write_story(&outer, plain), &options, &diags);
    outer.options.sinks = &sink;
    outer.options.sink_count = 1;
    run_plan(plan, &outer.options, &diags, outer.arena, &outer.result);
    CHECK_INT(outer.result.status, STATUS_GO);
    CHECK_INT(inner.fake.result.status, STATUS_LOCKED);
    CHECK_SV(inner.fake.result.message,
             sv_format(
                 outer.arena,
                 "another run holds the lock: run %.*s of %.*s, by %s (pid %ld) on here, since %s, "
                 "at 1 one; wait for its end, or look at it: runbook show %s/run",
                 SV_ARG(sv_slice(outer.result.run_id, 0, 13)), SV_ARG(plan->top->path), "ada",
                 (long)getpid(), "2026-03-01T02:04:05Z", outer.folder));
    CHECK_C(inner.fake.result.journal, "");
    fake_end_all(&outer);
    fake_log.acted = buf_new(1024);
    fake_end_all(&inner.fake);
}

typedef struct Deaf {
    Fake *fake;
    int left;
} Deaf;

static bool fail_later(void *self, const Event *event) {
    Deaf *deaf = self;
    (void)event;
    return deaf->left-- > 0;
}

static void report_fails(void) {
    Fake fake;
    fake_begin(&fake);
    Deaf deaf = {&fake, 3};
    EventSink sinks[] = {{&deaf, fail_later}, {&fake, fake_take}};
    PlanOptions options = {.registry = &fake_registry, .root = sv_from_c(fake.folder)};
    Diags diags = diags_new(fake.arena);
    Plan *plan = plan_load(fake.arena, write_story(&fake, plain), &options, &diags);
    fake.options.sinks = sinks;
    fake.options.sink_count = 2;
    run_plan(plan, &fake.options, &diags, fake.arena, &fake.result);
    CHECK_INT(fake.result.status, STATUS_JOURNAL);
    CHECK_C(fake.result.message, "a report could not be written");
    // The step that runs is finished, nothing else acts, and the journal says so to its end. The
    // end of a change is shown with what comes next, so that the next step has begun by then.
    CHECK_C(buf_sv(&fake.lines),
            "run T\n"
            "1 begins: one\n"
            "1 intends: ok 1\n"
            "1 attempt 1 answered\n"
            "1 held: value == 1 | value = 1\n"
            "1 passed\n"
            "2 begins: two\n"
            "2 attempt 1 not_started: a report could not be written\n"
            "2 undecided (no_answer): a report could not be written\n"
            "UNDECIDED, status 9; planned=2 passed=1 undecided=1; checks held=1 not_applied=1; "
            "standing 1 by hand\n");
    CHECK(!acted("ok 2"));
    fake_end_all(&fake);
}

static bool count_bytes(void *self, const Event *event) {
    (void)self, (void)event;
    return true;
}

// Whatever the disk holds, a run that could not be recorded is no GO, and no change acts without
// its intent.
static void full_disk(void) {
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    int written = 0;
    for (rlim_t size = 100; size < 6000; size += 97) {
        Fake fake;
        fake_begin(&fake);
        Sv path = write_story(&fake, plain);
        PlanOptions options = {.registry = &fake_registry, .root = sv_from_c(fake.folder)};
        Diags diags = diags_new(fake.arena);
        Plan *plan = plan_load(fake.arena, path, &options, &diags);
        EventSink sink = {&fake, count_bytes};
        fake.options.sinks = &sink;
        fake.options.sink_count = 1;
        small = before;
        small.rlim_cur = size;
        setrlimit(RLIMIT_FSIZE, &small);
        run_plan(plan, &fake.options, &diags, fake.arena, &fake.result);
        setrlimit(RLIMIT_FSIZE, &before);
        JournalProblem problem;
        bool read = journal_read(fake.arena, fake.result.journal, (EventSink){0}, &problem);
        if (fake.result.status == STATUS_GO) {
            CHECK(read && problem.intact && problem.sealed);
            written++;
        } else {
            CHECK_INT(fake.result.status, STATUS_JOURNAL);
            CHECK(fake.result.message.len > 0);
            Sv text = SV("");
            // Where nothing could be written there is no file, and nothing may have acted.
            ignore_result(file_read(fake.arena, fake.result.journal, 1 << 20, &text));
            bool intended = sv_find(text, SV("\"event\":\"step_intent\""), 0) != SV_NONE;
            CHECK(!acted("ok 1") || intended);
        }
        fake_end_all(&fake);
    }
    CHECK(written > 0);
}

int main(void) {
    stopping();
    clocks_jump();
    at_once();
    failure_among_many();
    locked();
    report_fails();
    full_disk();
    return check_done();
}
