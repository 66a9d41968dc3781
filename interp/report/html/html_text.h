// Foreign text in HTML: shown as it is, and never an element, an attribute, a comment or a script
// of the page. What cannot be seen becomes \x1b, \u{202e}, … as everywhere (base/shown/shown.h).
// The rules are those of the HTML Standard (WHATWG, "Parsing HTML documents"), of which text and
// quoted attributes take character references, and <script> and <style> do not: foreign text is
// never written into these two.
#ifndef REPORT_HTML_HTML_TEXT_H
#define REPORT_HTML_HTML_TEXT_H

#include "base/buf.h"

// Adds text, within an element or the quotation marks of an attribute. Its line feeds are written
// as &#10;, so that no line of the file begins with foreign text; the element's style says whether
// they are seen. `out` owns what is added; the text is not kept.
void html_text(Buf *out, Sv text);
// ` name="value"`; the name is ours.
void html_attribute(Buf *out, const char *name, Sv value);
// "<tag class="of">text</tag>"; `of` NULL = without a class. Nothing for an empty text.
void html_leaf(Buf *out, const char *tag, const char *of, Sv text);
// Adds a block of lines, wrapped where they are long. Nothing for an empty text.
void html_block(Buf *out, Sv text);
// Adds a command to copy, in a line of its own.
void html_command(Buf *out, Sv command);

#endif
