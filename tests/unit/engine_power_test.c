// The power goes at some instant of a run. What is written and synced is recorded, and images of
// the file are made as a disk may hold it then: what was synced, and of the rest any sectors, up to
// any length. Each is read and taken up again, and no step that changed something is unknown to it.
#include "engine_fake.h"
#include "journal/journal.h"
#include "soak.h"
#include <sys/syscall.h>
#include <time.h>

enum { SECTOR = 512, MOST_RECORDS = 4096, MOST_BYTES = 4 * 1024 * 1024 };

// ── what is recorded ──

typedef struct Record {
    size_t written; // bytes, after it
    size_t synced;  // of those, durable for certain
    size_t acted;   // bytes of fake_log.acted by then
    size_t shown;   // ends of changes that were shown by then
} Record;

static struct {
    pthread_mutex_t lock;
    bool on;
    char bytes[MOST_BYTES];
    size_t written, synced, shown;
    Record records[MOST_RECORDS];
    int count;
    char addresses[256][40]; // of the ends that were shown
} tape = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool is_journal(int fd) {
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path);
    return len > 13 && memcmp(path + len - 13, "journal.jsonl", 13) == 0;
}

// Behind the lock.
static void mark(void) {
    pthread_mutex_lock(&fake_log.lock);
    size_t acted = fake_log.acted.len;
    pthread_mutex_unlock(&fake_log.lock);
    CHECK(tape.count < MOST_RECORDS);
    tape.records[tape.count++] = (Record){tape.written, tape.synced, acted, tape.shown};
}

ssize_t write(int fd, const void *bytes, size_t count) {
    if (!tape.on || !is_journal(fd)) return syscall(SYS_write, fd, bytes, count);
    pthread_mutex_lock(&tape.lock);
    CHECK(tape.written + count < MOST_BYTES);
    memcpy(tape.bytes + tape.written, bytes, count);
    tape.written += count;
    ssize_t put = syscall(SYS_write, fd, bytes, count);
    mark();
    pthread_mutex_unlock(&tape.lock);
    return put;
}

// As long as a disk takes, so that others write meanwhile.
int fdatasync(int fd) {
    if (!tape.on || !is_journal(fd)) return 0;
    pthread_mutex_lock(&tape.lock);
    size_t upto = tape.written;
    pthread_mutex_unlock(&tape.lock);
    nanosleep(&(struct timespec){.tv_nsec = 300000}, NULL);
    pthread_mutex_lock(&tape.lock);
    if (upto > tape.synced) tape.synced = upto;
    mark();
    pthread_mutex_unlock(&tape.lock);
    return 0;
}

int fsync(int fd) {
    (void)fd;
    return 0;
}

static bool is_change(const Event *event) {
    return sv_eq_c(event_text(event, "effect"), "change") && event_int(event, "attempts") > 0;
}

// What is shown must be on the disk by then.
static bool note_shown(void *self, const Event *event) {
    (void)self;
    if (event->kind != EVENT_STEP_ENDED || !is_change(event)) return true;
    pthread_mutex_lock(&tape.lock);
    Sv address = event_text(event, "address");
    CHECK(tape.shown < 256 && address.len < 40);
    memcpy(tape.addresses[tape.shown], address.at, address.len);
    tape.addresses[tape.shown++][address.len] = '\0';
    mark();
    pthread_mutex_unlock(&tape.lock);
    return true;
}

// ── what an image holds ──

typedef struct Held {
    Buf intents, ends; // ";request;" and ";address;" of changes
} Held;

static bool hold_event(void *self, const Event *event) {
    Held *held = self;
    if (event->kind == EVENT_STEP_INTENT)
        buf_addf(&held->intents, ";%.*s;", SV_ARG(event_text(event, "request")));
    if (event->kind == EVENT_STEP_ENDED && is_change(event))
        buf_addf(&held->ends, ";%.*s;", SV_ARG(event_text(event, "address")));
    return true;
}

static void holds(const Buf *held, Sv what) {
    char text[200];
    int len = snprintf(text, sizeof text, ";%.*s;", SV_ARG(what));
    CHECK(sv_find(buf_sv(held), (Sv){text, (size_t)len}, 0) != SV_NONE);
}

static Event smallest(Arena *arena, EventKind kind) {
    MapBuilder fields = map_builder(arena), none = map_builder(arena);
    for (size_t i = 0; i < event_rows[kind].field_count; i++) {
        const EventField *field = &event_rows[kind].fields[i];
        Sv type = sv_from_c(field->type);
        if (sv_ends(type, SV("?"))) continue;
        bool text = sv_eq_c(type, "text") || sv_eq_c(type, "word");
        map_add_c(&fields, field->name,
                  text                    ? value_string(SV("x"))
                  : sv_eq_c(type, "bool") ? value_bool(false)
                  : sv_eq_c(type, "map")  ? map_done(&none)
                  : sv_eq_c(type, "list") ? value_list(arena, NULL, 0)
                                          : value_int(0));
    }
    return (Event){.kind = kind, .stamp = {1772330645000000000, 5}, .fields = map_done(&fields)};
}

static void take_up(Arena *arena, Sv folder, Sv path, const Record *at, Sv acted) {
    Held held = {buf_new(1 << 20), buf_new(1 << 20)};
    JournalTail tail;
    JournalProblem problem;
    Sv error = SV("");
    Journal *journal = journal_open_again(arena, folder, (EventSink){&held, hold_event},
                                          (EventParts){0}, &tail, &error);
    if (!journal) {
        // Only where the first line is not there, and then nothing had been done.
        CHECK(sv_ends(error, SV("it holds no whole event: the run had not begun")));
        CHECK_INT(at->acted, 0);
    } else if (tail.read.sealed) {
        // A GO is over, and not written on.
        CHECK(tail.cut == 0 && tail.read.intact);
        journal_close(journal);
    } else {
        Event events[] = {smallest(arena, EVENT_RUN_RESUMED), smallest(arena, EVENT_RUN_ENDED)};
        CHECK(journal_take_up(journal));
        CHECK(journal_append(journal, &events[0]) && journal_append(journal, &events[1]));
        journal_close(journal);
        CHECK(journal_read(arena, path, (EventSink){0}, &problem));
        CHECK_C(problem.message, "");
        CHECK(problem.intact && problem.sealed);
        CHECK_INT(problem.sessions, 2);
    }
    Sv rest = sv_slice(acted, 0, at->acted), turn;
    while (sv_next_part(&rest, ';', &turn))
        if (sv_starts(turn, SV("ok c"))) holds(&held.intents, turn);
    for (size_t i = 0; i < at->shown; i++)
        holds(&held.ends, sv_from_c(tape.addresses[i]));
    buf_free(&held.intents);
    buf_free(&held.ends);
}

static uint64_t seed = 1;

static size_t below(size_t count) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return count == 0 ? 0 : (size_t)(seed >> 33) % count;
}

// Of what is not durable: all, nothing, or some of its sectors; and the file may have any length.
static size_t image_of(const Record *at, size_t written, char *image) {
    size_t len = at->synced + below(written - at->synced + 1);
    if (below(4) == 0) len = written;
    memcpy(image, tape.bytes, len);
    size_t kept_of_8 = below(9);
    for (size_t from = at->synced; from < len; from += SECTOR - from % SECTOR) {
        size_t end = from + SECTOR - from % SECTOR;
        if (below(8) >= kept_of_8) memset(image + from, 0, (end < len ? end : len) - from);
    }
    return len;
}

static void images(Sv acted, int count) {
    static char image[MOST_BYTES];
    char folder[] = "/tmp/power-test-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    for (int i = 0; i < count; i++) {
        Arena *arena = arena_new((size_t)1 << 28);
        Sv path = sv_format(arena, "%s/journal.jsonl", folder);
        size_t index = below((size_t)tape.count);
        const Record *at = &tape.records[index];
        // The next write may have been on its way.
        size_t written =
            index + 1 < (size_t)tape.count ? tape.records[index + 1].written : at->written;
        size_t len = image_of(at, written, image);
        CHECK(file_append(path, (Sv){image, len}, 0600));
        int before = check_failures;
        take_up(arena, sv_from_c(folder), path, at, acted);
        if (check_failures != before)
            fprintf(stderr, "image %d, at record %zu of %d: %zu bytes, %zu durable\n", i, index,
                    tape.count, len, at->synced);
        remove(path.at);
        arena_free(arena);
    }
    rmdir(folder);
}

// Zeros where changes went on afterwards are no loss of power: the disk had been waited for by
// then.
static void zeroed(void) {
    static char image[MOST_BYTES];
    char folder[] = "/tmp/power-test-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    size_t first = sv_find_char((Sv){tape.bytes, tape.written}, '\n', 0) + 1;
    for (int i = 0; i < 20; i++) {
        Arena *arena = arena_new((size_t)1 << 28);
        Sv path = sv_format(arena, "%s/journal.jsonl", folder), error = SV("");
        size_t from = first + below(tape.written / 2 - first), len = 1 + below(SECTOR);
        JournalTail tail;
        memcpy(image, tape.bytes, tape.written);
        memset(image + from, 0, len);
        CHECK(file_append(path, (Sv){image, tape.written}, 0600));
        CHECK(!journal_open_again(arena, sv_from_c(folder), (EventSink){0}, (EventParts){0}, &tail,
                                  &error));
        CHECK(sv_ends(error, SV(": zeros stand where something was written")));
        CHECK(!tail.read.intact && !tail.read.torn);
        uint64_t line;
        uint32_t sessions;
        CHECK_INT(journal_bound(arena, path, &line, &sessions), JOURNAL_BROKEN);
        remove(path.at);
        arena_free(arena);
    }
    rmdir(folder);
}

static void story(const char *text, int count) {
    Fake fake;
    fake_begin(&fake);
    tape.written = tape.synced = tape.shown = 0;
    tape.count = 0;
    Sv path = path_join(fake.arena, sv_from_c(fake.folder), SV("main.yaml"));
    CHECK(file_write_atomic(path, sv_from_c(text), 0600));
    PlanOptions options = {.registry = &fake_registry, .root = sv_from_c(fake.folder)};
    Diags diags = diags_new(fake.arena);
    Plan *plan = plan_load(fake.arena, path, &options, &diags);
    EventSink sink = {NULL, note_shown};
    fake.options.sinks = &sink;
    fake.options.sink_count = 1;
    CHECK_SV(fake_diags(&fake, &diags), SV(""));
    tape.on = true;
    if (plan) run_plan(plan, &fake.options, &diags, fake.arena, &fake.result);
    tape.on = false;
    CHECK(tape.count > 10 && tape.shown > 1);
    images(buf_sv(&fake_log.acted), count);
    zeroed();
    fake_end_all(&fake);
}

#define CHANGE "effect: change, "
static const char *const stories[] = {
    "runbook: 1\ntitle: T\nsteps:\n"
    "- {name: a, id: a, " CHANGE "fake: ok c1}\n"
    "- {name: b, id: b, fake: ok r1}\n"
    "- {name: c, id: c, " CHANGE "fake: ok c2}\n"
    "- {name: d, id: d, " CHANGE "fake: ok c3}\n"
    "- {name: e, id: e, fake: ok r2}\n"
    "finally:\n- {name: f, id: f, " CHANGE "fake: ok c4}\n",
    "runbook: 1\ntitle: T\nsteps:\n"
    "- {name: 'p ${n}', id: p, for_each: {n: lists.range(12)}, parallel: 8, " CHANGE
    "fake: 'ok c${n}'}\n"
    "- {name: 'q ${n}', id: q, for_each: {n: lists.range(20)}, parallel: 4, fake: 'ok r${n}'}\n"
    "- {name: z, id: z, " CHANGE "fake: ok c99}\n",
    "runbook: 1\ntitle: T\non_failure: rollback\nsteps:\n"
    "- {name: a, id: a, " CHANGE "fake: ok c1, undo: [{name: ua, fake: ok c11, " CHANGE "}]}\n"
    "- {name: b, id: b, " CHANGE "fake: ok c2, undo: [{name: ub, fake: ok c12, " CHANGE "}]}\n"
    "- {name: g, parallel: 3, steps: [{name: x, id: x, " CHANGE "fake: ok c5}, {name: y, id: y, "
    "fake: ok r5}, {name: w, id: w, " CHANGE "fake: ok c6}]}\n"
    "- {name: n, id: n, fake: fail}\n",
};

int main(void) {
    int count = soaking() ? 3334 : 100;
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
        story(stories[i], count);
    return check_done();
}
