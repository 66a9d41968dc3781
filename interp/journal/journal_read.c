// Reads a journal back and verifies its chain.
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "journal/journal.h"
#include <errno.h>

typedef struct JournalReader {
    Arena *arena;   // messages
    Arena *scratch; // one event
    EventSink sink;
    JournalProblem *out;
    Buf prev;      // digest of the last good line, hex
    uint64_t line; // number of the one at hand
} JournalReader;

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

bool journal_bound(Sv text, uint64_t *line) {
    BUF_AUTO Buf before = buf_new(64);
    buf_add_repeat(&before, '0', 64);
    *line = 0;
    for (size_t at = 0, end; (end = sv_find_char(text, '\n', at)) != SV_NONE; at = end + 1) {
        Sv each = sv_slice(text, at, end), last = SV("\",\"event\":\"run_ended\"");
        ++*line;
        Sv prev = field_of(each, SV("\"prev\":\""), 64);
        if (!sv_eq(prev, buf_sv(&before))) return false;
        Sv behind = sv_slice(each, (size_t)(prev.at - each.at) + prev.len, each.len);
        if (sv_starts(behind, last) && !seal_holds(each)) return false;
        Sha256 digest = sha256_of(each);
        buf_clear(&before);
        hex_add(&before, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    }
    return true;
}

static bool good_line(JournalReader *reader, Sv line) {
    arena_reset(reader->scratch);
    Event event;
    Sv prev, error;
    if (!event_read(reader->scratch, line, &event, &prev, &error))
        return problem(reader, sv_copy(reader->arena, error));
    if (event.seq != reader->line)
        return problem(reader,
                       sv_format(reader->arena, "event %llu stands where number %llu must be",
                                 (unsigned long long)event.seq, (unsigned long long)reader->line));
    if (!sv_eq(prev, buf_sv(&reader->prev)))
        return problem(reader,
                       SV("the digest of the line before is not the one that is written here"));
    if (reader->out->sealed)
        return problem(reader, SV("an event follows the one that seals the chain"));
    if ((event.kind == EVENT_RUN_STARTED) != (reader->line == 1))
        return problem(reader, SV("run_started is the first event, and only the first"));
    if (event.kind == EVENT_RUN_STARTED && event_int(&event, "format") > JOURNAL_FORMAT)
        return problem(reader, sv_format(reader->arena,
                                         "its format is %lld, and this program knows up to %d",
                                         (long long)event_int(&event, "format"), JOURNAL_FORMAT));
    if (event.kind == EVENT_RUN_ENDED && !seal_holds(line))
        return problem(reader, SV("the event that ends the run is not the one that was sealed"));
    reader->out->sealed = event.kind == EVENT_RUN_ENDED;
    reader->out->events++;
    if (reader->sink.take && !reader->sink.take(reader->sink.self, &event))
        return problem(reader, SV("what reads the events has failed"));
    Sha256 digest = sha256_of(line);
    buf_clear(&reader->prev);
    hex_add(&reader->prev, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return true;
}

// The last line is torn where its line feed is missing: a crash can leave that, and nothing else.
static void read_lines(JournalReader *reader, Sv text) {
    size_t at = 0;
    while (at < text.len) {
        reader->line++;
        size_t end = sv_find_char(text, '\n', at);
        if (end == SV_NONE) {
            reader->out->torn = true;
            problem(reader, sv_format(reader->arena, "the last line is cut off after %zu bytes",
                                      text.len - at));
            return;
        }
        if (!good_line(reader, sv_slice(text, at, end))) return;
        at = end + 1;
    }
    reader->out->intact = reader->line > 0;
    if (reader->line == 0) problem(reader, SV("the journal is empty"));
}

static Sv unreadable(Arena *arena, FileStatus status, Sv path) {
    const char *why = status == FILE_MISSING     ? "there is no such file"
                      : status == FILE_IS_FOLDER ? "it is a folder"
                      : status == FILE_TOO_LARGE ? "it is too large"
                                                 : NULL;
    Sv reason = why ? sv_from_c(why) : file_error(arena, errno);
    return sv_format(arena, "%.*s cannot be read: %.*s", SV_ARG(path), SV_ARG(reason));
}

bool journal_read(Arena *arena, Sv path, EventSink sink, JournalProblem *out) {
    *out = (JournalProblem){0};
    Arena *bytes = arena_new(LIMIT_RUN_MEMORY);
    Sv text;
    FileStatus status = file_read(bytes, path, LIMIT_RUN_MEMORY / 2, &text);
    if (status != FILE_OK) {
        out->message = unreadable(arena, status, path);
        arena_free(bytes);
        return false;
    }
    JournalReader reader = {.arena = arena,
                            .scratch = arena_new(LIMIT_ATTEMPT_MEMORY),
                            .sink = sink,
                            .out = out,
                            .prev = buf_new(64)};
    buf_add_repeat(&reader.prev, '0', 64);
    read_lines(&reader, text);
    if (out->events > 0) out->digest = buf_keep(&reader.prev, arena);
    buf_free(&reader.prev);
    arena_free(reader.scratch);
    arena_free(bytes);
    return true;
}
