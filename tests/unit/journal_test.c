// The journal: what is written, how damage is found, what a full disk does.
#include "base/buf.h"
#include "base/system/file.h"
#include "check.h"
#include "journal/journal.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static Event note(Arena *arena, const char *message) {
    MapBuilder fields = map_builder(arena);
    map_add_c(&fields, "level", value_string(SV("info")));
    map_add_c(&fields, "message", value_string(sv_from_c(message)));
    return (Event){
        .kind = EVENT_NOTE, .stamp = {1772330645000000000, 5}, .fields = map_done(&fields)};
}

// The smallest event of its kind that the table allows.
static Event smallest(Arena *arena, EventKind kind) {
    MapBuilder fields = map_builder(arena), none = map_builder(arena);
    Value map = map_done(&none);
    for (size_t i = 0; i < event_rows[kind].field_count; i++) {
        const EventField *field = &event_rows[kind].fields[i];
        Sv type = sv_from_c(field->type);
        if (sv_ends(type, SV("?"))) continue;
        Value value = sv_eq_c(type, "text") || sv_eq_c(type, "word") ? value_string(SV(""))
                      : sv_eq_c(type, "bool")                        ? value_bool(false)
                      : sv_eq_c(type, "map")                         ? map
                      : sv_eq_c(type, "list")                        ? value_list(arena, NULL, 0)
                                                                     : value_int(0);
        map_add_c(&fields, field->name, value);
    }
    return (Event){.kind = kind, .stamp = {1772330645000000000, 5}, .fields = map_done(&fields)};
}

static bool count_event(void *self, const Event *event) {
    uint64_t *count = self;
    CHECK_INT(event->seq, *count + 1);
    ++*count;
    return true;
}

static Sv write_one(Arena *arena, Sv folder) {
    Sv error = SV("");
    Journal *journal = journal_create(arena, folder, &error);
    CHECK_C(error, "");
    CHECK(journal != NULL);
    Event events[] = {smallest(arena, EVENT_RUN_STARTED), note(arena, "one"), note(arena, "two"),
                      smallest(arena, EVENT_RUN_ENDED)};
    for (size_t i = 0; i < 4; i++) {
        CHECK(journal_append(journal, &events[i]));
    }
    CHECK(journal_sync(journal));
    journal_close(journal);
    return path_join(arena, folder, SV("journal.jsonl"));
}

static JournalProblem read_text(Arena *arena, Sv folder, Sv text) {
    Sv path = path_join(arena, folder, SV("damaged.jsonl"));
    // Neither file_write_atomic nor O_TRUNC, which wait for the disk: this happens many thousand
    // times.
    int fd = open(sv_to_c(arena, path), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && write(fd, text.at, text.len) == (ssize_t)text.len);
    CHECK(ftruncate(fd, (off_t)text.len) == 0);
    close(fd);
    JournalProblem problem;
    CHECK(journal_read(arena, path, (EventSink){0}, &problem));
    return problem;
}

static void whole(Arena *arena, Sv folder) {
    Sv path = write_one(arena, folder);
    struct stat about;
    CHECK(stat(sv_to_c(arena, path), &about) == 0);
    CHECK_INT(about.st_mode & 0777, 0600);
    CHECK(stat(sv_to_c(arena, folder), &about) == 0);
    CHECK_INT(about.st_mode & 0777, 0700);
    uint64_t count = 0;
    JournalProblem problem;
    CHECK(journal_read(arena, path, (EventSink){&count, count_event}, &problem));
    CHECK(problem.intact && problem.sealed && !problem.torn);
    CHECK_INT(count, 4);
    CHECK_INT(problem.events, 4);
    CHECK_INT(problem.digest.len, 64);
    Sv error = SV("");
    CHECK(journal_create(arena, folder, &error) == NULL);
    CHECK(sv_ends(error, SV(": there is one already")));
}

// A folder that was there keeps its mode, and it is said where others can write to it.
static void folder_that_was_there(Arena *arena, Sv folder) {
    static const struct {
        const char *name;
        mode_t mode;
        const char *said;
    } cases[] = {
        {"plain", 0755, ""},
        {"narrow", 0700, ""},
        {"group", 0770,
         "others can write to the run's folder (mode 0770): they can put another journal in the "
         "place of this one; to keep them out: chmod go-w "},
        {"all", 0757,
         "others can write to the run's folder (mode 0757): they can put another journal in the "
         "place of this one; to keep them out: chmod go-w "},
        {"sticky", 01777, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Sv inner = path_join(arena, folder, sv_from_c(cases[i].name)), error = SV("");
        const char *name = sv_to_c(arena, inner);
        struct stat about;
        CHECK(mkdir(name, 0700) == 0 && chmod(name, cases[i].mode) == 0);
        Journal *journal = journal_create(arena, inner, &error);
        CHECK_C(error, "");
        Sv said =
            cases[i].said[0] ? sv_format(arena, "%s%.*s", cases[i].said, SV_ARG(inner)) : SV("");
        CHECK_SV(journal_exposed(journal, arena), said);
        CHECK(stat(name, &about) == 0);
        CHECK_INT(about.st_mode & 07777, cases[i].mode);
        journal_close(journal);
    }
}

// An event that is too long leaves the journal as it was; one that does not fit its row, or would
// be read as something else, ends it.
static void what_does_not_fit(Arena *arena, Sv folder) {
    Sv error = SV(""), path = path_join(arena, folder, SV("long"));
    Journal *journal = journal_create(arena, path, &error);
    Event started = smallest(arena, EVENT_RUN_STARTED), event = note(arena, "short");
    bool too_long;
    CHECK(journal_add(journal, &started, &too_long) && !too_long);
    Buf text BUF_AUTO = buf_new((size_t)16 << 20);
    buf_add_repeat(&text, 'x', (size_t)1 << 20);
    buf_add_char(&text, '\0');
    Event lengthy = note(arena, text.at);
    CHECK(!journal_add(journal, &lengthy, &too_long) && too_long);
    CHECK_C(journal_error(journal), "");
    buf_clear(&text);
    buf_add_repeat(&text, 'x', (size_t)9 << 20);
    buf_add_char(&text, '\0');
    lengthy = note(arena, text.at);
    CHECK(!journal_add(journal, &lengthy, &too_long) && too_long);
    CHECK(journal_add(journal, &event, &too_long) && !too_long);
    CHECK(journal_flush(journal));
    MapBuilder fields = map_builder(arena);
    map_add_c(&fields, "level", value_string(SV("info")));
    map_add_c(&fields, "\xc2\xabtoken\xc2\xbb", value_string(SV("a")));
    Event strange = event;
    strange.fields = map_done(&fields);
    CHECK(!journal_add(journal, &strange, &too_long) && !too_long);
    CHECK_C(journal_error(journal), "a line of the journal could not be read back: note knows no "
                                    "field '\xc2\xabtoken\xc2\xbb'");
    CHECK(!journal_add(journal, &event, &too_long) && !too_long);
    journal_close(journal);
    JournalProblem problem;
    CHECK(
        journal_read(arena, path_join(arena, path, SV("journal.jsonl")), (EventSink){0}, &problem));
    CHECK(problem.intact);
    CHECK_INT(problem.events, 2);
}

// Deeper than any reader goes, with a secret's name in it: read back before it is taken.
static void what_cannot_be_read(Arena *arena, Sv folder) {
    Sv error = SV("");
    Journal *journal = journal_create(arena, path_join(arena, folder, SV("deep")), &error);
    Event started = smallest(arena, EVENT_RUN_STARTED);
    CHECK(journal_append(journal, &started));
    Value deep = value_string(SV("\xc2\xabtoken\xc2\xbb"));
    for (int i = 0; i < 1100; i++)
        deep = value_list(arena, arena_copy(arena, &deep, sizeof deep), 1);
    MapBuilder fields = map_builder(arena);
    Event captured = smallest(arena, EVENT_CAPTURED);
    for (size_t i = 0; i < value_count(captured.fields); i++) {
        Value key = value_key(captured.fields, i);
        bool value = sv_eq_c(value_text(key), "value");
        map_add(&fields, key, value ? deep : value_at(captured.fields, i));
    }
    captured.fields = map_done(&fields);
    CHECK(!journal_append(journal, &captured));
    CHECK(sv_starts(journal_error(journal), SV("a line of the journal could not be read back: ")));
    journal_close(journal);
}

// Every flipped bit, every cut and every lost line is found.
static void damage(Arena *arena, Sv folder) {
    Sv text;
    CHECK(file_read(arena, path_join(arena, folder, SV("journal.jsonl")), 1 << 20, &text) ==
          FILE_OK);
    char *bytes = arena_copy(arena, text.at, text.len);
    Sv last_line = sv_slice(text, 0, text.len);
    for (size_t i = 0; i < 8 * text.len; i++) {
        bytes[i / 8] ^= (char)(1 << i % 8);
        CHECK(!read_text(arena, folder, (Sv){bytes, text.len}).intact);
        bytes[i / 8] ^= (char)(1 << i % 8);
    }
    CHECK(read_text(arena, folder, (Sv){bytes, text.len}).intact);
    for (size_t cut = 0; cut < text.len; cut++) {
        JournalProblem problem = read_text(arena, folder, sv_slice(text, 0, cut));
        CHECK(!problem.intact || !problem.sealed);
        CHECK(problem.torn == (cut > 0 && text.at[cut - 1] != '\n'));
    }
    Sv rest = last_line, line;
    for (size_t from = 0; sv_next_line(&rest, &line); from += line.len + 1) {
        BUF_AUTO Buf without = buf_new(1 << 20);
        buf_add(&without, sv_slice(text, 0, from));
        buf_add(&without, sv_slice(text, from + line.len + 1, text.len));
        JournalProblem problem = read_text(arena, folder, buf_sv(&without));
        CHECK(!problem.intact || !problem.sealed);
    }
    BUF_AUTO Buf twice = buf_new(1 << 20);
    buf_add(&twice, text);
    buf_add(&twice, text);
    CHECK_C(read_text(arena, folder, buf_sv(&twice)).message,
            "event 1 stands where number 5 must be");
    CHECK_C(read_text(arena, folder, SV("")).message, "the journal is empty");
    CHECK_C(read_text(arena, folder, SV("{}\n")).message, "key 1 is not 'seq'");
    JournalProblem torn = read_text(arena, folder, sv_slice(text, 0, text.len - 3));
    CHECK(torn.torn && torn.events == 3 && torn.line == 4);
}

static void unreadable(Arena *arena, Sv folder) {
    JournalProblem problem;
    CHECK(!journal_read(arena, folder, (EventSink){0}, &problem));
    CHECK_SV(problem.message,
             sv_format(arena, "%.*s cannot be read: it is a folder", SV_ARG(folder)));
    CHECK(!journal_read(arena, SV("/nowhere/journal.jsonl"), (EventSink){0}, &problem));
    CHECK_C(problem.message, "/nowhere/journal.jsonl cannot be read: there is no such file");
}

// A write that fails is told once and for all: nothing is ever written behind it.
static void full_disk(Arena *arena, Sv folder) {
    Sv inner = path_join(arena, folder, SV("full")), error = SV("");
    Journal *journal = journal_create(arena, inner, &error);
    Event started = smallest(arena, EVENT_RUN_STARTED), event = note(arena, "a line");
    CHECK(journal_append(journal, &started));
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 1200;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    bool well = true;
    for (int i = 0; i < 10 && well; i++)
        well = journal_append(journal, &event);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK(!well);
    Sv said = journal_error(journal);
    CHECK(sv_starts(said, SV("the journal could not be written")));
    CHECK(!journal_append(journal, &event));
    CHECK(!journal_sync(journal));
    journal_close(journal);
    JournalProblem problem;
    CHECK(journal_read(arena, path_join(arena, inner, SV("journal.jsonl")), (EventSink){0},
                       &problem));
    CHECK(!problem.sealed && problem.events > 0);
}

int main(void) {
    Arena *arena = arena_new(1 << 30);
    char folder[] = "/tmp/journal-test-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    Sv run = path_join(arena, sv_from_c(folder), SV("run"));
    whole(arena, run);
    folder_that_was_there(arena, run);
    what_does_not_fit(arena, run);
    what_cannot_be_read(arena, run);
    damage(arena, run);
    unreadable(arena, run);
    full_disk(arena, run);
    Sv command = sv_format(arena, "%s", folder);
    static const char *const files[] = {"run/full/journal.jsonl", "run/full", "run/journal.jsonl",
                                        "run/damaged.jsonl", "run"};
    for (size_t i = 0; i < 5; i++)
        remove(sv_to_c(arena, path_join(arena, command, sv_from_c(files[i]))));
    rmdir(folder);
    arena_free(arena);
    return check_done();
}
