// Writes Markdown (CommonMark, with GitHub's tables): lines under an indent, fences that their text
// cannot close, text that is shown as it is. Knows nothing of runbooks.
#ifndef DOCS_MD_H
#define DOCS_MD_H

#include "base/buf.h"

typedef struct Md {
    Buf *out;
    size_t indent; // columns by which everything is indented
} Md;

// A blank line, unless there is one already or nothing before it.
void md_gap(const Md *md);
// Each line of the Markdown with the indent, after a blank line.
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
// Adds text so that it is shown as it is, whatever it contains; line feeds become spaces. Single
// backticks of its author make code.
void md_add_text(Buf *out, Sv text);
// `code`, white space folded.
void md_add_code(Buf *out, Sv text);
// Adds the author's Markdown without anything that would leave its place: HTML, headings, and
// fences that do not end.
void md_add_prose(Buf *out, Sv markdown);
// A cell of a table's row, from Markdown.
void md_add_cell(Buf *out, Sv markdown);

#endif
