// The transcript for people, drawn from events: live on a terminal, as plain lines in a pipe, and
// again from a journal. Refuses to show what a foreign byte could do: control bytes and escape
// sequences are shown, never sent.
#ifndef REPORT_TERMINAL_H
#define REPORT_TERMINAL_H

#include "event/event.h"

typedef struct TerminalOptions {
    // Writes to the terminal or pipe. A reader that has gone away is no reason to end a run.
    void (*write)(void *self, Sv text);
    void *self;
    size_t width; // columns; at least 60 are used
    bool color;
    bool live;    // redraw a line that tells what is running
    bool quiet;   // only what did not pass, and the verdict
    bool verbose; // every expectation and what was observed
    Sv journal;   // path, for the last block; empty = not told
} TerminalOptions;

typedef struct Terminal Terminal;

Terminal *terminal_new(const TerminalOptions *options);
// The sink wants the runbook's order: put event/order.h before it. Always takes the event.
EventSink terminal_sink(Terminal *terminal);
void terminal_set_journal(Terminal *terminal, Sv path);
// Moves the spinner on; called about ten times a second while something runs.
void terminal_tick(Terminal *terminal);
// Takes the live line away, for something else that wants to write (a question); the next event or
// tick brings it back.
void terminal_pause(Terminal *terminal);
void terminal_free(Terminal *terminal);

#endif
