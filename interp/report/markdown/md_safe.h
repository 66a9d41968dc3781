// Foreign text in Markdown, shown as it is and never taken for markup: not by CommonMark, and not
// by what GitHub makes of a page besides, which links names, numbers and addresses, and draws sums
// and little pictures.
#ifndef REPORT_MARKDOWN_MD_SAFE_H
#define REPORT_MARKDOWN_MD_SAFE_H

#include "base/buf.h"

// Adds words within a line; line feeds become spaces.
void md_safe_words(Buf *out, Sv text);
// Adds `code`; nothing for an empty text. What is too long for a line of a page may be broken.
void md_safe_code(Buf *out, Sv text);
// The same for the cell of a table, where what has no spaces must not make the table wider than the
// page: it may be broken sooner.
void md_safe_cell(Buf *out, Sv text);
void md_safe_code_cell(Buf *out, Sv text);
// Adds words within an HTML element that began its line, where nothing is Markdown.
void md_safe_html(Buf *out, Sv text);
// Adds a fenced block that its content cannot close, of plain text or of that language.
void md_safe_block(Buf *out, Sv text);
void md_safe_block_of(Buf *out, const char *language, Sv text);
// Adds "| a | b |", the heading row of a table, and the rule beneath it. NULL-terminated.
void md_safe_table(Buf *out, const char *const *columns);

#endif
