// `--events PATH`: the lines of the journal, handed on as they are written. Whoever reads them has
// no part in the run: it neither waits for a reader nor ends without one.
#ifndef CLI_RUNS_EVENT_STREAM_H
#define CLI_RUNS_EVENT_STREAM_H

#include "cli/cli.h"

typedef struct EventStream EventStream;

// Whether the path can be written to; false with *error. `runbook`: the file that is run.
MUST_USE bool event_stream_check(const Cli *cli, const CommandLine *line, Sv runbook, Buf *error);
// Opens it. False where it cannot be, which is reported; *out is NULL where none is asked for.
MUST_USE bool event_stream_open(const Cli *cli, const CommandLine *line, EventStream **out);
// Where the lines come from, and how many bytes of it are told already.
void event_stream_follow(EventStream *stream, Sv journal, uint64_t from);
// The journal has one more line, which may be told.
void event_stream_next(EventStream *stream);
// Hands on what is left, waiting for the reader of a pipe no longer than two seconds, and says if
// not all was. False if that is no reader's doing, so that the run has to end with status 9.
MUST_USE bool event_stream_close(EventStream *stream);

#endif
