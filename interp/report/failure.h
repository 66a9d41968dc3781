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
// Adds "3 more are not judged, since this does not hold"; nothing where all are.
void failure_add_not_judged(Buf *out, const StepNotes *notes);
// Adds each expectation that does not hold, and how many were not judged for it.
void failure_add_expectations(Buf *out, const StepNotes *notes);
// Adds a line for each attempt but the last one.
void failure_add_attempts(Buf *out, const StepNotes *notes);
// Adds everything about a step that did not pass: reason, expectations, attempts, output, hint, the
// command to repeat it.
void failure_add_step(Buf *out, const ReportEntry *entry);
// The same without its reason, its expectations and the command, for a page that has places of its
// own for them.
void failure_add_besides(Buf *out, const ReportEntry *entry);
// Which line of what a command said tells a person why it failed (said.c). Of an attempt's fields,
// trimmed; empty where it said nothing. The last line that names what is wrong, on standard error
// if there is one; else the last one on standard error that says something, so no figure of a
// progress and no end of a list; else the last line.
Sv said_line(Value attempt);
// Why a step did not pass, one line, in the arena of its notes: where it is only that a program
// ended badly, with the line that it said why, or with what a server answered.
Sv failure_cause(const ReportEntry *entry);
// The entry of one of run_ended's reasons; `count` where it has none. And the same of that, which
// is its own reason where there is none.
uint32_t failure_entry_of(const ReportModel *record, Value reason);
Sv failure_cause_of(const ReportModel *record, Value reason);
// What the reason of a step says besides the expectation, its message and how many there are.
Sv failure_rest(Sv reason, Sv label, Sv message);
// The expectation that tells most: the one that the verb asks for, else the first that must hold;
// null where all that were judged hold. *others = how many do not hold besides.
Value failure_telling(const StepNotes *notes, uint32_t *others);
// "none of 20", "not for 3 of 20": for how many of its items a macro did not give what was wanted,
// where the expectation says nothing else; empty where nothing is counted.
Sv failure_count(Value expectation);
// Whether the value at that place among its parts is that.
bool failure_is_count(Value expectation, size_t at);
// Whether the value is a difference of lines, as `diff -u` shows it: it has lines of its own.
bool failure_is_lines(Value part);
// "json.all(r, r.ok); not for 3 of 20": its text with that, in the arena.
Sv expectation_counted(Arena *arena, Value expectation);
// Whether the value at that place among its parts says little beside the others, so that it may go
// where there is room for a few.
bool failure_says_little(Arena *scratch, Value expectation, size_t at);
// An answer that is not about what was asked for, but about who asks, or that nobody is there.
bool failure_of_server(Sv answer);

// How many of those that are required and that the step counts as missed were not judged.
uint32_t failure_not_judged(const StepNotes *notes);
uint32_t failure_not_judged_in(const ReportModel *record);

// The steps that did not pass for one cause. Undo steps stand for themselves.
typedef struct AlikeFailures {
    uint32_t *first; // of each entry: the first one of its cause, itself if it is that
    uint32_t *next;  // the next one of its cause; 0 = none
} AlikeFailures;
AlikeFailures failures_alike(const ReportModel *record);
// "same cause as 3.1 /health answers", of one that is not the first of its cause, in the arena of
// its notes; else empty.
Sv failure_as_before(const ReportModel *record, const AlikeFailures *alike, uint32_t index);
// "the same at 2 more: 3.2 /ready answers, 3.3 /version answers"; nothing where there is none.
void failure_add_alike(Buf *out, const ReportModel *record, const AlikeFailures *alike,
                       uint32_t index);

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
