// Walks along a scalar as written and its decoded text, and notes where the two stop corresponding.
#include "yaml/yaml_internal.h"

typedef struct Mapper {
    Arena *arena;
    Sv raw;        // as written
    uint32_t base; // offset of raw in the source
    Sv text;       // decoded
    size_t r, t;   // the position in both
    SpanSegment *segments;
    uint32_t count, capacity;
} Mapper;

// `apart`: an escape is a segment of its own, even if it begins at the same distance.
static void note_segment(Mapper *m, bool apart) {
    uint32_t text_at = (uint32_t)m->t, source_at = m->base + (uint32_t)m->r;
    if (m->count > 0 && !apart) {
        SpanSegment *last = &m->segments[m->count - 1];
        if (source_at - last->source_at == text_at - last->text_at) return;
        if (last->text_at == text_at) {
            last->source_at = source_at;
            return;
        }
    }
    arena_grow(m->arena, m->segments, m->count, m->capacity);
    m->segments[m->count++] = (SpanSegment){text_at, source_at};
}

static void note(Mapper *m) {
    note_segment(m, false);
}

static bool raw_is(const Mapper *m, size_t ahead, char c) {
    return m->r + ahead < m->raw.len && m->raw.at[m->r + ahead] == c;
}

static bool at_break(const Mapper *m) {
    return raw_is(m, 0, '\n') || raw_is(m, 0, '\r');
}

static void skip_break(Mapper *m) {
    if (raw_is(m, 0, '\r') && raw_is(m, 1, '\n')) m->r++;
    if (m->r < m->raw.len) m->r++;
}

static void skip_blanks(Mapper *m) {
    while (raw_is(m, 0, ' ') || raw_is(m, 0, '\t'))
        m->r++;
}

static void same_byte(Mapper *m) {
    note(m);
    m->r++;
    m->t++;
}

// Blanks that end a line are dropped, the break becomes a space, further breaks become line feeds.
static bool fold(Mapper *m) {
    size_t from = m->r;
    skip_blanks(m);
    if (!at_break(m)) {
        m->r = from;
        return false;
    }
    if (m->t < m->text.len && m->text.at[m->t] == ' ') {
        note(m);
        m->t++;
        skip_break(m);
        skip_blanks(m);
        return true;
    }
    skip_break(m);
    while (m->r < m->raw.len) {
        skip_blanks(m);
        if (!at_break(m)) break;
        if (m->t < m->text.len && m->text.at[m->t] == '\n') {
            note(m);
            m->t++;
        }
        skip_break(m);
    }
    return true;
}

static size_t sequence_length(char lead) {
    unsigned char c = (unsigned char)lead;
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static void escape(Mapper *m) {
    char kind = m->r + 1 < m->raw.len ? m->raw.at[m->r + 1] : 0;
    if (kind == '\n' || kind == '\r') { // the line goes on
        m->r++;
        skip_break(m);
        for (skip_blanks(m); at_break(m); skip_blanks(m))
            skip_break(m);
        return;
    }
    note_segment(m, true);
    m->r += kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
    if (m->t < m->text.len) m->t += sequence_length(m->text.at[m->t]);
}

static void map_flow(Mapper *m, ScalarStyle style) {
    while (m->r < m->raw.len && m->t < m->text.len) {
        if (fold(m)) continue;
        if (style == SCALAR_DOUBLE && raw_is(m, 0, '\\')) {
            escape(m);
        } else {
            bool doubled = style == SCALAR_SINGLE && raw_is(m, 0, '\'') && raw_is(m, 1, '\'');
            same_byte(m);
            if (doubled) m->r++;
        }
    }
}

static size_t leading_spaces(Sv line) {
    size_t count = 0;
    while (count < line.len && line.at[count] == ' ')
        count++;
    return count;
}

static bool first_full_line(Sv text, Sv *out) {
    while (sv_next_line(&text, out))
        if (leading_spaces(*out) < out->len) return true;
    return false;
}

// The indentation of the block's lines: the difference between written and decoded.
static size_t block_indent(Sv body, Sv text) {
    Sv written, decoded;
    if (!first_full_line(body, &written) || !first_full_line(text, &decoded)) return 0;
    size_t outer = leading_spaces(written), inner = leading_spaces(decoded);
    return outer > inner ? outer - inner : 0;
}

static void map_block(Mapper *m) {
    while (m->r < m->raw.len && !at_break(m))
        m->r++; // the header: | or > and what follows
    skip_break(m);
    size_t indent = block_indent(sv_slice(m->raw, m->r, m->raw.len), m->text);
    while (m->r < m->raw.len && m->t < m->text.len) {
        for (size_t i = 0; i < indent && raw_is(m, 0, ' '); i++)
            m->r++;
        // A folded text has a space, or fewer breaks, between what were lines.
        while (m->t < m->text.len && m->r < m->raw.len && m->text.at[m->t] != m->raw.at[m->r] &&
               (m->text.at[m->t] == ' ' || m->text.at[m->t] == '\n') && !at_break(m)) {
            note(m);
            m->t++;
        }
        while (m->r < m->raw.len && m->t < m->text.len && !at_break(m) &&
               m->text.at[m->t] == m->raw.at[m->r])
            same_byte(m);
        if (m->r < m->raw.len && !at_break(m)) return; // unexpected: what follows maps to here
        if (m->t < m->text.len && m->text.at[m->t] == '\n') {
            note(m);
            m->t++;
        }
        skip_break(m);
    }
}

// A text that a hint puts into a scalar is written in the style of the scalar.
typedef Sv Writer(Arena *arena, Sv text);

static Writer *writer_of(ScalarStyle style, bool in_flow) {
    switch (style) {
    case SCALAR_PLAIN: return in_flow ? yaml_flow_scalar : yaml_scalar;
    case SCALAR_SINGLE: return yaml_within_single;
    case SCALAR_DOUBLE: return yaml_within_double;
    default: return NULL;
    }
}

static SpanMap map_text(Arena *arena, Span span, ScalarStyle style, Sv text) {
    Sv raw = span_text(span);
    if (style == SCALAR_PLAIN && sv_eq(raw, text))
        return spanmap_straight(arena, span.source, span.offset, span.length);
    Mapper m = {.arena = arena, .raw = raw, .base = span.offset, .text = text};
    bool quoted = style == SCALAR_SINGLE || style == SCALAR_DOUBLE;
    if (quoted && raw.len >= 2) {
        m.base++;
        m.raw = sv_slice(raw, 1, raw.len - 1);
    }
    if (style == SCALAR_LITERAL || style == SCALAR_FOLDED)
        map_block(&m);
    else
        map_flow(&m, style);
    if (m.count == 0) note(&m);
    uint32_t end = m.base + (uint32_t)m.raw.len;
    return (SpanMap){
        .source = span.source, .segments = m.segments, .count = m.count, .source_end = end};
}

SpanMap scalar_map(Arena *arena, Span span, ScalarStyle style, bool in_flow, Sv text) {
    SpanMap map = map_text(arena, span, style, text);
    map.written = writer_of(style, in_flow);
    return map;
}
