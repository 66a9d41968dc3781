// Keys of a terminal as characters that an editor of lines understands: arrows and their like
// become its commands, and sequences that mean nothing to it are taken away whole, so that no part
// of one ends up in a line.
#ifndef CLI_ASK_LINE_KEYS_H
#define CLI_ASK_LINE_KEYS_H

#include "base/buf.h"
#include "base/sv.h"

enum { LINE_KEYS_MOST = 8 };

// What the editor gets for a whole escape sequence ("\x1b[D" → ^B), at most LINE_KEYS_MOST bytes;
// empty = nothing.
Sv line_keys_of(Sv sequence);
// Bytes of the sequence that the text begins with, which begins with ESC; 0 = more must come first.
size_t line_keys_length(Sv text);
// Adds a line that was not edited, as the terminal gave it: without sequences and control
// characters.
void line_keys_clean(Buf *out, Sv line);

#endif
