// Values on a page: JSON as a tree that opens and closes, rows as a table.
#ifndef REPORT_HTML_HTML_VALUE_H
#define REPORT_HTML_HTML_VALUE_H

#include "base/buf.h"
#include "value/value.h"

// How much of a value is told on the page.
typedef struct HtmlBound {
    size_t leaves; // keys, items and cells at most; 0 = none is left out
    Sv command;    // what to type to see all: "runbook show 019cda10 5.1"; not owned
} HtmlBound;

// Adds the value: a list of maps of plain values as a table, other lists and maps as a tree of
// <details>, of which `open` levels are open; a text of several lines as a block, anything else as
// JSON in one line. What is left out for the bound is said, with its command.
void html_value(Buf *out, Value value, unsigned open, HtmlBound bound);

// Whether it is one: maps, none of them empty, of few keys that most of them share.
bool html_is_rows(Value value);
// Adds a table with a heading for each key, in the order in which they first appear. `caption`
// (may be empty, may be foreign) is for whoever cannot see what stands above it.
void html_rows(Buf *out, Value rows, Sv caption, HtmlBound bound);

#endif
