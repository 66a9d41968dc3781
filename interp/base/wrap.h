// Prose broken into lines of a width, for terminals: help, explanations, reasons.
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include "base/buf.h"

// Adds `text`, broken at spaces so that no line is wider than `width` columns unless a word is. The
// cursor is at column `at` to begin with; further lines are indented by `indent` spaces. Line feeds
// in the text are kept; lines that begin with two spaces (examples) are kept as they are. Ends
// without a line feed.
bool wrap_add(Buf *buf, Sv text, size_t at, size_t indent, size_t width);

// Takes the first row off a text in which not a character may change: at most `columns` wide,
// broken behind a space where there is one towards its end, else anywhere.
Sv wrap_take_row(Sv *rest, size_t columns);

#endif
