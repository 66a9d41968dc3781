// What is held and how it is drawn, for the files terminal_held*.c alone.
#ifndef REPORT_TERMINAL_TERMINAL_HELD_H
#define REPORT_TERMINAL_TERMINAL_HELD_H

#include "report/terminal/terminal_internal.h"

// Draws all that is held; `event` is what comes next, or NULL.
void held_draw(Terminal *terminal, const Event *event);
// The same for a group at the top that went well and is all that is held: with each of its lines,
// where the log can be unfolded.
void held_draw_section(Terminal *terminal, const HeldLine *line);
// What a loop is called: where its name has holes for its items, as its first item is.
Sv held_loop_name(Terminal *terminal, Sv name, Sv first, uint32_t children);

#endif
