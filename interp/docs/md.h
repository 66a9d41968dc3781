// Writing Markdown (CommonMark, with GitHub's tables): lines under an indent, fences that their
// text cannot end, text that is shown as it is. Knows nothing of runbooks.
#ifndef DOCS_MD_H
#define DOCS_MD_H

#include "base/buf.h"

typedef struct Md {
    Buf *out;
    size_t indent; // columns that what follows stands under
} Md;

// A blank line, unless there is one already or nothing at all.
void md_gap(const Md *md);
// Each line of the Markdown under the indent; a blank line before it.
void md_para(const Md *md, Sv markdown);
// The same without the blank line.
void md_line(const Md *md, Sv markdown);
// `#` to `######`, with a blank line before it.
void md_heading(const Md *md, unsigned level, Sv markdown);
// A fenced text, with a blank line before it.
void md_fence(const Md *md, const char *language, Sv text);
// "> " before each line, with a blank line before it.
void md_quote(const Md *md, Sv markdown);

// ── inline ──
// Text so that it is shown as it is, whatever stands in it; line feeds become spaces. What its
// author put between single backticks is code.
void md_add_text(Buf *out, Sv text);
// `code`, white space folded.
void md_add_code(Buf *out, Sv text);
// Markdown as its author wrote it, with what would leave its place taken out: HTML, headings and
// fences that do not end.
void md_add_prose(Buf *out, Sv markdown);
// A cell of a table's row, from Markdown.
void md_add_cell(Buf *out, Sv markdown);

#endif
