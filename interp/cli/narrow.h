// What is said on standard error, in lines of a terminal's width. What is there to be copied stays
// in one piece: a command, what stands in backticks, and what a hint says to write.
#ifndef CLI_NARROW_H
#define CLI_NARROW_H

#include "base/buf.h"

// Adds whole lines of ours, which may be coloured; each goes on below its own beginning. `width`:
// columns; 0 = lines stay as they are.
void narrow_add(Buf *out, Sv text, size_t width);

#endif
