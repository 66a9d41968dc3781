#include "diag/source.h"

SpanMap spanmap_straight(Arena *arena, const Source *source, uint32_t offset, uint32_t length) {
    if (!source) return (SpanMap){.source = NULL};
    SpanSegment *segment = arena_new_of(arena, SpanSegment);
    segment->source_at = offset;
    return (SpanMap){source, segment, 1, 0, offset + length};
}

SpanMap spanmap_tail(SpanMap map, size_t offset) {
    map.text_at += (uint32_t)offset;
    return map;
}

// Where the byte at `offset` of the decoded text lies.
static uint32_t locate(const SpanMap *map, size_t offset) {
    size_t wanted = offset + map->text_at;
    uint32_t low = 0, high = map->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (map->segments[middle].text_at <= wanted)
            low = middle;
        else
            high = middle;
    }
    const SpanSegment *segment = &map->segments[low];
    size_t ahead = wanted > segment->text_at ? wanted - segment->text_at : 0;
    size_t at = segment->source_at + ahead;
    // An escape is decoded into fewer bytes, or more, than it is written with.
    if (low + 1 < map->count && at > segment[1].source_at) at = segment[1].source_at;
    return at < map->source_end ? (uint32_t)at : map->source_end;
}

Span spanmap_span(const SpanMap *map, size_t from, size_t to) {
    if (!map->source || map->count == 0) return (Span){NULL, 0, 0};
    uint32_t begin = locate(map, from);
    if (to <= from) return (Span){map->source, begin, 0};
    uint32_t end = locate(map, to - 1) + 1;
    if (end > map->source_end) end = map->source_end;
    return (Span){map->source, begin, end > begin ? end - begin : 0};
}
