// Reads one run from its folder: the first and last line of its journal, and what is wrong with
// them.
#include "cli/found/run_entry.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "cli/found/run_watch.h"
#include "event/event.h"
#include "history/run_id.h"
#include "journal/journal.h"
#include "report/left_so_far.h"
#include "report/standing.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_LINES = 2, LAST_LINES = 3, PART_BYTES = 16 * 1024 };

// ── their order ──

static Sv order_of_time(Arena *arena, const struct stat *about) {
    uint64_t ms =
        (uint64_t)about->st_mtim.tv_sec * 1000 + (uint64_t)about->st_mtim.tv_nsec / 1000000;
    return sv_format(arena, "%08llx-%04llx", (unsigned long long)(ms >> 16),
                     (unsigned long long)(ms & 0xFFFF));
}

// ── lines ──

// The bytes [from, from + most) of the file, fewer at its end.
static bool read_part(Arena *arena, int fd, off_t from, size_t most, Sv *out) {
    char *at = arena_alloc_raw(arena, most + 1);
    size_t len = 0;
    while (len < most) {
        ssize_t got = pread(fd, at + len, most - len, from + (off_t)len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        if (got == 0) break;
        len += (size_t)got;
    }
    *out = (Sv){at, len};
    return true;
}

// The beginning or the end of the file, as much as holds so many ends of lines.
static bool read_end(Arena *arena, int fd, size_t size, bool last, size_t lines, Sv *out) {
    size_t most = (size_t)2 * LIMIT_EVENT_BYTES + 1024;
    for (size_t length = PART_BYTES;; length *= 8) {
        if (length > most) length = most;
        size_t from = last && size > length ? size - length : 0;
        if (!read_part(arena, fd, (off_t)from, length < size ? length : size, out)) return false;
        if (length >= size || length == most || sv_count(*out, '\n') >= lines) return true;
    }
}

static void damaged(RunEntry *entry, Sv problem) {
    entry->state = RUN_DAMAGED;
    entry->problem = problem;
}

static void unbegun(RunEntry *entry, Sv problem) {
    entry->state = RUN_UNBEGUN;
    entry->problem = problem;
}

// Checks the first line by its digest in the second.
static bool is_bound(Arena *arena, Sv first, Sv second) {
    Event event;
    Sv prev, error;
    if (!event_read(arena, second, &event, &prev, &error)) return true; // that one is damaged
    return sv_eq(sv_format(arena, "sha256:%.*s", SV_ARG(prev)),
                 sha256_text(arena, sha256_of(first)));
}

static Value given_inputs(Arena *keep, const Event *event) {
    Value inputs = event_value(event, "inputs");
    ListBuilder given = list_builder(keep);
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        Sv from = value_field_text(input, "from", SV(""));
        // What is taken from the run that is repeated is told there.
        if (input.kind != VALUE_MAP || sv_eq_c(from, "default") || sv_starts(from, SV("run ")))
            continue;
        MapBuilder map = map_builder(keep);
        map_add_c(&map, "name", value_copy(keep, value_field(input, "name")));
        map_add_c(&map, "value", value_copy(keep, value_field(input, "value")));
        list_add(&given, map_done(&map));
    }
    return list_done(&given);
}

static void read_first(Arena *keep, Arena *arena, Sv text, RunEntry *entry) {
    size_t end = sv_find_char(text, '\n', 0);
    if (text.len == 0) {
        unbegun(entry, SV("its journal is empty"));
        return;
    }
    if (end == SV_NONE) {
        unbegun(entry, SV("the first line of its journal is cut off"));
        return;
    }
    Event event;
    Sv prev, error, line = sv_slice(text, 0, end);
    if (!event_read(arena, line, &event, &prev, &error) || event.kind != EVENT_RUN_STARTED) {
        damaged(entry, SV("its journal does not begin as one"));
        return;
    }
    Sv id = event_text(&event, "run");
    size_t next = sv_find_char(text, '\n', end + 1);
    bool fits = next == SV_NONE || is_bound(arena, line, sv_slice(text, end + 1, next));
    if (!fits) {
        damaged(entry, SV("the first line of its journal is not the one that was written"));
        return;
    }
    if (entry->id.len > 0 && !sv_eq(entry->id, id)) {
        damaged(entry, sv_format(keep, "it holds the journal of run %.*s", SV_ARG(id)));
        entry->foreign = true;
        return;
    }
    entry->id = sv_copy(keep, id);
    if (run_is_id(id)) entry->order = entry->id;
    entry->name = sv_copy(keep, event_text(&event, "name"));
    entry->title = sv_copy(keep, event_text(&event, "title"));
    entry->path = sv_copy(keep, event_text(&event, "path"));
    entry->again_of = sv_copy(keep, event_text(&event, "again_of"));
    entry->narrowed = entry->again_of.len > 0 || value_count(event_value(&event, "selection")) > 0;
    entry->again_count =
        (uint32_t)value_count(value_field(event_value(&event, "selection"), "only"));
    entry->user = sv_copy(keep, event_text(&event, "user"));
    entry->host = sv_copy(keep, event_text(&event, "host"));
    entry->inputs = given_inputs(keep, &event);
    entry->subject = value_copy(keep, event_value(&event, "subject"));
    entry->started_ns = event.stamp.wall_ns;
}

// Takes the last line off the text.
static Sv last_line(Sv *text) {
    size_t end = text->len, from;
    if (end > 0 && text->at[end - 1] == '\n') end--;
    for (from = end; from > 0 && text->at[from - 1] != '\n';)
        from--;
    Sv line = sv_slice(*text, from, end);
    text->len = from;
    return line;
}

static void read_last(Arena *keep, Arena *arena, Sv text, RunEntry *entry) {
    if (!sv_ends(text, SV("\n"))) return;
    Event event, before;
    Sv prev, error;
    if (!event_read(arena, last_line(&text), &event, &prev, &error) ||
        event.kind != EVENT_RUN_ENDED)
        return;
    entry->state = RUN_SEALED;
    entry->verdict = sv_copy(keep, event_text(&event, "verdict"));
    entry->elapsed_ns = event_int(&event, "elapsed");
    entry->standing = (uint32_t)value_count(standing_of(event.fields));
    entry->reasons = value_copy(keep, event_value(&event, "reasons"));
    entry->resumable = event_text(&event, "resume").len > 0;
    if (!event_read(arena, last_line(&text), &before, &prev, &error) || before.kind != EVENT_PARKED)
        return;
    entry->waits_for = sv_copy(keep, event_text(&before, "number"));
    entry->waits_ns = before.stamp.wall_ns;
}

// Where a run is that is going on, as far as its last events tell.
static void read_where(Arena *keep, Arena *arena, Sv text, RunEntry *entry) {
    RunWatch watch = run_watch_new(arena);
    size_t begin = sv_starts(text, SV("{\"seq\":")) ? 0 : sv_find_char(text, '\n', 0);
    if (begin == SV_NONE) return;
    Sv rest = sv_slice(text, begin, text.len), line, prev, error;
    Event event;
    while (sv_next_line(&rest, &line))
        if (line.len > 0 && event_read(arena, line, &event, &prev, &error))
            run_watch_take(&watch, &event);
    if (watch.count == 0) return;
    const WatchedStep *step = &watch.steps[0];
    entry->at = sv_format(keep, "%.*s %.*s", SV_ARG(step->number), SV_ARG(step->name));
}

// ── the whole ──

static void read_journal(Arena *arena, int fd, RunEntry *entry) {
    // Asked first: a run that ends meanwhile has its end in the file then.
    bool running = journal_running(arena, entry->journal);
    int64_t now_ns = index_now_ns();
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        damaged(entry, SV("its journal is no file"));
        return;
    }
    entry->stamp = index_stamp(&about, now_ns);
    Sv first, last;
    Arena *lines = arena_new(LIMIT_RUN_MEMORY);
    size_t size = (size_t)about.st_size;
    // Where it is stands anywhere in the last events; else two lines at each end are enough.
    if (!read_end(lines, fd, size, false, FIRST_LINES, &first) ||
        !read_end(lines, fd, size, true, running ? SIZE_MAX : LAST_LINES, &last)) {
        damaged(entry, sv_format(arena, "its journal cannot be read: %.*s",
                                 SV_ARG(file_error(arena, errno))));
    } else {
        read_first(arena, lines, first, entry);
        if (entry->state == RUN_OPEN) read_last(arena, lines, last, entry);
        entry->running = running && entry->state == RUN_OPEN;
        // One that died before its end.
        if (entry->state == RUN_OPEN)
            entry->resumable = !entry->running && entry->again_of.len == 0;
        if (entry->running) read_where(arena, lines, last, entry);
    }
    arena_free(lines);
}

bool run_entry_read(Arena *arena, Sv folder, bool listed, RunEntry *out) {
    RunEntry entry = {.folder = folder,
                      .journal = path_join(arena, folder, SV("journal.jsonl")),
                      .state = RUN_OPEN};
    const char *path = sv_to_c(arena, entry.journal), *folder_path = sv_to_c(arena, folder);
    struct stat about;
    if (!path || stat(folder_path, &about) != 0 || !S_ISDIR(about.st_mode)) return false;
    entry.order = order_of_time(arena, &about);
    if (listed && run_is_id(path_name(folder))) entry.id = entry.order = path_name(folder);
    if (entry.id.len > 0) entry.started_ns = run_id_ns(entry.id);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int error = errno;
    if (fd < 0 && !listed) return false;
    if (fd >= 0)
        read_journal(arena, fd, &entry);
    else if (error == ENOENT)
        unbegun(&entry, SV("there is no journal in it"));
    else
        damaged(&entry, sv_format(arena, "its journal cannot be read: %.*s",
                                  SV_ARG(file_error(arena, error))));
    if (fd >= 0) close(fd);
    *out = entry;
    return true;
}

static bool take_left(void *self, const Event *event) {
    left_so_far_take(self, event);
    return true;
}

// Of a run that died; one that ended says it in its last line.
static void read_left(Arena *arena, RunEntry *entry) {
    Arena *own = arena_new(LIMIT_RUN_MEMORY);
    LeftSoFar left = left_so_far_new(own);
    JournalProblem problem;
    if (journal_read(arena, entry->journal, (EventSink){&left, take_left}, &problem)) {
        entry->standing = (uint32_t)value_count(
            value_field(left_so_far_fields(&left, own, entry->id), "standing"));
        entry->resumable &= !left.undoing;
    }
    arena_free(own);
}

void runs_check(Arena *arena, RunEntry *entry) {
    if (entry->checked || (entry->state != RUN_SEALED && entry->state != RUN_OPEN)) return;
    entry->checked = true;
    entry->row_stands = false;
    uint64_t line;
    JournalBound bound = journal_bound(arena, entry->journal, &line, &entry->sessions);
    if (bound == JOURNAL_UNREADABLE) damaged(entry, SV("its journal cannot be read"));
    if (bound == JOURNAL_BROKEN)
        damaged(entry,
                sv_format(arena, "its journal is damaged at line %llu", (unsigned long long)line));
    if (entry->state == RUN_OPEN && !entry->running && entry->again_of.len == 0)
        read_left(arena, entry);
}
