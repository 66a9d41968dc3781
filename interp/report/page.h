// Markdown that shows foreign text and never takes it for markup.
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/buf.h"

// Words within a line or a table's cell; line feeds become spaces.
void page_words(Buf *out, Sv text);
// `code`, also within a table's cell; nothing for an empty text.
void page_code(Buf *out, Sv text);
// A fenced block that its content cannot end.
void page_block(Buf *out, Sv text);
// "| a | b |": a heading row of a table with its rule beneath. NULL-terminated.
void page_table(Buf *out, const char *const *columns);

#endif
