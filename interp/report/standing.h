// What a run left in place, and what to type about it, in the words of every report. All of it
// stands in the fields of run_ended.
#ifndef REPORT_STANDING_H
#define REPORT_STANDING_H

#include "base/buf.h"
#include "value/value.h"

// The changes that are still in place; null where there are none, and after a GO, where they are
// what was wanted.
Value standing_of(Value ended);
// "5 The flag is set", with what a reader must know of it: in doubt, failed.
void standing_add_entry(Buf *out, Value ended, Value entry);
// "5, 7: by hand, there are no undo steps for them"; nothing where all have some.
void standing_add_by_hand(Buf *out, Value ended);
// All of it, a line each, as a report of lines tells it: "still in place: 5 The flag is set", "to
// take back: …", "to go on: …".
void standing_add_lines(Buf *out, Value ended);
// What the words behind --resolve mean; NULL where the command that goes on has none.
const char *standing_resolutions(Value ended);

#endif
