// The parts of the terminal transcript, for the files terminal*.c alone.
#ifndef REPORT_TERMINAL_TERMINAL_INTERNAL_H
#define REPORT_TERMINAL_TERMINAL_INTERNAL_H

#include "base/heap.h"
#include "report/ink.h"
#include "report/notes.h"
#include "report/terminal/terminal.h"
#include "report/times/slow_steps.h"

enum { VERDICT_LOOKS = 7 };
enum { TEXT_COLUMN = 6, LEAST_WIDTH = 60, MOST_WIDTH = 200, LINE_BYTES = 1024 * 1024 };

// A step that runs right now.
typedef struct RunningStep {
    char *number, *name, *line; // heap; line = its last line of output, "" at first
    char *address;              // heap
    int64_t since_ns;           // the events' clock
    bool change;                // it has begun to change something, and may not be repeated
    bool repeatable;            // it may be done again without harm
    StepKnown known;
    int64_t again_ns; // the events' clock: when the next attempt begins; 0 = one is being made
    int64_t seen_ns;  // terminal_tell's clock: when it was seen first
    int64_t told;     // how often it was said that it goes on
} RunningStep;

// A group that is going on and must end in time, with all in it.
typedef struct OpenLimit {
    char *number, *phase; // heap
    int64_t ends_ns;      // the events' clock
} OpenLimit;

// What has become of the run so far, for the live area.
typedef struct Progress {
    bool begun;
    int64_t since_ns;  // the events' clock
    int64_t steps;     // those there are, with each item of the loops that have begun
    int64_t loops;     // that have not begun: their items are not counted yet
    OpenLimit *limits; // heap
    uint32_t limit_count, limit_capacity;
    int64_t ended;
    int64_t by_verdict[VERDICT_LOOKS]; // in the order of verdict_looks
    UsualTimes *usual;                 // NULL = not known (yet)
    char **unmarked; // heap: addresses that ended before the usual times were known
    uint32_t unmarked_count, unmarked_capacity;
} Progress;

// Consecutive skipped steps with the same reason: the first few are listed, the rest is summed up.
typedef struct Skipped {
    Buf reason;      // the shared reason; empty = none
    Buf first, last; // numbers of those that are not listed
    Buf name;        // of the first of them
    uint32_t listed, hidden;
    size_t indent; // of those that are not listed
} Skipped;

// A group in which nothing runs, shown as one line for all its steps.
typedef struct SkippedGroup {
    uint32_t open; // how many of it and the groups in it have begun; 0 = no such group
    uint32_t steps;
    size_t indent;
    Buf number, name, reason;
} SkippedGroup;

// A step or group that went well, or the head of one in which nothing else was told so far.
typedef struct HeldLine {
    Sv number, last, name, verdict, right; // last = the number of the last one that it stands for
    int64_t depth, elapsed;
    bool header, iteration, loop;
    bool kept;              // taken over from an earlier session
    bool aside;             // it belongs to finally
    uint32_t children;      // of a header
    uint32_t steps, passed; // that it stands for, and those of them that passed
    uint32_t lines;         // that it sums up; 1 = it stands for itself
    uint32_t folded; // steps, of a line that sums up those behind the kept ones that are listed
} HeldLine;

typedef struct HeldLines {
    Arena *arena;    // of the lines
    HeldLine *lines; // not drawn yet; heap
    uint32_t count, capacity;
} HeldLines;

// A step or group at the top of the runbook and how it ended, for the last block.
typedef struct Item {
    Sv address, number, name, verdict;
    bool group;
    uint32_t steps, skipped; // in the group
    uint32_t acted;          // changes in it, or itself, of which something stood when they ended
} Item;                      // in the terminal's arena

typedef struct StepFault StepFault; // terminal_faults.h

// Of many attempts some are listed; one more, the last, is told apart.
enum { RETRIES_LISTED = 6, RETRIES_KEPT = RETRIES_LISTED + 2 };

struct Terminal {
    TerminalOptions options;
    size_t width;             // columns that are used
    Buf out;                  // what is being drawn
    Arena *arena;             // lives as long as the terminal
    Arena *scratch;           // emptied after each step
    Arena *few[RETRIES_KEPT]; // of the attempts that are kept, one each
    StepNotes notes;
    EarlierNotes *earlier;
    Sv journal;
    bool blank; // the last line drawn was empty
    bool held;  // nothing is written now
    bool asked; // nothing was drawn since something else was written
    Skipped skipped;
    SkippedGroup skipped_group;
    HeldLines held_lines;
    HeldLines whole_lines; // each of the group at the top, for a log that can be unfolded
    int64_t wall_ns;       // of the last event
    size_t indent;         // of what is drawn now, in the tree of groups
    Sv first_within;       // the name of the first one in the group at the top that is going on
    uint32_t children_within;
    bool begun;         // a head was drawn
    int64_t session_ns; // when the run was taken up last, wall clock
    Item *items;
    uint32_t item_count, item_capacity;
    uint32_t within_steps, within_skipped, within_acted; // in the group at the top that is going on
    Sv user;                                             // who runs the session
    Sv waits;           // the sentence of a run that waits for somebody; empty = it does not
    Value left;         // of a run that is cut off: as terminal_set_left was told
    bool again;         // a step of another run is done once more
    StepFault **faults; // in the terminal's arena, as they came
    uint32_t fault_count, fault_capacity;
    bool undoing;        // the session takes the run back, as a person wants it
    uint32_t untold;     // changes that acted, of which nothing says whether they stand
    uint32_t cleaned;    // changes of `after_rollback` and `finally`: what they leave never stands
    uint32_t not_judged; // must expectations that the sums count as missed, so far
    uint32_t told;       // steps and groups that did not pass, so far
    uint32_t *told_before; // for each open group: `told` when it began
    uint32_t open_count, open_capacity;
    bool exchange_told; // the current step's exchange, where its values come from, has been shown
    SlowSteps slow;
    // the live area
    bool live_drawn;
    bool behind;   // the terminal is somebody else's for now
    size_t height; // rows of the terminal
    Progress progress;
    unsigned frame;
    int64_t now_ns;
    RunningStep *running;
    uint32_t running_count, running_capacity;
};

// Where to look in the runbook for why a step did not pass, in scratch.
Sv terminal_where(Terminal *terminal, const Event *event);
// Adds to the progress what the event tells.
void terminal_progress(Terminal *terminal, const Event *event);
// How long something that begins now may take, since groups around it have a limit; 0 = none.
int64_t terminal_limit_around(const Terminal *terminal, const Event *started);
void terminal_progress_free(Terminal *terminal);
void terminal_set_text(char **field, Sv text); // a heap copy of its beginning, for the live area
// Draws a step's end with all that its notes hold.
void terminal_step(Terminal *terminal, const Event *event);
// Whether it was kept, and taken back in part since.
bool terminal_half_undone(const Event *event);
Sv terminal_waiver(Terminal *terminal, Value waiver); // "waived by ann until …", in scratch
// Something beside what is told of a step, of which the beginning is enough.
void terminal_note(Terminal *terminal, Sv text);
void terminal_by_hand(Terminal *terminal);  // how a person asks the same
void terminal_observed(Terminal *terminal); // with -v, what the last answer came to
void terminal_output(Terminal *terminal);   // the last lines of what a process printed
void terminal_head(Terminal *terminal, const Event *event);
void terminal_head_again(Terminal *terminal, const Event *event); // from run_resumed alone
void terminal_resume(Terminal *terminal, const Event *event);     // a session begins
void terminal_left_open(Terminal *terminal); // steps that began and have no end
void terminal_flush(Terminal *terminal);
void terminal_end(Terminal *terminal, const Event *event);
void terminal_end_pointers(Terminal *terminal);         // where the journal is, and how to see more
void terminal_reasons(Terminal *terminal, Value ended); // the fields of run_ended
// Adds "2 of 11 criteria do not hold"; false where there is no such sentence.
bool terminal_add_criteria(const Terminal *terminal, Buf *out, Sv verdict);
// What to type: once more, and all that a step saw.
void terminal_next(Terminal *terminal, Value ended);
// What is still in place and how to go on, by the fields of run_ended.
void terminal_standing(Terminal *terminal, Value ended);
void terminal_open(Terminal *terminal); // a group has begun
typedef struct GroupLine {
    Sv number, name, right;
    bool iteration;
} GroupLine;
void terminal_group_line(Terminal *terminal, const GroupLine *line);
void terminal_group(Terminal *terminal, const Event *event);
void terminal_group_end(Terminal *terminal, const Event *event);
void terminal_remember(Terminal *terminal, const Event *event); // an end at the top of the runbook
void terminal_name_within(Terminal *terminal, const Event *event);
void terminal_count_within(Terminal *terminal, const Event *event); // a step's end beneath that
void terminal_skip(Terminal *terminal, const Event *event);
// Whether the event tells of something that went well, and will be drawn later; else all that is
// held is drawn first.
bool terminal_hold_line(Terminal *terminal, const Event *event);
void terminal_held_end(Terminal *terminal);                    // draws what is held
Sv terminal_kept_when(Terminal *terminal, const Event *event); // "kept, 02:14", in scratch
// Whether the event begins a group that is shown as one line.
bool terminal_skips_group(const Terminal *terminal, const Event *event);
// Whether the event belongs to a group in which nothing runs, and is covered by its line.
bool terminal_skip_group(Terminal *terminal, const Event *event);
void terminal_skip_end(Terminal *terminal); // sums up what was not listed

// One line of the transcript: a mark in its colour, a number, a name, and something at the right
// margin, which gets a line of its own if it does not fit.
typedef struct TerminalLine {
    const char *mark; // NULL = none
    Ink ink;          // of the mark
    size_t indent;    // of the mark
    Sv number, name;
    Ink name_ink;
    Sv right;
    bool looked_for; // what stands at the right is where to look, no label
} TerminalLine;
void terminal_line(Terminal *terminal, const TerminalLine *line);
// Whether all of it fits on one line.
bool terminal_has_room(const Terminal *terminal, Sv number, Sv name, Sv right);
// The columns by which something at that depth is moved to the right.
size_t terminal_indent_of(const Terminal *terminal, int64_t depth);
// The column in which what belongs to a step begins.
size_t terminal_column(const Terminal *terminal);
// Wrapped prose in the step's column, after `label` ("because "). Nothing for an empty text.
void terminal_prose(Terminal *terminal, Ink ink, const char *label, Sv text);
// What to do about it. Nothing for an empty text.
void terminal_hint(Terminal *terminal, Sv text);
// A command to copy, so it is never wrapped or cut.
void terminal_command(Terminal *terminal, const char *label, Sv command);
// One line in the step's column, cut to the width.
void terminal_text(Terminal *terminal, Ink ink, Sv text);
// The rest of a line of which `at` columns are used; further lines begin in that column.
void terminal_hanging(Terminal *terminal, Ink ink, Sv text, size_t at);
// The same without the line's end; returns the columns that are used of the last row.
size_t terminal_rows_of_ours(Terminal *terminal, Ink ink, Sv text, size_t at);
// Adds a mark where foreign text is about to begin a line, and would look like one of ours.
void terminal_set_apart(Terminal *terminal, Sv text);
// Text at `indent`, on as many lines as it needs.
void terminal_wrapped(Terminal *terminal, Ink ink, Sv text, size_t indent);
// The rest of a line that has reached the step's column, on as many lines as it needs, with
// something dim at the right margin.
void terminal_rest(Terminal *terminal, Ink ink, Sv text, Sv right);
// A whole line of an expression, on as many lines as it needs.
void terminal_source(Terminal *terminal, Sv line);
// A text, with "GET /x → 200 in 12ms" at the right margin: beside it if there is room, else beneath
// it. The request is shortened before the answer.
void terminal_exchange(Terminal *terminal, Sv text, Sv exchange, size_t indent);
// Foreign text in rows of the width, not a character of it changed.
typedef struct TerminalRows {
    size_t indent; // of the rows
    size_t at;     // the column that the first row begins in, where something stands before it; 0 =
                   // it begins as all do
    size_t most;   // rows; 0 = as many as it needs
    bool quoted;   // each behind a bar: somebody else says it
} TerminalRows;
void terminal_rows(Terminal *terminal, Ink ink, Sv text, const TerminalRows *how);
// "EXPR = VALUE" in column `indent`: wrapped, or as a table, with where it came from at the right.
typedef struct ShownValue {
    Sv text, value, from;
    Sv about;             // the expression: of a wide table what it speaks of is shown first
    size_t indent, names; // names = columns of the left sides
    size_t most;          // rows of the value; 0 = as many as it needs
    bool lines;           // the value has lines of its own
} ShownValue;
void terminal_value(Terminal *terminal, const ShownValue *shown);
// A list of maps as a table, with what `about` speaks of in front where not all fits; false, with
// nothing drawn, where it is none.
bool terminal_table(Terminal *terminal, Sv value, Sv about, size_t indent, size_t most_rows);
// Adds text, escaped and cut to `columns`.
void terminal_add_fit(Terminal *terminal, Ink ink, Sv text, size_t columns);
// "file:line:col" of an event's `place`, in scratch.
Sv terminal_place(Terminal *terminal, Value fields);
Sv terminal_human(Terminal *terminal, int64_t ns); // a duration, in scratch
// Forgets what was noted of a step.
void terminal_begin_notes(Terminal *terminal);
void terminal_blank(Terminal *terminal); // one empty line, never two
// An expectation that did not hold, with the values that decided it.
typedef struct Missed {
    Value expectation;
    Sv verb;      // of its step
    Sv place;     // where it is; empty if the step's own line says so
    bool several; // it is not the only one of its step
} Missed;
void terminal_expectation(Terminal *terminal, const Missed *missed);

void terminal_live_erase(Terminal *terminal);
void terminal_live_draw(Terminal *terminal);
void terminal_add_limit(Buf *out, int64_t ns);
void terminal_live_forget(Terminal *terminal); // nothing is running any more
void terminal_live_free(Terminal *terminal);

#endif
