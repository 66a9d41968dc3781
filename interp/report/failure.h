// A step's failure as plain text, in the form of the transcript without its margins, for reports
// that are not a terminal.
#ifndef REPORT_FAILURE_H
#define REPORT_FAILURE_H

#include "report/report_model.h"

// Adds a text from elsewhere behind a label of ours. Each line that no label leads has "│ " before
// it, so that no reader takes it for a line of the report's own, a person as little as a program
// that looks for "not ok" or "GO". Nothing for an empty text.
void failure_add_quoted(Buf *out, Sv label, Sv text);
// Adds "status == 200", then each value that decided it and where that came from, then the message.
void failure_add_expectation(Buf *out, Value expectation);
// Adds a line for each attempt but the last one.
void failure_add_attempts(Buf *out, const StepNotes *notes);
// Adds everything about a step that did not pass: reason, expectations, attempts, output, hint, the
// command to repeat it.
void failure_add_step(Buf *out, const ReportEntry *entry);
// Why a step did not pass, one line, in the arena of its notes: where it is only that a program
// ended badly, with the line that it said why.
Sv failure_cause(const ReportEntry *entry);
// What an expectation is called: its name, else its text.
Sv expectation_label(Value expectation);
bool expectation_holds(Value expectation);
// Whether it holds without having read any answer: `!inputs.strict || …` where `strict` is false.
bool expectation_unread(Value expectation);
// Whether it is about what the verb asks for by itself, like a status: it tells why nothing else is
// as it should be.
bool expectation_of_verb(Value expectation);
// Whether it is the condition of a poll, which never came to hold.
bool expectation_of_poll(Value expectation);
// What is said of an expectation, of the author or else of us; of a poll without the fault that its
// values tell already.
Sv expectation_message(Value expectation);
// What the engine says of that where the author has no word: "it never came to hold".
Sv failure_never(void);
// Why no further attempt was made although there could have been one; empty where it is not so.
Sv failure_stopped(const StepNotes *notes);
// The end of a step's reason that says that nothing of it stands, since it was rolled back; empty
// where it does not say so.
Sv failure_taken_back(Sv reason);
// Whether it was of no use to judge it, since the answer is another one than was asked for: a page
// that says 401 has no `json`, and a command that failed did not come to what is looked for. What
// its author has a word to say about is told all the same.
bool expectation_not_judged(const StepNotes *notes, Value expectation);
// The event fields whose `place` says where to look: those of the first expectation that does not
// hold, else of the step.
Value failure_fields(const ReportEntry *entry);
// "file:line" of a place; empty if there is none.
Sv place_text(Arena *arena, Value fields);

// What an expectation was judged on, put shortly: "status = 200; json.total = 3", in the arena; may
// be empty.
Sv observed_for(Arena *arena, Value expectation);

#endif
