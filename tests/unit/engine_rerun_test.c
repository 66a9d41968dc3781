// A step of a run is done once more: what runs, what does not, what is refused.
#include "engine_fake.h"
#include "history/rerun.h"

static Fake fake;
static RecordedRun recorded;
static Rerun rerun;
static Sv address;

static void write_book(const char *text) {
    Sv path = path_join(fake.arena, sv_from_c(fake.folder), SV("book.yaml"));
    CHECK(file_write_atomic(path, sv_from_c(text), 0600));
}

static void run_book(void) {
    Sv folder = sv_from_c(fake.folder);
    buf_clear(&fake.lines);
    buf_clear(&fake_log.acted);
    fake_run_file(&fake, path_join(fake.arena, folder, SV("book.yaml")), folder);
}

// The first run, of the whole runbook.
static void first(const char *text) {
    fake_begin(&fake);
    write_book(text);
    run_book();
    Sv message;
    CHECK(fake.result.journal.len > 0);
    CHECK(recorded_run_read(fake.arena, fake.result.journal, &recorded, &message));
}

// The second, of one step; each has a folder of its own.
static void second(const char *step) {
    static int count;
    address = sv_from_c(step);
    rerun = (Rerun){.recorded = &recorded, .address = address, .word = SV("0192f1c4")};
    fake.options.sources.rerun = &rerun;
    fake.options.select.only = &address;
    fake.options.select.only_count = 1;
    fake.options.run_dir =
        path_join(fake.arena, sv_from_c(fake.folder), sv_format(fake.arena, "again%d", ++count));
    fake.result = (RunResult){0};
    run_book();
}

static void acted(const char *wanted) {
    CHECK_SV(buf_sv(&fake_log.acted), sv_from_c(wanted));
}

static void told(const char *line) {
    bool there = sv_find(buf_sv(&fake.lines), sv_from_c(line), 0) != SV_NONE;
    if (!there) fprintf(stderr, "== not told: %s\n%.*s", line, SV_ARG(buf_sv(&fake.lines)));
    CHECK(there);
}

static void refused(int status, const char *message) {
    CHECK_INT(fake.result.status, status);
    CHECK(fake.result.run_id.len == 0);
    acted("");
    bool there = sv_find(fake.diags, sv_from_c(message), 0) != SV_NONE;
    if (!there) fprintf(stderr, "== not said: %s\n%.*s", message, SV_ARG(fake.diags));
    CHECK(there);
}

#define STEP(id, script) "  - id: " id "\n    fake: '" script "'\n"

// What is read is read again, what those read too, and nothing else is done.
static void needs(void) {
    first("runbook: 1\ntitle: T\nsteps:\n" STEP("a", "ok 1") "    capture: { x: value }\n" STEP(
        "b", "ok ${steps.a.x}") "    capture: { y: value }\n" STEP("other", "ok 9")
              STEP("c", "ok ${steps.b.y}") "    expect: value == 1\n");
    acted("ok 1;ok 1;ok 9;ok 1;");
    second("c");
    acted("ok 1;ok 1;ok 1;");
    told("3 other skipped (selection): left out by again");
    told("PARTIAL, status 10");
    second("other");
    acted("ok 9;");
    fake_end_all(&fake);
}

// A condition that stops retries is a need like any other.
static void needs_of_retries(void) {
    first("runbook: 1\ntitle: T\nsteps:\n" STEP("made", "ok 1") "    effect: change\n    capture: { x: value }\n" STEP(
        "a",
        "ok 1") "    retry: { attempts: 2, every: 1ms, stop_if: steps.made.x == 1 }\n    expect: value == 1\n");
    second("a");
    refused(2, "'a' needs steps.made, and 'made'");
    fake_end_all(&fake);
}

// Whoever reads `steps` as a whole needs all that came before.
static void whole_steps(void) {
    first("runbook: 1\ntitle: T\non_failure: continue\nsteps:\n" STEP("a", "ok 1") "  - id: early\n    check: steps.size() == 1 && steps.all(id, s, s.verdict == 'passed')\n" STEP(
        "made",
        "ok 1") "    effect: change\n"
                "  - id: late\n    check: steps.size() == 3 && steps.all(id, s, s.verdict == 'passed')\n");
    second("early");
    acted("ok 1;");
    told("PARTIAL, status 10");
    second("late");
    refused(2, "and 'made'");
    fake_end_all(&fake);
}

// No change is made: not by a rollback, not by what cleans up.
static void no_change(void) {
    first("runbook: 1\ntitle: T\non_failure: rollback\nsteps:\n" STEP(
        "session",
        "ok 7") "    effect: idempotent\n    capture: { x: value }\n"
                "    undo:\n      - { name: undone, fake: ok undo, effect: change }\n" STEP(
                    "look",
                    "ok ${steps.session.x}") "    expect: value == 8\n"
                                             "finally:\n"
                                             "  - { id: closed, name: closed, fake: 'ok close ${steps.?session.?x.orValue(0)}', effect: change }\n"
                                             "  - { id: seen, name: seen, fake: 'ok see ${steps.?session.?x.orValue(0)}' }\n"
                                             "  - { id: plain, name: plain, fake: ok plain }\n");
    acted("ok 7;ok 7;ok undo;ok close 7;ok see 7;ok plain;");
    second("look");
    acted("ok 7;ok 7;ok see 7;");
    told(
        "closed (finally) skipped (selection): left out: it changes something, which again does not do");
    told("plain (finally) skipped (selection): left out by again");
    told("NO-GO, status 1");
    fake_end_all(&fake);
}

// What may be repeated is the same deed: its key is that of the earlier run.
static void same_key(void) {
    first("runbook: 1\ntitle: T\nsteps:\n" STEP(
        "pay",
        "ok ${step.key}") "    effect: idempotent\n    capture: { key: value }\n"
                          "  - id: each\n    for_each: { t: [x, 'a b'] }\n    fake: ok ${step.key}\n    effect: idempotent\n");
    Sv before = sv_copy(fake.arena, buf_sv(&fake_log.acted));
    Sv pay, x, odd, rest = before;
    CHECK(sv_next_part(&rest, ';', &pay) && sv_next_part(&rest, ';', &x) &&
          sv_next_part(&rest, ';', &odd));
    second("pay");
    acted(sv_to_c(fake.arena, sv_format(fake.arena, "%.*s;", SV_ARG(pay))));
    second("each[t=x]");
    acted(sv_to_c(fake.arena, sv_format(fake.arena, "%.*s;", SV_ARG(x))));
    fake_end_all(&fake);
}

// Iterations within iterations: one of each, with what it needs of its own.
static void iterations(void) {
    first("runbook: 1\ntitle: T\nsteps:\n"
          "  - id: tenants\n    for_each: { t: [a, b] }\n    steps:\n"
          "      - { id: list, name: list, fake: 'ok ${t}', capture: { v: value } }\n"
          "      - id: roles\n        for_each: { r: [p, q] }\n        name: roles\n"
          "        fake: ok ${steps.list.v}${r}\n        expect: value != ''\n");
    acted("ok a;ok ap;ok aq;ok b;ok bp;ok bq;");
    second("tenants[t=b]/roles[r=q]");
    acted("ok b;ok bq;");
    second("tenants[t=b]/roles");
    acted("ok b;ok bp;ok bq;");
    second("tenants[t=c]/roles");
    acted("");
    told("UNDECIDED, status 4");
    told("the run came to no iteration 'tenants[t=c]/roles'");
    fake_end_all(&fake);
}

// What the journal does not hold as it was has to be given; a secret input is resolved anew.
static void inputs(void) {
    static const char *const variables[] = {"KEY", "supersecret", "LONG", NULL, NULL};
    static char text[20 * 1024];
    static const char *with_long[5];
    memset(text, 'x', sizeof text - 1);
    memcpy(with_long, variables, sizeof with_long);
    with_long[3] = text;
    fake_begin(&fake);
    write_book("runbook: 1\ntitle: T\ninputs:\n"
               "  long: { type: string, default: d, env: LONG }\n"
               "  key: { type: string, secret: true, env: KEY }\n"
               "steps:\n" STEP("a", "ok 1") "    expect: value == 1\n");
    fake_variables = with_long;
    run_book();
    Sv message;
    CHECK(recorded_run_read(fake.arena, fake.result.journal, &recorded, &message));
    second("a");
    refused(3,
            "input 'long' cannot be taken from the earlier run: the journal holds only a part of "
            "it: values are cut there at 16 KiB (OBSERVED_BYTES)");
    static const char *const other[] = {"KEY", "another-secret", NULL};
    fake_variables = other;
    NamedText given = {SV("long"), {text, sizeof text - 1}};
    fake.options.sources.inputs = &given;
    fake.options.sources.input_count = 1;
    second("a");
    // Whether it is the same cannot be told.
    refused(3, "input 'long' was");
    fake_end_all(&fake);
}

// What is judged may be another thing by now; that is said.
static void subject(void) {
    first("runbook: 1\ntitle: T\nsubject: { state: [see, changing] }\nsteps:\n" STEP(
        "a", "ok 1") "    expect: value == 1\n");
    second("a");
    told("note: state was 'state 1' in run ");
    fake_end_all(&fake);
}

int main(void) {
    needs();
    needs_of_retries();
    whole_steps();
    no_change();
    same_key();
    iterations();
    inputs();
    subject();
    return check_done();
}
