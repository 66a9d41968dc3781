// Foreign text in Markdown, shown as it is and never taken for markup.
#ifndef REPORT_FORMATS_MD_SAFE_H
#define REPORT_FORMATS_MD_SAFE_H

#include "base/buf.h"

// Adds words within a line or the cell of a table; line feeds become spaces.
void md_safe_words(Buf *out, Sv text);
// Adds `code`, also within the cell of a table; nothing for an empty text.
void md_safe_code(Buf *out, Sv text);
// Adds a fenced block that its content cannot close.
void md_safe_block(Buf *out, Sv text);
// Adds "| a | b |", the heading row of a table, and the rule beneath it. NULL-terminated.
void md_safe_table(Buf *out, const char *const *columns);

#endif
