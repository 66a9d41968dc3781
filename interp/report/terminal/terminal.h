// The transcript for people, drawn from events: live on a terminal, as plain lines in a pipe, and
// again from a journal. Foreign control bytes and escape sequences are escaped, never sent.
#ifndef REPORT_TERMINAL_TERMINAL_H
#define REPORT_TERMINAL_TERMINAL_H

#include "event/event.h"
#include "report/times/usual_times.h"

// What is known of a step, a group or the run besides what its events say.
typedef struct StepKnown {
    int64_t limit_ns; // how long it may take; 0 = without limit, or not known
    int64_t attempts; // at most; 0 = without limit, or not known
    int64_t steps;    // in it, as written: of a loop, those of one iteration; 0 = not known
    int64_t loops;    // in it, as written; it is not one of them itself
} StepKnown;

// How a group that passed whole is told.
typedef enum TerminalFold {
    TERMINAL_FOLD_LINES,   // one line
    TERMINAL_FOLD_GROUPS,  // ::group:: of GitHub Actions, with each of its lines
    TERMINAL_FOLD_SECTIONS // a section of GitLab CI, likewise
} TerminalFold;

typedef struct TerminalOptions {
    // Writes to the terminal or pipe. A reader that has gone away is no reason to end a run.
    void (*write)(void *self, Sv text);
    // Writes a line of ours to a CI system, which acts on it; not needed for lines.
    void (*command)(void *self, Sv line);
    void *self;
    size_t width; // columns; at least 60 are used, at most 200
    TerminalFold fold;
    bool color;
    bool live;  // redraw lines that show what is running
    bool tells; // where they are not: say of what takes long that it does
    // Of what has started, or was skipped. NULL = nothing is known.
    void (*known)(void *self, const Event *event, StepKnown *out);
    bool quiet;   // only what did not pass, and the verdict
    bool verbose; // every expectation and what was observed
} TerminalOptions;

typedef struct Terminal Terminal;

Terminal *terminal_new(const TerminalOptions *options);
// The sink expects the runbook's order: put event/display_order.h before it. It always takes the
// event.
EventSink terminal_sink(Terminal *terminal);
// For what earlier sessions of the run wrote, in the runbook's order and before anything else: it
// draws nothing, and what this session keeps is shown with what was seen of it then.
EventSink terminal_recall_sink(Terminal *terminal);
// Shows an event at once, before its turn in the runbook's order, in the line of what is running.
void terminal_notice(Terminal *terminal, const Event *event);
// Where the journal lies, for the last block.
void terminal_set_journal(Terminal *terminal, Sv path);
// What a run that is cut off left in place, as left_so_far_fields has it, since no last event says
// it. The value must outlive the terminal.
void terminal_set_left(Terminal *terminal, Value left);
// Sets the columns of a terminal that has been resized.
void terminal_set_width(Terminal *terminal, size_t width);
void terminal_set_height(Terminal *terminal, size_t height);
// What earlier runs tell of this one; kept, and changed by what ends.
void terminal_set_usual(Terminal *terminal, UsualTimes *usual);
// The terminal is somebody else's for now (Ctrl-Z and bg): nothing is drawn in place.
void terminal_set_behind(Terminal *terminal, bool behind);
// Whether lines stand there that are drawn anew.
bool terminal_draws(const Terminal *terminal);
// Where nothing is drawn: says what has been going on for long. Call about once a second, with a
// clock that runs.
void terminal_tell(Terminal *terminal, int64_t now_ns);
// Advances the spinner. Call about ten times a second while something runs; `mono_ns` is on the
// events' clock.
void terminal_tick(Terminal *terminal, int64_t mono_ns);
// Says something that is not of the run, on a line of its own.
void terminal_remark(Terminal *terminal, Sv text);
// Holds back all drawing while something else writes (a question); release draws it.
void terminal_hold(Terminal *terminal);
void terminal_release(Terminal *terminal);
// Takes away what is drawn anew, and draws nothing from now on.
void terminal_leave(Terminal *terminal);
// Says that the events end here without a verdict: what is known, and why.
void terminal_cut(Terminal *terminal, Sv reason);
// Says that the events end here for now, because the run is still going on: where it is.
void terminal_going_on(Terminal *terminal, Sv where);
void terminal_free(Terminal *terminal);

#endif
