// The lines in which two texts differ, as `diff -u` shows them, bounded in work and length.
#ifndef CEL_EXPLAIN_LINE_DIFFERENCE_H
#define CEL_EXPLAIN_LINE_DIFFERENCE_H

#include "base/arena.h"
#include "base/buf.h"

typedef struct LineSide {
    Sv text;
    Sv name; // of the heading: "--- file('expected.txt')"
} LineSide;

// Adds the heading and the hunks; nothing if the texts do not differ. Foreign characters are
// escaped, long lines cut around the place where they part.
void line_difference(Arena *arena, Buf *out, LineSide without, LineSide with);

#endif
