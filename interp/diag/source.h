// Sources (named texts) and places in them. Owns the map of lines: only LF ends a line.
#ifndef DIAG_SOURCE_H
#define DIAG_SOURCE_H

#include "base/arena.h"
#include "base/sv.h"

// A part of a source that people may not see where the source is quoted: the value of a secret.
typedef struct HiddenPart {
    uint32_t from, to; // byte offsets
    Sv text;           // what it says once it is read; empty for what stands around values
} HiddenPart;

typedef struct Source {
    Sv path;               // as shown to people
    Sv text;               // the bytes, a BOM included
    uint32_t *line_starts; // byte offset of each line
    uint32_t line_count;   // at least 1
    HiddenPart *hidden;    // in any order; parts may overlap
    uint32_t hidden_count, hidden_capacity;
} Source;

typedef struct Span {
    const Source *source; // NULL: there is no place (a command line, say)
    uint32_t offset;      // bytes from the start of the source
    uint32_t length;      // bytes; 0 = a point
} Span;

typedef struct Place {
    uint32_t line;   // from 1
    uint32_t column; // from 1, in code points
} Place;

// The text is not copied.
Source *source_new(Arena *arena, Sv path, Sv text);
// No diagnostic shows the bytes from `from` to `to`, nor `text`, which is what they say once read.
void source_hide(Arena *arena, Source *source, size_t from, size_t to, Sv text);
Place source_place(const Source *source, uint32_t offset);
// The line's text without its end; empty where there is no such line.
Sv source_line(const Source *source, uint32_t line);
// The same as a place.
Span source_line_span(const Source *source, uint32_t line);
Sv span_text(Span span);
Span span_join(Span from, Span to);

// Maps offsets in a decoded text (a YAML scalar, an expression in it) to its source.
typedef struct SpanSegment {
    uint32_t text_at;   // offset in the decoded text
    uint32_t source_at; // offset in the source from which the bytes correspond
} SpanSegment;

typedef struct SpanMap {
    const Source *source; // NULL: the text has no source
    const SpanSegment *segments;
    uint32_t count;      // at least 1 where source is set
    uint32_t text_at;    // added to every offset (for a text cut out of a larger one)
    uint32_t source_end; // no span ends after it
    // How a text is written in the place of this one (quoted, say); NULL: as it is.
    Sv (*written)(Arena *arena, Sv text);
} SpanMap;

// A map for a text that is in the source byte for byte, at `offset`.
SpanMap spanmap_straight(Arena *arena, const Source *source, uint32_t offset, uint32_t length);
// The map of the part that begins at `offset` of the decoded text.
SpanMap spanmap_tail(SpanMap map, size_t offset);
// A text in the form in which it can replace the mapped one.
Sv spanmap_written(const SpanMap *map, Arena *arena, Sv text);
Span spanmap_span(const SpanMap *map, size_t from, size_t to);

#endif
