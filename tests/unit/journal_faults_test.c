// Every call with which a journal is made, written, synced and taken up again fails once, in every
// way that it may: the run hears of it, nothing is written behind it, and what was durable is
// there.
#include "base/system/file.h"
#include "check.h"
#include "journal/journal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// ── the calls ──

typedef enum Call { CALL_WRITE, CALL_SYNC, CALL_CUT, CALL_LOOK, CALL_READ, CALL_COUNT } Call;

static struct {
    bool on;
    Call call;
    int at;    // which of them fails, from 0
    int error; // errno; 0 = a short write
    int seen[CALL_COUNT];
    bool failed; // it has
    int written; // whole writes since then
} fault;

// Calls on other files are left alone; those of the journal are counted.
static bool is_journal(int fd) {
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path);
    return len > 13 && memcmp(path + len - 13, "journal.jsonl", 13) == 0;
}

static bool fails(int fd, Call call) {
    if (!fault.on || !is_journal(fd)) return false;
    bool now = fault.call == call && fault.seen[call]++ == fault.at;
    fault.failed |= now;
    if (now) errno = fault.error;
    return now;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    if (!fails(fd, CALL_WRITE)) {
        if (fault.on && fault.failed && is_journal(fd)) fault.written++;
        return syscall(SYS_write, fd, bytes, count);
    }
    return fault.error == 0 ? syscall(SYS_write, fd, bytes, count / 2) : -1;
}

ssize_t read(int fd, void *bytes, size_t count) {
    if (!fails(fd, CALL_READ)) return syscall(SYS_read, fd, bytes, count);
    return fault.error == 0 ? syscall(SYS_read, fd, bytes, count < 7 ? count : 7) : -1;
}

// The file system's own time is not what is tested.
int fdatasync(int fd) {
    return fails(fd, CALL_SYNC) ? -1 : 0;
}

int fsync(int fd) {
    return fails(fd, CALL_SYNC) ? -1 : 0;
}

int ftruncate(int fd, off_t length) {
    return fails(fd, CALL_CUT) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int fstat(int fd, struct stat *about) {
    return fails(fd, CALL_LOOK) ? -1 : fstatat(fd, "", about, AT_EMPTY_PATH);
}

// ── what is done ──

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

// How far it came, and what the journal said of it.
typedef struct Course {
    int durable; // events that were said to last
    bool well;
    Sv error;
} Course;

static const EventKind first[] = {EVENT_RUN_STARTED, EVENT_NOTE, EVENT_STEP_STARTED,
                                  EVENT_STEP_INTENT, EVENT_NOTE, EVENT_STEP_INTENT,
                                  EVENT_STEP_STARTED},
                       again[] = {EVENT_RUN_RESUMED, EVENT_NOTE, EVENT_STEP_INTENT,
                                  EVENT_RUN_ENDED};

static Course write_all(Arena *arena, Journal *journal, const EventKind *kinds, size_t count) {
    Course course = {.well = true};
    for (size_t i = 0; i < count; i++) {
        Event event = smallest(arena, kinds[i]);
        bool well = journal_append(journal, &event);
        // From the first failure on nothing is taken.
        CHECK(course.well || !well);
        course.well = course.well && well;
        if (well && (event_rows[kinds[i]].flags & EVENT_DURABLE)) course.durable = (int)i + 1;
    }
    course.error = journal_error(journal);
    CHECK(course.well == (course.error.len == 0));
    return course;
}

static void removes(Arena *arena, Sv folder) {
    remove(sv_to_c(arena, path_join(arena, folder, SV("journal.jsonl"))));
    rmdir(sv_to_c(arena, folder));
}

// A failure is said, and nothing is written behind it.
static void said(const Course *course, Sv error) {
    CHECK(error.len > 0 && sv_find_char(error, '\n', 0) == SV_NONE);
    CHECK(fault.failed);
    if (fault.call == CALL_WRITE || fault.call == CALL_SYNC || fault.call == CALL_LOOK)
        CHECK_INT(fault.written, 0);
    CHECK(!course->well);
}

static void whole(Arena *arena, Sv path, int events, bool sealed) {
    JournalProblem problem;
    CHECK(journal_read(arena, path, (EventSink){0}, &problem));
    // Of a first line that could not be written nothing is there.
    CHECK(problem.intact || problem.torn || (problem.events == 0 && problem.bytes == 0));
    CHECK((int)problem.events >= events);
    CHECK(!sealed || (problem.intact && problem.sealed));
}

static bool goes_on(Arena *arena, Sv folder, Sv path) {
    Sv error = SV("");
    JournalTail tail;
    CHECK(file_append(path, SV("{\"torn"), 0600));
    fault.on = true;
    Journal *journal =
        journal_open_again(arena, folder, (EventSink){0}, (EventParts){0}, &tail, &error);
    Course course = {0};
    int before = sizeof first / sizeof *first;
    if (!journal) {
        said(&course, error);
    } else if (!journal_take_up(journal)) {
        Event event = smallest(arena, EVENT_RUN_RESUMED);
        CHECK(!journal_append(journal, &event));
        said(&course, journal_error(journal));
    } else {
        course = write_all(arena, journal, again, sizeof again / sizeof *again);
        if (!course.well) said(&course, course.error);
        before += course.durable;
    }
    fault.on = false;
    journal_close(journal);
    whole(arena, path, before, course.well);
    return course.well;
}

static void try(Sv base, bool resumes, Call call, int at, int error) {
    Arena *arena = arena_new((size_t)1 << 28);
    Sv folder = path_join(arena, base, SV("run")), why = SV("");
    Sv path = path_join(arena, folder, SV("journal.jsonl"));
    memset(&fault, 0, sizeof fault);
    fault.call = call, fault.at = at, fault.error = error;
    fault.on = !resumes;
    Journal *journal = journal_create(arena, folder, &why);
    Course course = {0};
    if (!journal) {
        said(&course, why);
    } else {
        course = write_all(arena, journal, first, sizeof first / sizeof *first);
        if (!course.well) said(&course, course.error);
    }
    fault.on = false;
    journal_close(journal);
    if (course.well && resumes)
        course.well = goes_on(arena, folder, path);
    else if (journal)
        whole(arena, path, course.durable, false);
    bool passing = error == EINTR || (call == CALL_READ && error == 0);
    CHECK(!fault.failed || passing || !course.well);
    // What can be tried again was.
    if (fault.failed && passing) CHECK(course.well || call == CALL_LOOK || call == CALL_CUT);
    removes(arena, folder);
    arena_free(arena);
}

int main(void) {
    static const int errors[] = {EIO, ENOSPC, EINTR, EDQUOT, 0};
    char folder[] = "/tmp/journal-faults-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    int tried[CALL_COUNT] = {0};
    for (int resumes = 0; resumes < 2; resumes++)
        for (Call call = 0; call < CALL_COUNT; call++)
            for (size_t e = 0; e < sizeof errors / sizeof *errors; e++) {
                if (errors[e] == 0 && call != CALL_WRITE && call != CALL_READ) continue;
                for (int at = 0; at < 40; at++) {
                    int before = check_failures;
                    try(sv_from_c(folder), resumes, call, at, errors[e]);
                    if (check_failures != before)
                        fprintf(stderr, "call %d, number %d, errno %d, resumed %d\n", call, at,
                                errors[e], resumes);
                    if (!fault.failed) break;
                    tried[call]++;
                }
            }
    for (Call call = 0; call < CALL_COUNT; call++)
        CHECK(tried[call] >= 4);
    CHECK(rmdir(folder) == 0);
    return check_done();
}
