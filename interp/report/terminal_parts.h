// The parts of the terminal transcript; for the files terminal*.c alone.
#ifndef REPORT_TERMINAL_PARTS_H
#define REPORT_TERMINAL_PARTS_H

#include "report/ink.h"
#include "report/notes.h"
#include "report/terminal.h"

enum { TEXT_COLUMN = 6, LEAST_WIDTH = 60, MOST_WIDTH = 120 };

struct Terminal {
    TerminalOptions options;
    size_t width; // columns that are used
    Buf out;      // what is being drawn
    Arena *arena; // lives as long as the terminal
    StepNotes notes;
    Sv run;     // the run's id
    Sv path;    // the runbook's file
    bool blank; // the last line drawn was empty
    // the live line
    bool live_drawn;
    unsigned frame;
    int64_t running_since; // mono ns of the running step's start, by the events' clock
    Buf running;           // "3.2 Session inventory"
    Buf last_line;         // what the running command printed last
};

// Draws a step's end with all that its notes hold.
void terminal_step(Terminal *terminal, const Event *event);
// "  ✗ 3.2 Name                       place" and what follows it.
void terminal_head(Terminal *terminal, const Event *event);
void terminal_end(Terminal *terminal, const Event *event);
void terminal_group(Terminal *terminal, const Event *event);

// A line of the left text and one at the right margin; the right one goes to a line of its own
// where both do not fit.
void terminal_line(Terminal *terminal, Sv mark, Ink ink, Sv number, Sv name, Ink name_ink,
                   Sv right);
// Prose at TEXT_COLUMN, wrapped; `label` stands before it ("because ").
void terminal_prose(Terminal *terminal, Ink ink, const char *label, Sv text);
// One line at TEXT_COLUMN, cut to the width.
void terminal_text(Terminal *terminal, Ink ink, Sv text);
// "file:line:col" of an event's `place`, in the notes' arena.
Sv terminal_place(Terminal *terminal, Value fields);
void terminal_blank(Terminal *terminal); // one empty line, never two
// Expectations that did not hold, with the values that decided them.
void terminal_expectation(Terminal *terminal, Value expectation, bool with_exchange);

void terminal_live_erase(Terminal *terminal);
void terminal_live_draw(Terminal *terminal);

#endif
