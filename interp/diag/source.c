#include "diag/source.h"
#include "base/utf8.h"
#include <string.h>

static uint32_t count_lines(Sv text) {
    uint32_t count = 1;
    for (size_t at = 0; (at = sv_find_char(text, '\n', at)) != SV_NONE; at++)
        count++;
    return count;
}

Source *source_new(Arena *arena, Sv path, Sv text) {
    Source *source = arena_new_of(arena, Source);
    source->path = path;
    source->text = text;
    source->line_count = count_lines(text);
    source->line_starts = arena_new_array(arena, uint32_t, source->line_count);
    uint32_t line = 0;
    for (size_t at = 0; (at = sv_find_char(text, '\n', at)) != SV_NONE; at++)
        source->line_starts[++line] = (uint32_t)at + 1;
    return source;
}

void source_hide(Arena *arena, Source *source, size_t from, size_t to, Sv text) {
    arena_grow(arena, source->hidden, source->hidden_count, source->hidden_capacity);
    source->hidden[source->hidden_count++] = (HiddenPart){(uint32_t)from, (uint32_t)to, text};
}

// The beginning of the line's text: a byte order mark is not part of it.
static uint32_t line_begin(const Source *source, uint32_t line) {
    bool marked = line == 1 && sv_starts(source->text, SV("\xEF\xBB\xBF"));
    return marked ? 3 : source->line_starts[line - 1];
}

Place source_place(const Source *source, uint32_t offset) {
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    uint32_t line = low + 1, begin = line_begin(source, line);
    size_t before = offset > begin ? utf8_count(sv_slice(source->text, begin, offset)) : 0;
    return (Place){line, (uint32_t)before + 1};
}

Sv source_line(const Source *source, uint32_t line) {
    if (line < 1 || line > source->line_count) return (Sv){NULL, 0};
    size_t end = line < source->line_count ? source->line_starts[line] - 1 : source->text.len;
    Sv text = sv_slice(source->text, line_begin(source, line), end);
    if (line < source->line_count && sv_ends(text, SV("\r"))) text.len--;
    return text;
}

Span source_line_span(const Source *source, uint32_t line) {
    Sv text = source_line(source, line);
    return (Span){source, text.at ? (uint32_t)(text.at - source->text.at) : 0, (uint32_t)text.len};
}

Sv span_text(Span span) {
    if (!span.source) return (Sv){NULL, 0};
    return sv_slice(span.source->text, span.offset, (size_t)span.offset + span.length);
}

Span span_join(Span from, Span to) {
    if (!from.source) return to;
    if (to.source != from.source) return from;
    uint32_t begin = from.offset < to.offset ? from.offset : to.offset;
    uint32_t from_end = from.offset + from.length, to_end = to.offset + to.length;
    return (Span){from.source, begin, (from_end > to_end ? from_end : to_end) - begin};
}
