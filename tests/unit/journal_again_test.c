// A journal that is taken up again: by whom, when, what is cut off, and what the chain is then.
#include "base/system/file.h"
#include "check.h"
#include "journal/journal.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct Bench {
    Arena *arena;
    Sv folder;
    int count;
} Bench;

// The smallest event of its kind that the table allows.
static Event event_at(Bench *bench, EventKind kind, int64_t mono) {
    MapBuilder fields = map_builder(bench->arena), none = map_builder(bench->arena);
    for (size_t i = 0; i < event_rows[kind].field_count; i++) {
        const EventField *field = &event_rows[kind].fields[i];
        Sv type = sv_from_c(field->type);
        if (sv_ends(type, SV("?"))) continue;
        bool verdict = sv_eq_c(sv_from_c(field->name), "verdict");
        Value value = verdict                                          ? value_string(SV("STOPPED"))
                      : sv_eq_c(type, "text") || sv_eq_c(type, "word") ? value_string(SV("x"))
                      : sv_eq_c(type, "bool")                          ? value_bool(false)
                      : sv_eq_c(type, "map")                           ? map_done(&none)
                      : sv_eq_c(type, "list") ? value_list(bench->arena, NULL, 0)
                                              : value_int(0);
        map_add_c(&fields, field->name, value);
    }
    return (Event){.kind = kind, .stamp = {1772330645000000000, mono}, .fields = map_done(&fields)};
}

static void add(Bench *bench, Journal *journal, EventKind kind, int64_t mono) {
    Event event = event_at(bench, kind, mono);
    CHECK(journal_append(journal, &event));
}

static Sv new_folder(Bench *bench) {
    return sv_format(bench->arena, "%.*s/%d", SV_ARG(bench->folder), bench->count++);
}

static Sv file_in(Bench *bench, Sv folder) {
    return path_join(bench->arena, folder, SV("journal.jsonl"));
}

// A run of three events; sealed by a fourth, or died.
static Sv begun(Bench *bench, bool sealed) {
    Sv folder = new_folder(bench), error = SV("");
    Journal *journal = journal_create(bench->arena, folder, &error);
    CHECK_C(error, "");
    add(bench, journal, EVENT_RUN_STARTED, 100);
    add(bench, journal, EVENT_NOTE, 110);
    add(bench, journal, EVENT_NOTE, 150);
    if (sealed) add(bench, journal, EVENT_RUN_ENDED, 160);
    CHECK(journal_sync(journal));
    journal_close(journal);
    return folder;
}

static Sv text_of(Bench *bench, Sv folder) {
    Sv text = SV("");
    CHECK_INT(file_read(bench->arena, file_in(bench, folder), 1 << 24, &text), FILE_OK);
    return text;
}

static void put(Bench *bench, Sv folder, Sv text) {
    CHECK(file_append(file_in(bench, folder), text, 0600));
}

static bool count_event(void *self, const Event *event) {
    uint64_t *count = self;
    CHECK_INT(event->seq, *count + 1);
    ++*count;
    return true;
}

static Journal *opened(Bench *bench, Sv folder, JournalTail *tail) {
    Sv error = SV("");
    uint64_t count = 0;
    Journal *journal = journal_open_again(bench->arena, folder, (EventSink){&count, count_event},
                                          (EventParts){0}, tail, &error);
    CHECK_C(error, "");
    CHECK(journal != NULL);
    CHECK_INT(count, tail->read.events);
    return journal;
}

static void refused(Bench *bench, Sv folder, const char *why) {
    JournalTail tail;
    Sv error = SV("");
    CHECK(journal_open_again(bench->arena, folder, (EventSink){0}, (EventParts){0}, &tail,
                             &error) == NULL);
    CHECK_SV(error, sv_format(bench->arena, "the journal in %.*s cannot be taken up again: %s",
                              SV_ARG(folder), why));
}

// Goes on with a session of its own, and looks at the whole.
static void goes_on(Bench *bench, Sv folder, uint32_t sessions, int64_t elapsed) {
    JournalTail tail;
    Journal *journal = opened(bench, folder, &tail);
    CHECK(journal_take_up(journal));
    add(bench, journal, EVENT_RUN_RESUMED, 7);
    add(bench, journal, EVENT_NOTE, 8);
    add(bench, journal, EVENT_RUN_ENDED, 12);
    journal_close(journal);
    JournalProblem problem;
    CHECK(journal_read(bench->arena, file_in(bench, folder), (EventSink){0}, &problem));
    CHECK_SV(problem.message, SV(""));
    CHECK(problem.intact && problem.sealed && !problem.torn);
    CHECK_INT(problem.events, tail.read.events + 3);
    CHECK_INT(problem.sessions, sessions);
    CHECK_INT(problem.elapsed_ns, elapsed);
    CHECK_INT(problem.mono_ns, 12);
    CHECK_INT(problem.bytes, text_of(bench, folder).len);
    uint64_t line;
    uint32_t told;
    CHECK_INT(journal_bound(bench->arena, file_in(bench, folder), &line, &told), JOURNAL_BOUND);
    CHECK_INT(told, sessions);
}

// Nothing has changed until it is taken up; then the torn line is gone and the chain goes on.
static void of_a_killed_run(Bench *bench) {
    static const char *const tails[] = {"", "{", "{\"seq\":4,\"time\":\"2026-", "x"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        Sv folder = begun(bench, false), whole = text_of(bench, folder);
        put(bench, folder, sv_from_c(tails[i]));
        Sv before = text_of(bench, folder);
        JournalTail tail;
        Journal *journal = opened(bench, folder, &tail);
        CHECK(!tail.running && !tail.read.sealed);
        CHECK_INT(tail.read.events, 3);
        CHECK_INT(tail.read.sessions, 1);
        CHECK_INT(tail.read.mono_ns, 150);
        CHECK_INT(tail.read.elapsed_ns, 50);
        CHECK_INT(tail.cut, before.len - whole.len);
        CHECK_C(tail.read.verdict, "");
        Event event = event_at(bench, EVENT_RUN_RESUMED, 1);
        CHECK(!journal_append(journal, &event));
        CHECK_C(journal_error(journal), "the journal could not be written: Read-only file system");
        journal_close(journal);
        CHECK_SV(text_of(bench, folder), before);
        goes_on(bench, folder, 2, 55);
        CHECK_SV(sv_slice(text_of(bench, folder), 0, whole.len), whole);
    }
}

static void of_a_sealed_run(Bench *bench) {
    Sv folder = begun(bench, true);
    JournalTail tail;
    Journal *journal = opened(bench, folder, &tail);
    CHECK(tail.read.sealed);
    CHECK_C(tail.read.verdict, "STOPPED");
    CHECK_INT(tail.cut, 0);
    journal_close(journal);
    goes_on(bench, folder, 2, 65);
    goes_on(bench, folder, 3, 70);
    goes_on(bench, folder, 4, 75);
}

static JournalProblem read_by(Bench *bench, Sv folder, EventParts parts) {
    JournalProblem found;
    CHECK(journal_read_parts(bench->arena, file_in(bench, folder), (EventSink){0}, parts, &found));
    return found;
}

static void alike(const JournalProblem *part, const JournalProblem *whole) {
    CHECK_SV(part->message, whole->message);
    CHECK_INT(part->line, whole->line);
    CHECK_INT(part->intact, whole->intact);
    CHECK_INT(part->torn, whole->torn);
}

// Whoever does not need the fields finds whatever somebody else finds who reads them.
static void in_parts(Bench *bench) {
    EventParts heads = {.heads = ~(uint64_t)0};
    for (int sealed = 0; sealed < 2; sealed++) {
        Sv folder = begun(bench, sealed != 0), text = text_of(bench, folder);
        JournalProblem whole = read_by(bench, folder, (EventParts){0}),
                       part = read_by(bench, folder, heads);
        alike(&part, &whole);
        CHECK(part.intact);
        CHECK_SV(part.digest, whole.digest);
        CHECK_SV(part.verdict, whole.verdict);
        CHECK_INT(part.elapsed_ns, whole.elapsed_ns);
        const char *path = sv_to_c(bench->arena, file_in(bench, folder));
        for (size_t at = 0; at < text.len; at++) {
            FILE *file = fopen(path, "r+");
            CHECK(fseek(file, (long)at, SEEK_SET) == 0 && fputc(text.at[at] ^ 1, file) != EOF);
            CHECK(fclose(file) == 0);
            whole = read_by(bench, folder, (EventParts){0}), part = read_by(bench, folder, heads);
            alike(&part, &whole);
            file = fopen(path, "r+");
            CHECK(fseek(file, (long)at, SEEK_SET) == 0 && fputc(text.at[at], file) != EOF);
            CHECK(fclose(file) == 0);
        }
    }
}

// Nothing but a session of its own follows a seal.
static void behind_a_seal(Bench *bench) {
    Sv folder = begun(bench, true);
    JournalTail tail;
    Journal *journal = opened(bench, folder, &tail);
    CHECK(journal_take_up(journal));
    add(bench, journal, EVENT_NOTE, 8);
    journal_close(journal);
    JournalProblem problem;
    CHECK(journal_read(bench->arena, file_in(bench, folder), (EventSink){0}, &problem));
    CHECK(!problem.intact);
    CHECK_INT(problem.line, 5);
    CHECK_C(problem.message, "an event follows the one that seals the chain");
    refused(bench, folder,
            "it is damaged at line 5: an event follows the one that seals the chain");
}

static void what_is_no_journal(Bench *bench) {
    refused(bench, new_folder(bench), "there is none");
    Sv folder = new_folder(bench);
    CHECK(file_make_folders(file_in(bench, folder), 0700));
    refused(bench, folder, "Is a directory");
    folder = new_folder(bench);
    CHECK(file_make_folders(folder, 0700));
    CHECK(mkfifo(sv_to_c(bench->arena, file_in(bench, folder)), 0600) == 0);
    refused(bench, folder, "it is no file");
    Sv target = file_in(bench, begun(bench, false));
    folder = new_folder(bench);
    CHECK(file_make_folders(folder, 0700));
    CHECK(symlink(sv_to_c(bench->arena, target), sv_to_c(bench->arena, file_in(bench, folder))) ==
          0);
    refused(bench, folder, "it is a link");
    folder = new_folder(bench);
    CHECK(file_make_folders(folder, 0700));
    put(bench, folder, SV(""));
    refused(bench, folder, "it holds no whole event: the run had not begun");
    put(bench, folder, SV("{\"seq\":1,\"ti"));
    refused(bench, folder, "it holds no whole event: the run had not begun");
}

static void damaged(Bench *bench) {
    Sv folder = begun(bench, false), text = text_of(bench, folder);
    int fd = open(sv_to_c(bench->arena, file_in(bench, folder)), O_WRONLY);
    size_t at = sv_find(text, SV("\"mono\":110"), 0) + 9;
    CHECK(pwrite(fd, "9", 1, (off_t)at) == 1);
    close(fd);
    refused(bench, folder,
            "it is damaged at line 3: the digest of the line before is not the one that is written "
            "here");
}

static void changed_meanwhile(Bench *bench) {
    Sv folder = begun(bench, false);
    JournalTail tail;
    Journal *journal = opened(bench, folder, &tail);
    put(bench, folder, SV("x"));
    CHECK(!journal_take_up(journal));
    CHECK_C(journal_error(journal),
            "the journal was changed by somebody else before it was taken up");
    Event event = event_at(bench, EVENT_RUN_RESUMED, 1);
    CHECK(!journal_append(journal, &event));
    journal_close(journal);
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Who was handed the descriptor holds the lock; it is waited for a while.
static void running(Bench *bench) {
    for (int held_ms = 300; held_ms <= 60000; held_ms += 59700) {
        Sv folder = begun(bench, false), path = file_in(bench, folder), error = SV("");
        CHECK(!journal_running(bench->arena, path));
        JournalTail tail;
        Journal *journal = opened(bench, folder, &tail);
        CHECK(journal_running(bench->arena, path));
        pid_t child = fork();
        if (child == 0) {
            poll(NULL, 0, held_ms);
            _exit(0);
        }
        journal_close(journal);
        CHECK(journal_running(bench->arena, path));
        int64_t began = now_ms();
        journal = journal_open_again(bench->arena, folder, (EventSink){0}, (EventParts){0}, &tail,
                                     &error);
        int64_t waited = now_ms() - began;
        if (held_ms < 3000) {
            CHECK(journal && !tail.running && waited >= 200);
            journal_close(journal);
        } else {
            CHECK(!journal && tail.running && waited >= 2900 && waited < 10000);
            CHECK_SV(error, sv_format(bench->arena,
                                      "the journal in %.*s cannot be taken up again: the run is "
                                      "still going on, or a command that it started is",
                                      SV_ARG(folder)));
            CHECK(kill(child, SIGKILL) == 0);
        }
        CHECK(waitpid(child, NULL, 0) == child);
        CHECK(!journal_running(bench->arena, path));
    }
    Sv folder = new_folder(bench), error = SV("");
    Journal *journal = journal_create(bench->arena, folder, &error);
    CHECK(journal_running(bench->arena, file_in(bench, folder)));
    struct stat about;
    CHECK(fstat(journal_descriptor(journal), &about) == 0 && S_ISREG(about.st_mode));
    journal_close(journal);
    CHECK(!journal_running(bench->arena, file_in(bench, folder)));
    CHECK(!journal_running(bench->arena, SV("/nowhere/journal.jsonl")));
}

static Sv folder_of_mode(Bench *bench, mode_t mode) {
    Sv folder = new_folder(bench);
    const char *name = sv_to_c(bench->arena, folder);
    CHECK(mkdir(name, 0700) == 0 && chmod(name, mode) == 0);
    return folder;
}

// Where its group may write to the folder, the journal is that group's as well.
static void of_a_group(Bench *bench) {
    static const struct {
        mode_t folder, journal;
    } cases[] = {{0700, 0600},  {0755, 0600}, {0770, 0660},  {02770, 0660},
                 {03770, 0660}, {0777, 0660}, {01777, 0600}, {0760, 0600}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Sv folder = folder_of_mode(bench, cases[i].folder), error = SV("");
        struct stat about;
        mode_t before = umask(077);
        Journal *journal = journal_create(bench->arena, folder, &error);
        umask(before);
        CHECK_C(error, "");
        CHECK(fstat(journal_descriptor(journal), &about) == 0);
        CHECK_INT(about.st_mode & 07777, cases[i].journal);
        journal_close(journal);
    }
}

// Root can open everything, and goes on with nothing that another user may have made up.
static void of_others(Bench *bench) {
    if (geteuid() != 0) return;
    Sv folder = begun(bench, false);
    const char *name = sv_to_c(bench->arena, file_in(bench, folder));
    CHECK(chown(name, 54321, 54321) == 0 && chmod(name, 0666) == 0);
    refused(bench, folder, "it belongs to uid 54321, not to you");
    CHECK(chown(name, 54321, getegid()) == 0 && chmod(name, 0640) == 0);
    refused(bench, folder, "it belongs to uid 54321, not to you");
    CHECK(chmod(name, 0660) == 0);
    goes_on(bench, folder, 2, 55);
}

int main(void) {
    char folder[] = "/tmp/journal-again-test-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    Bench bench = {.arena = arena_new(1 << 30), .folder = sv_from_c(folder)};
    of_a_killed_run(&bench);
    of_a_sealed_run(&bench);
    in_parts(&bench);
    behind_a_seal(&bench);
    what_is_no_journal(&bench);
    damaged(&bench);
    changed_meanwhile(&bench);
    running(&bench);
    of_a_group(&bench);
    of_others(&bench);
    for (int i = 0; i < bench.count; i++) {
        Sv inner = sv_format(bench.arena, "%s/%d", folder, i);
        remove(sv_to_c(bench.arena, file_in(&bench, inner)));
        CHECK(rmdir(sv_to_c(bench.arena, inner)) == 0 || access(inner.at, F_OK) != 0);
    }
    CHECK(rmdir(folder) == 0);
    arena_free(bench.arena);
    return check_done();
}
