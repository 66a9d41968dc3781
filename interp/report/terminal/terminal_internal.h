// The parts of the terminal transcript, for the files terminal*.c alone.
#ifndef REPORT_TERMINAL_TERMINAL_INTERNAL_H
#define REPORT_TERMINAL_TERMINAL_INTERNAL_H

#include "base/heap.h"
#include "report/ink.h"
#include "report/notes.h"
#include "report/terminal/terminal.h"

enum { VERDICT_LOOKS = 7 };
enum { TEXT_COLUMN = 6, LEAST_WIDTH = 60, MOST_WIDTH = 120, LINE_BYTES = 1024 * 1024 };

// A step that runs right now.
typedef struct RunningStep {
    char *number, *name, *line; // heap; line = its last line of output, "" at first
    char *address;              // heap
    int64_t since_ns;           // the events' clock
    bool change;                // it has begun to change something
    StepKnown known;
    int64_t again_ns; // the events' clock: when the next attempt begins; 0 = one is being made
    int64_t seen_ns;  // terminal_tell's clock: when it was seen first
    int64_t told;     // how often it was said that it goes on
} RunningStep;

// What has become of the run so far, for the live area.
typedef struct Progress {
    bool begun;
    int64_t since_ns; // the events' clock
    int64_t steps;    // as written, or in the last run; loops multiply
    bool more;        // there are loops
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
} Skipped;

// A group in which nothing runs, shown as one line for all its steps.
typedef struct SkippedGroup {
    uint32_t open; // how many of it and the groups in it have begun; 0 = no such group
    uint32_t steps;
    Buf number, name, reason;
} SkippedGroup;

// A step or group that is taken over from an earlier session, or the head of one in which nothing
// else was told so far.
typedef struct KeptLine {
    Sv number, name, verdict, right;
    int64_t depth;
    bool header, iteration;
    uint32_t steps;  // that it stands for
    uint32_t folded; // the same, of a line that sums up those behind the listed ones; else 0
} KeptLine;

typedef struct KeptLines {
    bool on;         // the run was taken up again
    Arena *arena;    // of the lines
    KeptLine *lines; // not drawn yet; heap
    uint32_t count, capacity;
} KeptLines;

// A step or group at the top of the runbook and how it ended, for the last block.
typedef struct Item {
    Sv address, number, name, verdict;
    bool group;
    uint32_t steps, skipped; // in the group
    uint32_t acted;          // changes in it, or itself, of which something stood when they ended
} Item;                      // in the terminal's arena

// What was observed of a step that did not pass, for the last block.
typedef struct ShownStep {
    Sv address, text;
} ShownStep; // in the terminal's arena

// A change of which something stood when it ended, for a run that is cut off.
typedef struct Changed {
    Sv number, name;
    bool doubt, undone;
} Changed; // in the terminal's arena

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
    Sv journal;
    bool blank;   // the last line drawn was empty
    bool held;    // nothing is written now
    bool asked;   // nothing was drawn since something else was written
    bool section; // a group at the top has ended: draw an empty line before what follows
    Skipped skipped;
    SkippedGroup skipped_group;
    KeptLines kept;
    bool begun;         // a head was drawn
    int64_t session_ns; // when the run was taken up last, wall clock
    Item *items;
    uint32_t item_count, item_capacity, item_groups;
    uint32_t within_steps, within_skipped, within_acted; // in the group at the top that is going on
    Changed *changed;
    uint32_t changed_count, changed_capacity;
    Sv run; // how a command line names the run; empty = nobody can go on with it
    ShownStep *seen;
    uint32_t seen_count, seen_capacity;
    uint32_t told;         // steps and groups that did not pass, so far
    uint32_t *told_before; // for each open group: `told` when it began
    uint32_t open_count, open_capacity;
    bool exchange_told; // the current step's exchange, where its values come from, has been shown
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

// Draws a step's end with all that its notes hold.
void terminal_step(Terminal *terminal, const Event *event);
void terminal_output(Terminal *terminal); // the last lines of what a process printed
void terminal_head(Terminal *terminal, const Event *event);
void terminal_head_again(Terminal *terminal, const Event *event); // from run_resumed alone
void terminal_resume(Terminal *terminal, const Event *event);     // a session begins
void terminal_left_open(Terminal *terminal); // steps that began and have no end
void terminal_flush(Terminal *terminal);
void terminal_end(Terminal *terminal, const Event *event);
void terminal_end_pointers(Terminal *terminal);         // where the journal is, and how to see more
void terminal_reasons(Terminal *terminal, Value ended); // the fields of run_ended
// What is still in place and how to go on, by the fields of run_ended.
void terminal_standing(Terminal *terminal, Value ended);
// Notes what a step's end says of what stands; terminal_standing_cut tells it where no run_ended
// does.
void terminal_note_standing(Terminal *terminal, const Event *event);
void terminal_note_left(Terminal *terminal); // what the session that ended leaves in doubt
void terminal_standing_cut(Terminal *terminal);
void terminal_open(Terminal *terminal); // a group has begun
typedef struct GroupLine {
    Sv number, name, right;
    bool iteration;
    int64_t depth;
} GroupLine;
void terminal_group_line(Terminal *terminal, const GroupLine *line);
void terminal_group(Terminal *terminal, const Event *event);
void terminal_group_end(Terminal *terminal, const Event *event);
void terminal_remember(Terminal *terminal, const Event *event); // an end at the top of the runbook
void terminal_count_within(Terminal *terminal, const Event *event);  // a step's end beneath that
void terminal_remember_seen(Terminal *terminal, const Event *event); // of a step that has ended
void terminal_skip(Terminal *terminal, const Event *event);
// Whether the event tells of something that is kept, and will be drawn later; else all that is held
// is drawn first.
bool terminal_keep(Terminal *terminal, const Event *event);
void terminal_kept_end(Terminal *terminal);                    // draws what is held
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
    Sv number, name;
    Ink name_ink;
    Sv right;
} TerminalLine;
void terminal_line(Terminal *terminal, const TerminalLine *line);
// Wrapped prose at TEXT_COLUMN, after `label` ("because "). Nothing for an empty text.
void terminal_prose(Terminal *terminal, Ink ink, const char *label, Sv text);
// What to do about it. Nothing for an empty text.
void terminal_hint(Terminal *terminal, Sv text);
// A command to copy, so it is never wrapped or cut.
void terminal_command(Terminal *terminal, const char *label, Sv command);
// One line at TEXT_COLUMN, cut to the width.
void terminal_text(Terminal *terminal, Ink ink, Sv text);
// The rest of a line of which `at` columns are used; further lines begin in that column.
void terminal_hanging(Terminal *terminal, Ink ink, Sv text, size_t at);
// Adds a mark where foreign text is about to begin a line, and would look like one of ours.
void terminal_set_apart(Terminal *terminal, Sv text);
// Text at `indent`, on as many lines as it needs.
void terminal_wrapped(Terminal *terminal, Ink ink, Sv text, size_t indent);
// The rest of a line that has reached TEXT_COLUMN, on as many lines as it needs, with something dim
// at the right margin.
void terminal_rest(Terminal *terminal, Ink ink, Sv text, Sv right);
// A whole line of an expression, on as many lines as it needs.
void terminal_source(Terminal *terminal, Sv line);
// A text, with "GET /x → 200 in 12ms" at the right margin: beside it if there is room, else beneath
// it. The request is shortened before the answer.
void terminal_exchange(Terminal *terminal, Sv text, Sv exchange);
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
