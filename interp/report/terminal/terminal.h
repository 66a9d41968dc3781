// The transcript for people, drawn from events: live on a terminal, as plain lines in a pipe, and
// again from a journal. Refuses to show what a foreign byte could do: control bytes and escape
// sequences are shown, never sent.
#ifndef REPORT_TERMINAL_TERMINAL_H
#define REPORT_TERMINAL_TERMINAL_H

#include "event/event.h"

typedef struct TerminalOptions {
    // Writes to the terminal or pipe. A reader that has gone away is no reason to end a run.
    void (*write)(void *self, Sv text);
    void *self;
    size_t width; // columns; at least 60 are used, at most 120
    bool color;
    bool live;    // redraw a line that tells what is running
    bool quiet;   // only what did not pass, and the verdict
    bool verbose; // every expectation and what was observed
} TerminalOptions;

typedef struct Terminal Terminal;

Terminal *terminal_new(const TerminalOptions *options);
// The sink wants the runbook's order: put event/order.h before it. Always takes the event.
EventSink terminal_sink(Terminal *terminal);
// Tells of an event at once, whatever its place in the runbook: for the line of what is running.
void terminal_notice(Terminal *terminal, const Event *event);
// Where the journal lies, for the last block.
void terminal_set_journal(Terminal *terminal, Sv path);
// Columns of a terminal that has changed its size.
void terminal_set_width(Terminal *terminal, size_t width);
// Moves the spinner on; called about ten times a second while something runs. `mono_ns` is the
// events' clock.
void terminal_tick(Terminal *terminal, int64_t mono_ns);
// Keeps back all that is drawn, for something else that writes (a question); release brings it.
void terminal_hold(Terminal *terminal);
void terminal_release(Terminal *terminal);
// Says that the events end here, though the run has no verdict: what is known, and why.
void terminal_cut(Terminal *terminal, Sv reason);
void terminal_free(Terminal *terminal);

#endif
