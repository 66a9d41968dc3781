// Reads a journal back and verifies its chain.
#include "base/ascii.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "journal/journal_internal.h"
#include <errno.h>
#include <unistd.h>

typedef struct JournalReader {
    Arena *arena;   // messages
    Arena *scratch; // one event
    EventSink sink;
    EventParts parts;
    JournalProblem *out;
    Buf prev;  // digest of the last good line, hex
    Buf taken; // the last line, where not all of it was read; else empty
    uint64_t taken_line;
    uint64_t line;     // number of the one at hand
    JournalHole *hole; // a line that never reached the disk: nothing from there on counts
} JournalReader;

// No writer makes a line as long as this.
enum { LONGEST_LINE = 16 * LIMIT_EVENT_BYTES };

static bool problem(JournalReader *reader, Sv message) {
    reader->out->intact = false;
    reader->out->line = reader->line;
    reader->out->message = message;
    return false;
}

static bool seal_holds(Sv line) {
    BUF_AUTO Buf end = buf_new(256);
    journal_add_seal(&end, (Sv){0});
    if (line.len < end.len) return false;
    Sv before = sv_slice(line, 0, line.len - end.len);
    buf_clear(&end);
    journal_add_seal(&end, before);
    return sv_ends(line, buf_sv(&end));
}

static Sv field_of(Sv line, Sv before, size_t len) {
    size_t at = sv_find(line, before, 0);
    if (at == SV_NONE || line.len - at - before.len < len) return (Sv){0};
    return sv_slice(line, at + before.len, at + before.len + len);
}

typedef struct Bound {
    Buf before; // digest of the line before, hex
    uint64_t line;
    uint32_t sessions;
    bool broken;
    bool hole; // it is broken by zeros
    bool ends; // the last line behind these is a run_ended
} Bound;

static bool is_bound(void *self, Sv each, bool whole) {
    Bound *bound = self;
    if (bound->hole)
        bound->ends = whole && sv_find(each, SV("\",\"event\":\"run_ended\""), 0) != SV_NONE;
    if (!whole || bound->hole) return true;
    Sv prev = field_of(each, SV("\"prev\":\""), 64), last = SV("\",\"event\":\"run_ended\"");
    bound->line++;
    bound->hole = sv_find_char(each, '\0', 0) != SV_NONE;
    bound->broken = bound->hole || !sv_eq(prev, buf_sv(&bound->before));
    if (bound->broken) return bound->hole;
    Sv behind = sv_slice(each, (size_t)(prev.at - each.at) + prev.len, each.len);
    bound->broken = sv_starts(behind, last) && !seal_holds(each);
    bound->sessions += bound->line == 1 || sv_starts(behind, SV("\",\"event\":\"run_resumed\""));
    Sha256 digest = sha256_of(each);
    buf_clear(&bound->before);
    hex_add(&bound->before, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return !bound->broken;
}

JournalBound journal_bound(Arena *arena, Sv path, uint64_t *line, uint32_t *sessions) {
    Bound bound = {.before = buf_new(64)};
    buf_add_repeat(&bound.before, '0', 64);
    FileStatus status = file_lines(arena, path, LONGEST_LINE, is_bound, &bound);
    buf_free(&bound.before);
    *line = bound.line + (status == FILE_TOO_LARGE);
    *sessions = bound.sessions;
    // Who looks at its last line alone would take the run for ended where that is an end.
    JournalProblem problem;
    bool hole = status == FILE_OK && bound.hole && !bound.ends;
    if (hole && journal_read(arena, path, (EventSink){0}, &problem) && problem.torn)
        return JOURNAL_BOUND;
    if (status == FILE_TOO_LARGE || bound.broken) return JOURNAL_BROKEN;
    return status == FILE_OK ? JOURNAL_BOUND : JOURNAL_UNREADABLE;
}

// A run that was a go-ahead, if in part, is over; any other may be taken up again.
static bool is_final(Sv verdict) {
    return sv_eq_c(verdict, "GO") || sv_eq_c(verdict, "PARTIAL");
}

// A session is what one process wrote. Clocks of two of them cannot be compared.
static void keep_tail(JournalReader *reader, const Event *event, Sv line) {
    JournalProblem *out = reader->out;
    bool begins = event->kind == EVENT_RUN_STARTED || event->kind == EVENT_RUN_RESUMED;
    out->sealed = event->kind == EVENT_RUN_ENDED;
    if (out->sealed) out->verdict = sv_copy(reader->arena, event_text(event, "verdict"));
    if (out->sealed) out->seals++;
    if (begins) out->sessions++;
    if (!begins) out->elapsed_ns += event->stamp.mono_ns - out->mono_ns;
    out->mono_ns = event->stamp.mono_ns;
    out->bytes += line.len + 1;
    out->events++;
}

static Sv text_behind(Sv line, Sv before) {
    size_t at = sv_find(line, before, 0);
    if (at == SV_NONE) return (Sv){0};
    size_t from = at + before.len, to = sv_find_char(line, '"', from);
    return to == SV_NONE ? (Sv){0} : sv_slice(line, from, to);
}

// By its text: what else is in it this program need not understand.
static bool is_newer(JournalReader *reader, Sv line) {
    size_t at = sv_find(line, SV("\"format\":"), 0);
    int64_t format = 0;
    for (at += sizeof "\"format\":" - 1; at < line.len && ascii_is_digit(line.at[at]); at++)
        format = format < INT32_MAX ? format * 10 + (line.at[at] - '0') : format;
    if (reader->line != 1 || !sv_starts(line, SV("{\"seq\":1,")) || format <= JOURNAL_FORMAT)
        return false;
    Sv tool = text_behind(line, SV("\"tool\":\""));
    reader->out->newer = true;
    problem(reader, sv_format(reader->arena,
                              "of a newer version: %.*s wrote it in format %lld, and this program "
                              "(%s) knows up to %d",
                              SV_ARG(tool.len > 0 ? tool : SV("another program")),
                              (long long)format, "runbook " RUNBOOK_VERSION, JOURNAL_FORMAT));
    return true;
}

static bool good_line(JournalReader *reader, Sv line) {
    arena_reset(reader->scratch);
    if (reader->line == 1 && is_newer(reader, line)) return false;
    Event event;
    Sv prev, error;
    bool part = event_read_part(reader->scratch, line, reader->parts, &event, &prev);
    if (!part && !event_read(reader->scratch, line, &event, &prev, &error))
        return problem(reader, sv_copy(reader->arena, error));
    if (event.seq != reader->line)
        return problem(reader,
                       sv_format(reader->arena, "event %llu stands where number %llu must be",
                                 (unsigned long long)event.seq, (unsigned long long)reader->line));
    if (!sv_eq(prev, buf_sv(&reader->prev)))
        return problem(reader,
                       SV("the digest of the line before is not the one that is written here"));
    buf_clear(&reader->taken);
    reader->taken_line = reader->line;
    if (part) buf_add(&reader->taken, line);
    if (reader->out->sealed && (event.kind != EVENT_RUN_RESUMED || is_final(reader->out->verdict)))
        return problem(reader, SV("an event follows the one that seals the chain"));
    if ((event.kind == EVENT_RUN_STARTED) != (reader->line == 1))
        return problem(reader, SV("run_started is the first event, and only the first"));
    if (event.kind == EVENT_RUN_ENDED && !seal_holds(line))
        return problem(reader, SV("the event that ends the run is not the one that was sealed"));
    keep_tail(reader, &event, line);
    if (reader->sink.take && !reader->sink.take(reader->sink.self, &event))
        return problem(reader, SV("what reads the events has failed"));
    Sha256 digest = sha256_of(line);
    buf_clear(&reader->prev);
    hex_add(&reader->prev, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return true;
}

// The last line is torn where its line feed is missing: a crash can leave that, and a loss of power
// a hole.
static bool read_line(void *self, Sv line, bool whole) {
    JournalReader *reader = self;
    if (reader->hole) return journal_hole_take(reader->hole, line);
    reader->line++;
    if (sv_find_char(line, '\0', 0) != SV_NONE) {
        reader->hole = journal_hole_new(reader->arena);
        problem(reader, SV("what follows had not reached the disk when the run was cut off"));
        return true;
    }
    if (whole) return good_line(reader, line);
    reader->out->torn = true;
    return problem(reader,
                   sv_format(reader->arena, "the last line is cut off after %zu bytes", line.len));
}

static FileStatus lines_of(JournalReader *reader, int fd, Sv path, FileLine *take, void *self) {
    return fd >= 0 ? file_lines_of(fd, LONGEST_LINE, take, self)
                   : file_lines(reader->arena, path, LONGEST_LINE, take, self);
}

// Whether a loss of power can have left the hole.
static bool fits(JournalReader *reader, int fd, Sv path) {
    if (journal_hole_asks(reader->hole)) {
        if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0) return false;
        if (lines_of(reader, fd, path, journal_hole_before, reader->hole) != FILE_OK) return false;
    }
    bool torn = journal_hole_is_torn(reader->hole);
    if (!torn) reader->out->message = SV("zeros stand where something was written");
    return torn;
}

// No digest behind it tells that the last line, or the one before a problem, is as it was written:
// of that everything is read.
static bool last_reads(JournalReader *reader) {
    Event event;
    Sv prev, error;
    arena_reset(reader->scratch);
    if (reader->taken.len == 0 ||
        event_read(reader->scratch, buf_sv(&reader->taken), &event, &prev, &error))
        return true;
    reader->line = reader->taken_line;
    reader->out->torn = false;
    return problem(reader, sv_copy(reader->arena, error));
}

// Of a file that is open, or of the one at the path.
static FileStatus read_lines(JournalReader *reader, int fd, Sv path) {
    reader->out->intact = true;
    FileStatus status = lines_of(reader, fd, path, read_line, reader);
    if (!last_reads(reader)) return FILE_OK;
    if (status == FILE_TOO_LARGE) {
        reader->line++;
        problem(reader, SV("the line is longer than an event may be (EVENT_BYTES)"));
        return FILE_OK;
    }
    if (status == FILE_OK && reader->hole) reader->out->torn = fits(reader, fd, path);
    if (status == FILE_OK && reader->line == 0) problem(reader, SV("the journal is empty"));
    return status;
}

static Sv unreadable(Arena *arena, FileStatus status, Sv path) {
    const char *why = status == FILE_MISSING     ? "there is no such file"
                      : status == FILE_IS_FOLDER ? "it is a folder"
                                                 : NULL;
    Sv reason = why ? sv_from_c(why) : file_error(arena, errno);
    return sv_format(arena, "%.*s cannot be read: %.*s", SV_ARG(path), SV_ARG(reason));
}

bool journal_read_open(Arena *arena, int fd, Sv path, EventSink sink, EventParts parts,
                       JournalProblem *out) {
    *out = (JournalProblem){0};
    parts.heads &= ~((uint64_t)1 << EVENT_RUN_ENDED); // its verdict says what may follow
    JournalReader reader = {.arena = arena,
                            .scratch = arena_new(LIMIT_ATTEMPT_MEMORY),
                            .sink = sink,
                            .parts = parts,
                            .out = out,
                            .prev = buf_new(64),
                            .taken = buf_new(LONGEST_LINE)};
    buf_add_repeat(&reader.prev, '0', 64);
    FileStatus status = read_lines(&reader, fd, path);
    if (status != FILE_OK) {
        out->intact = false;
        out->message = unreadable(arena, status, path);
    } else if (out->events > 0) {
        out->digest = buf_keep(&reader.prev, arena);
    }
    journal_hole_free(reader.hole);
    buf_free(&reader.prev);
    buf_free(&reader.taken);
    arena_free(reader.scratch);
    return status == FILE_OK;
}

Sv journal_problem_words(Arena *arena, const JournalProblem *read) {
    if (read->newer) return read->message;
    return sv_format(arena, "damaged at line %llu: %.*s", (unsigned long long)read->line,
                     SV_ARG(read->message));
}

bool journal_read(Arena *arena, Sv path, EventSink sink, JournalProblem *out) {
    return journal_read_open(arena, -1, path, sink, (EventParts){0}, out);
}

bool journal_read_parts(Arena *arena, Sv path, EventSink sink, EventParts parts,
                        JournalProblem *out) {
    return journal_read_open(arena, -1, path, sink, parts, out);
}
