// How a run was taken up again, in words that the terminal and the reports share.
#ifndef REPORT_SESSIONS_H
#define REPORT_SESSIONS_H

#include "base/buf.h"
#include "value/value.h"

// "4 minutes", "3 hours": rounded down to one unit.
void session_add_pause(Buf *out, int64_t ns);
// "taken up again by ops-2 on host, 4 minutes after it was stopped by SIGINT": the fields of
// run_resumed and its time. With `when` (may be empty) behind the host: " at 2026-…".
void session_add_sentence(Buf *out, Value resumed, int64_t wall_ns, Sv when);
// What of it a reader must know besides, each a line: where it goes on, what was accepted, what a
// person said of changes in doubt, what was cut off.
typedef struct SessionRemarks {
    Sv *items;
    uint32_t count, capacity;
} SessionRemarks;
SessionRemarks session_remarks(Arena *arena, Value resumed);
// "resolved by ops-2 as done: looked at the dashboard" of a `resolved`; empty for null.
Sv session_resolved(Arena *arena, Value resolved);

#endif
