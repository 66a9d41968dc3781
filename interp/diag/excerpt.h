// A line of a source with a caret below it, fitted to a terminal. Used by the renderer alone.
// Foreign bytes are escaped; columns are counted like a terminal counts them.
#ifndef DIAG_EXCERPT_H
#define DIAG_EXCERPT_H

#include "base/buf.h"
#include "diag/source.h"

typedef struct Excerpt {
    Buf text;        // the line as shown, to be freed
    size_t caret_at; // columns before the caret
    size_t caret;    // columns it covers, at least 1
} Excerpt;

// `columns`: the width for the line; 0 = as wide as it needs.
Excerpt excerpt_make(Span span, size_t columns);

#endif
