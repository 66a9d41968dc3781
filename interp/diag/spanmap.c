#include "diag/source.h"

SpanMap spanmap_straight(Arena *arena, const Source *source, uint32_t offset, uint32_t length) {
    if (!source) return (SpanMap){.source = NULL};
    SpanSegment *segment = arena_new_of(arena, SpanSegment);
    segment->source_at = offset;
    return (SpanMap){
        .source = source, .segments = segment, .count = 1, .source_end = offset + length};
}

SpanMap spanmap_tail(SpanMap map, size_t offset) {
    map.text_at += (uint32_t)offset;
    return map;
}

Sv spanmap_written(const SpanMap *map, Arena *arena, Sv text) {
    return map->written ? map->written(arena, text) : text;
}

static const SpanSegment *segment_at(const SpanMap *map, size_t wanted) {
    uint32_t low = 0, high = map->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (map->segments[middle].text_at <= wanted)
            low = middle;
        else
            high = middle;
    }
    return &map->segments[low];
}

static bool is_last(const SpanMap *map, const SpanSegment *segment) {
    return segment + 1 == map->segments + map->count;
}

// The offset in the source of the byte at `offset` of the decoded text.
static uint32_t locate(const SpanMap *map, size_t offset) {
    size_t wanted = offset + map->text_at;
    const SpanSegment *segment = segment_at(map, wanted);
    size_t ahead = wanted > segment->text_at ? wanted - segment->text_at : 0;
    size_t at = segment->source_at + ahead;
    // An escape has more or fewer bytes than its decoded form.
    if (!is_last(map, segment) && at > segment[1].source_at) at = segment[1].source_at;
    return at < map->source_end ? (uint32_t)at : map->source_end;
}

// The end of the byte before `to`; if that was written as an escape (\u00e9), the end of the
// escape.
static uint32_t end_of(const SpanMap *map, size_t to) {
    const SpanSegment *segment = segment_at(map, to - 1 + map->text_at);
    bool escape = map->source->text.at[segment->source_at] == '\\' && !is_last(map, segment) &&
                  segment[1].text_at == to + map->text_at;
    uint32_t end = escape ? segment[1].source_at : locate(map, to - 1) + 1;
    return end < map->source_end ? end : map->source_end;
}

Span spanmap_span(const SpanMap *map, size_t from, size_t to) {
    if (!map->source || map->count == 0) return (Span){NULL, 0, 0};
    uint32_t begin = locate(map, from);
    if (to <= from) return (Span){map->source, begin, 0};
    uint32_t end = end_of(map, to);
    return (Span){map->source, begin, end > begin ? end - begin : 0};
}
