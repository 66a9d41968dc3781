// The transcript for people, drawn from events: live on a terminal, as plain lines in a pipe, and
// again from a journal. Foreign control bytes and escape sequences are escaped, never sent.
#ifndef REPORT_TERMINAL_TERMINAL_H
#define REPORT_TERMINAL_TERMINAL_H

#include "event/event.h"

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
    bool live;    // redraw a line that shows what is running
    bool quiet;   // only what did not pass, and the verdict
    bool verbose; // every expectation and what was observed
} TerminalOptions;

typedef struct Terminal Terminal;

Terminal *terminal_new(const TerminalOptions *options);
// The sink expects the runbook's order: put event/display_order.h before it. It always takes the
// event.
EventSink terminal_sink(Terminal *terminal);
// Shows an event at once, before its turn in the runbook's order, in the line of what is running.
void terminal_notice(Terminal *terminal, const Event *event);
// Where the journal lies, for the last block.
void terminal_set_journal(Terminal *terminal, Sv path);
// How a command line names the run, quoted for a shell: for one that is cut off, and can be gone on
// with. The word is not looked for in any event, since no last one says it.
void terminal_set_run(Terminal *terminal, Sv word);
// Sets the columns of a terminal that has been resized.
void terminal_set_width(Terminal *terminal, size_t width);
// Advances the spinner. Call about ten times a second while something runs; `mono_ns` is on the
// events' clock.
void terminal_tick(Terminal *terminal, int64_t mono_ns);
// Holds back all drawing while something else writes (a question); release draws it.
void terminal_hold(Terminal *terminal);
void terminal_release(Terminal *terminal);
// Says that the events end here without a verdict: what is known, and why.
void terminal_cut(Terminal *terminal, Sv reason);
// Says that the events end here for now, because the run is still going on: where it is.
void terminal_going_on(Terminal *terminal, Sv where);
void terminal_free(Terminal *terminal);

#endif
