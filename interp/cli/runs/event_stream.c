#include "cli/runs/event_stream.h"
#include "base/heap.h"
#include "base/system/file.h"
#include "base/system/outlet.h"
#include "cli/runs/target.h"
#include "value/json.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

// A reader who is there reads at once; one who has stopped is not waited for again at each event.
enum { PATIENCE_MS = 50, LAST_PATIENCE_MS = 2000, READ_BYTES = 64 * 1024 };

struct EventStream {
    const Cli *cli;
    Sv path;  // as it was named
    bool log; // standard output: a CI system or a terminal may read it
    Outlet out;
    int journal;  // -1 = not known yet
    off_t from;   // of the next byte that was not read
    Buf ahead;    // read, and not told
    Buf line;     // being told
    uint64_t due; // lines that may be told
    bool stalled;
};

static const TargetWords words = {"--events", "the file of events", "no file of events is",
                                  "a file of events"};

static bool is_output(Sv path) {
    return sv_eq_c(path, "-");
}

bool event_stream_check(const Cli *cli, const CommandLine *line, Sv runbook, Buf *error) {
    Sv path = line->events;
    if (!path.len || is_output(path)) return true;
    if (!target_check(cli, line, runbook, path, &words, error)) return false;
    for (uint32_t i = 0; i < line->reports.count; i++) {
        if (!target_is_same(cli, path, line->reports.items[i].text)) continue;
        buf_addf(error, "a report and the events would be written to %.*s", SV_ARG(path));
        return false;
    }
    return true;
}

bool event_stream_open(const Cli *cli, const CommandLine *line, EventStream **out) {
    *out = NULL;
    if (!line->events.len) return true;
    bool log = is_output(line->events);
    Outlet outlet = {.fd = log ? fcntl(cli->events_fd, F_DUPFD_CLOEXEC, 0) : -1};
    if (log && outlet.fd < 0) outlet.error = errno;
    if (!log && !outlet_open(&outlet, line->events, 0600)) {
        Sv why = file_write_error(cli->arena, line->events, errno);
        cli_fail(cli, STATUS_JOURNAL, "the file of events %.*s cannot be written: %.*s",
                 SV_ARG(line->events), SV_ARG(why));
        return false;
    }
    EventStream *stream = heap_alloc(sizeof *stream);
    *stream = (EventStream){.cli = cli,
                            .path = line->events,
                            .log = log,
                            .out = outlet,
                            .journal = -1,
                            .ahead = buf_new((size_t)2 * LIMIT_EVENT_BYTES),
                            .line = buf_new((size_t)4 * LIMIT_EVENT_BYTES)};
    *out = stream;
    return true;
}

void event_stream_follow(EventStream *stream, Sv journal, uint64_t from) {
    if (!stream || stream->journal >= 0) return;
    const char *name = sv_to_c(stream->cli->arena, journal);
    stream->journal = name ? open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    stream->from = (off_t)from;
    if (stream->journal < 0 && stream->out.error == 0) stream->out.error = name ? errno : EINVAL;
}

// Takes the next line into `line`, as it is told.
static bool next_line(EventStream *stream) {
    for (;;) {
        Sv ahead = buf_sv(&stream->ahead);
        size_t end = sv_find_char(ahead, '\n', 0);
        if (end != SV_NONE) {
            Sv line = sv_slice(ahead, 0, end + 1);
            if (stream->log)
                json_add_for_log(&stream->line, line);
            else
                buf_add(&stream->line, line);
            buf_drop(&stream->ahead, end + 1);
            return true;
        }
        char bytes[READ_BYTES];
        ssize_t got = pread(stream->journal, bytes, sizeof bytes, stream->from);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) stream->out.error = errno;
        if (got <= 0) return false;
        stream->from += got;
        buf_add(&stream->ahead, (Sv){bytes, (size_t)got});
    }
}

static void pump(EventStream *stream, int patience_ms) {
    while (stream->out.error == 0 && stream->journal >= 0) {
        if (!stream->line.len && (!stream->due || !next_line(stream))) return;
        buf_drop(&stream->line, outlet_put(&stream->out, buf_sv(&stream->line), patience_ms));
        stream->stalled = stream->line.len > 0;
        if (stream->stalled) return;
        stream->due--;
    }
}

void event_stream_next(EventStream *stream) {
    if (!stream) return;
    stream->due++;
    pump(stream, stream->stalled ? 0 : PATIENCE_MS);
}

bool event_stream_close(EventStream *stream) {
    if (!stream) return true;
    const Cli *cli = stream->cli;
    // Standard output is waited for as it always is.
    pump(stream, stream->log ? -1 : LAST_PATIENCE_MS);
    outlet_close(&stream->out);
    int error = stream->out.error;
    if (error == 0 && stream->due > 0) error = ETIMEDOUT;
    if (error != 0) {
        Sv why = error == EPIPE       ? SV("its reader went away")
                 : error == ETIMEDOUT ? SV("its reader has stopped reading")
                                      : file_write_error(cli->arena, stream->path, error);
        cli_errf(cli,
                 "runbook: not all events were written to %.*s: %.*s; the journal has them all\n",
                 SV_ARG(stream->log ? SV("standard output") : stream->path), SV_ARG(why));
    }
    if (stream->journal >= 0) close(stream->journal);
    buf_free(&stream->ahead);
    buf_free(&stream->line);
    heap_free(stream);
    return error == 0 || error == EPIPE || error == ETIMEDOUT;
}
