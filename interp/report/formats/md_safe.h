// Markdown that shows foreign text and never takes it for markup.
#ifndef REPORT_FORMATS_MD_SAFE_H
#define REPORT_FORMATS_MD_SAFE_H

#include "base/buf.h"

// Words within a line or a table's cell; line feeds become spaces.
void md_safe_words(Buf *out, Sv text);
// `code`, also within a table's cell; nothing for an empty text.
void md_safe_code(Buf *out, Sv text);
// A fenced block that its content cannot end.
void md_safe_block(Buf *out, Sv text);
// "| a | b |": a heading row of a table with its rule beneath. NULL-terminated.
void md_safe_table(Buf *out, const char *const *columns);

#endif
