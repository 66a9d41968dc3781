// A line of YAML as its author reads it: indentation, dashes, a key, a value. For messages about
// what libyaml could not read; anything else is better described by nodes.
#ifndef YAML_LINE_H
#define YAML_LINE_H

#include "yaml/node.h"

typedef struct YamlLine {
    const Source *source;
    size_t begin, end; // of the line, its end not included
    size_t first;      // first byte that is not indentation
    size_t key, colon; // of `key:`; both = value if there is no key
    size_t value;      // what follows, to `value_end`
    size_t value_end;  // without blanks and a comment after it
} YamlLine;

YamlLine line_at(const Source *source, size_t offset);
Sv line_text(const YamlLine *line, size_t from, size_t to);
Sv line_value(const YamlLine *line);
Span line_span(const YamlLine *line, size_t from, size_t to);

// The offset behind the group ((…), […], {…}, '…', "…") that opens at `at`; text.len if it is not
// closed.
size_t group_end(Sv text, size_t at);
// The next `c` at or after `from` outside of any group; SV_NONE if there is none.
size_t find_outside(Sv text, char c, size_t from);

#endif
