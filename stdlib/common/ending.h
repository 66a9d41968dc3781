// How it is told that processes were ended, stay, or cannot be ended: that they have ended is said
// only where what watched over them said so.
#ifndef STDLIB_COMMON_ENDING_H
#define STDLIB_COMMON_ENDING_H

#include "drivers/process/process.h"
#include "spec/action.h"

// Of a command that did not end by itself.
void ending_tell(Arena *arena, const Process *process, int64_t allowed_ns, Outcome *out);
// Of one that did, what it has left behind.
void ending_tell_left(Arena *arena, const Process *process, Outcome *out);
// What became of a program whose end nobody saw, in a clause: "it was ended with all it had
// started", "may still be running: 712 (sleep)".
Sv ending_clause(Arena *arena, const Process *process);

#endif
