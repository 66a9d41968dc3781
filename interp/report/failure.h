// A step's failure as plain text, for reports that are no terminal: the form of the transcript
// without its margins.
#ifndef REPORT_FAILURE_H
#define REPORT_FAILURE_H

#include "report/record.h"

// "status == 200", then each value that decided it with where it came from, then the message.
void failure_add_expectation(Buf *out, Value expectation);
// Everything about a step that did not pass: reason, expectations, attempts, output, mend, again.
void failure_add_step(Buf *out, const RecordEntry *entry);
// The label of an expectation: its name, else its text.
Sv expectation_label(Value expectation);
bool expectation_holds(Value expectation);
// It holds without having read any answer: `!inputs.strict || …` where `strict` is false.
bool expectation_unread(Value expectation);
// The fields whose `place` says where to look: of the first expectation that does not hold, else of
// the step.
Value failure_fields(const RecordEntry *entry);
// "file:line" of a place; empty where there is none.
Sv place_text(Arena *arena, Value fields);

// What an expectation was judged on, put shortly: "status = 200; json.total = 3", in the arena; may
// be empty.
Sv observed_for(Arena *arena, Value expectation);

#endif
