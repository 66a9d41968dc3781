// What of a diagnostic people may not see: parts of its source that are hidden, and passwords in
// addresses, whoever wrote them. Used by the renderer alone.
#ifndef DIAG_HIDDEN_H
#define DIAG_HIDDEN_H

#include "base/buf.h"
#include "diag/diag.h"

// Adds a part of a line of the source, with a sign in place of what is hidden. `from` and `to`, two
// places in the part, become the ones in what was added.
void hidden_add_line(Buf *out, const Source *source, Sv part, size_t *from, size_t *to);
// Adds a text of the diagnostic, its message or hint, with a sign in place of what is hidden.
void hidden_add_text(Buf *out, const Diag *diag, Sv text);

#endif
