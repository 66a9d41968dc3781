// Words of the tables in the macros of man(7), which every `man` has.
#ifndef CLI_MANUAL_TROFF_H
#define CLI_MANUAL_TROFF_H

#include "base/buf.h"
#include "base/sv.h"

// Text as troff prints it: letter by letter, nothing of it a request. What stands between backticks
// is to be typed, and bold.
void troff_add(Buf *out, Sv text);
// The same in lines of at most 80 bytes, which end with a line feed; as a sentence it begins with a
// capital and ends with a full stop. A list of reports that is named in `doc` is written out.
void troff_add_doc(Buf *out, const char *doc, bool sentence);
// Lines as they are, so many columns to the right; what a list says of a word begins at 7.
void troff_add_block(Buf *out, int indent, Sv text);
// The head of a page: "runbook-run", 1, its one line.
void troff_begin(Buf *out, Sv page, int section, const char *doc);
// Words of our own that hold macros, in lines of at most 80 bytes.
void troff_add_filled(Buf *out, Sv words);

#endif
