// Sources: lines, columns in code points, and spans that follow decoded text back to its bytes.
#include "check.h"
#include "diag/source.h"

static Arena *arena;

static void check_place(const Source *source, uint32_t offset, uint32_t line, uint32_t column) {
    Place place = source_place(source, offset);
    CHECK_INT(place.line, line);
    CHECK_INT(place.column, column);
}

static void lines(void) {
    Source *source = source_new(arena, SV("a.yaml"), SV("one\r\ntwo\n\nl\xc3\xa9\xe2\x80\xa8st"));
    CHECK_INT(source->line_count, 4); // U+2028 ends no line
    CHECK_C(source_line(source, 1), "one");
    CHECK_C(source_line(source, 2), "two");
    CHECK_C(source_line(source, 3), "");
    CHECK_C(source_line(source, 4), "l\xc3\xa9\xe2\x80\xa8st");
    CHECK_C(source_line(source, 0), "");
    CHECK_C(source_line(source, 5), "");
    check_place(source, 0, 1, 1);
    check_place(source, 4, 1, 5); // the LF belongs to its line
    check_place(source, 5, 2, 1);
    check_place(source, 9, 3, 1);
    check_place(source, 10, 4, 1);
    check_place(source, 13, 4, 3); // behind the two bytes of é
    check_place(source, 999, 4, 6);
}

static void odd_sources(void) {
    Source *empty = source_new(arena, SV("e"), (Sv){NULL, 0});
    CHECK_INT(empty->line_count, 1);
    check_place(empty, 0, 1, 1);
    CHECK_C(source_line(empty, 1), "");
    Source *ended = source_new(arena, SV("e"), SV("x\n"));
    CHECK_INT(ended->line_count, 2);
    check_place(ended, 2, 2, 1);
    CHECK_C(source_line(ended, 2), "");
    Source *marked = source_new(arena, SV("b"), SV("\xef\xbb\xbfkey: 1\n"));
    CHECK_C(source_line(marked, 1), "key: 1");
    check_place(marked, 0, 1, 1);
    check_place(marked, 3, 1, 1);
    check_place(marked, 8, 1, 6);
}

static void spans(void) {
    Source *source = source_new(arena, SV("dir/a.yaml"), SV("name: x\nkey: value\n"));
    Span key = {source, 8, 3}, value = {source, 13, 5}, nowhere = {NULL, 0, 0};
    CHECK_C(span_text(key), "key");
    CHECK_C(span_text(span_join(key, value)), "key: value");
    CHECK_C(span_text(span_join(value, key)), "key: value");
    CHECK_C(span_text(span_join(nowhere, key)), "key");
    CHECK_C(span_text(span_join(key, nowhere)), "key");
    CHECK_C(span_text(nowhere), "");
}

static void straight_maps(void) {
    Source *source = source_new(arena, SV("a"), SV("key: value here\n"));
    SpanMap map = spanmap_straight(arena, source, 5, 10);
    CHECK_C(span_text(spanmap_span(&map, 0, 5)), "value");
    CHECK_C(span_text(spanmap_span(&map, 6, 10)), "here");
    CHECK_C(span_text(spanmap_span(&map, 6, 99)), "here");
    SpanMap tail = spanmap_tail(map, 6);
    CHECK_C(span_text(spanmap_span(&tail, 0, 4)), "here");
    Span end = spanmap_span(&map, 10, 10);
    CHECK_INT(end.offset, 15);
    CHECK_INT(end.length, 0);
    SpanMap none = spanmap_straight(arena, NULL, 0, 0);
    CHECK(spanmap_span(&none, 0, 5).source == NULL);
}

// "a\tb" written with an escape, and a folded text over two lines.
static void maps_with_segments(void) {
    Source *source = source_new(arena, SV("a"), SV("k: \"a\\tb\"\n"));
    static const SpanSegment escaped[] = {{0, 4}, {1, 5}, {2, 7}};
    SpanMap map = {.source = source, .segments = escaped, .count = 3, .source_end = 8};
    CHECK_C(span_text(spanmap_span(&map, 0, 1)), "a");
    CHECK_C(span_text(spanmap_span(&map, 2, 3)), "b");
    CHECK_C(span_text(spanmap_span(&map, 0, 3)), "a\\tb");
    Source *folded = source_new(arena, SV("f"), SV("k: one\n   two\n"));
    static const SpanSegment parts[] = {{0, 3}, {4, 10}};
    SpanMap fold = {.source = folded, .segments = parts, .count = 2, .source_end = 13};
    CHECK_C(span_text(spanmap_span(&fold, 4, 7)), "two");
    CHECK_C(span_text(spanmap_span(&fold, 0, 3)), "one");
    CHECK_C(span_text(spanmap_span(&fold, 0, 7)), "one\n   two");
    SpanMap tail = spanmap_tail(spanmap_tail(fold, 2), 2);
    CHECK_C(span_text(spanmap_span(&tail, 0, 3)), "two");
}

int main(void) {
    arena = arena_new(1024 * 1024);
    lines();
    odd_sources();
    spans();
    straight_maps();
    maps_with_segments();
    arena_free(arena);
    return check_done();
}
