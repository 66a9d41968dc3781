// A page that is one file: it loads nothing, sends nothing, and runs nothing but its own script.
//
// The policy stands in the page itself (<meta http-equiv>, CSP Level 3): `default-src 'none'`, and
// the digests (SHA-256, base64) of the very style and script that are written. So there can be no
// style="…", no onclick="…", no image and no font; what has a length of its own is an SVG with
// attributes. Whoever adds a rule or a line of script adds it in html_style.c or html_script.c.
//
// The page reads whole without the script, and it is for everybody (WCAG 2.2 AA): a language, one
// <main>, headings in order, a link that skips to the content, tables with <th scope>, contrast of
// 4.5 to 1 in light and dark, a focus that is seen, and verdicts as words, never as colours alone.
#ifndef REPORT_HTML_HTML_PAGE_H
#define REPORT_HTML_HTML_PAGE_H

#include "base/buf.h"

// Adds all before the content: the head, and <body> up to <main>. `title` may be foreign.
void html_begin(Buf *out, Sv title);
// The same with rules (ours) that this page alone needs, behind those of all.
void html_begin_styled(Buf *out, Sv title, Sv rules);
// Adds all behind the content. `foot`, a line that says what the page was made from, may be
// foreign.
void html_end(Buf *out, Sv foot);

// The style and the script as they are written, in `out`, which owns them.
void html_style(Buf *out);
void html_script(Buf *out);

// Adds the row by which a reader filters the items of one list; without the script it is not shown.
// In the element of the id `list` (ours) each item has data-kind="failed", one of the kinds, and an
// element that only holds others has data-holds; those that do not match are hidden, and so is what
// holds nothing else. `what` are "steps", say.
typedef struct HtmlKind {
    Sv kind; // a word of ours: "failed"
    Sv mark; // "✗"
    Sv word; // "failed"
    uint32_t count;
} HtmlKind;
void html_filter(Buf *out, const char *list, const char *what, const HtmlKind *kinds, size_t count);

#endif
