// Values as they stand in messages: CEL's literals, shortened to the columns there are, cut where
// two part.
#include "base/utf8.h"
#include "check.h"
#include "value/json.h"
#include "value/show.h"

static Arena *arena;

static void check_show(Value value, size_t columns, const char *wanted) {
    Buf buf BUF_AUTO = buf_new(100000);
    CHECK(value_show(&buf, value, columns));
    CHECK_C(buf_sv(&buf), wanted);
    CHECK(columns == 0 || utf8_width(buf_sv(&buf)) <= columns);
}

static Value json(const char *text) {
    Value value = value_null();
    CHECK(json_parse(arena, sv_from_c(text), &value, NULL));
    return value;
}

static Value decimal(const char *text) {
    Value value = value_null();
    CHECK(value_decimal(arena, sv_from_c(text), &value));
    return value;
}

static void literals(void) {
    check_show(value_null(), 0, "null");
    check_show(value_bool(true), 0, "true");
    check_show(value_int(-5), 0, "-5");
    check_show(value_uint(5), 0, "5u");
    check_show(value_double(1), 0, "1.0");
    check_show(value_double(0.1), 0, "0.1");
    check_show(value_double(1e100), 0, "1e+100");
    check_show(decimal("1.50"), 0, "1.5");
    check_show(value_string(SV("a\"b\\c\n\t\x1b\xe2\x80\xae é")), 0,
               "\"a\\\"b\\\\c\\n\\t\\x1b\\u202e é\"");
    check_show(value_bytes(SV("a\0\xff\n")), 0, "b\"a\\x00\\xff\\n\"");
    check_show(value_duration(90, 500000000), 0, "90.5s");
    check_show(value_timestamp(1772330584, 0), 0, "2026-03-01T02:03:04Z");
    check_show(value_type(SV("int")), 0, "int");
    check_show(value_optional_none(), 0, "optional.none()");
    check_show(value_optional_of(arena, value_int(1)), 0, "optional.of(1)");
    check_show(json("[1,\"a\",[],{}]"), 0, "[1, \"a\", [], {}]");
    check_show(json("{\"a\":1,\"b\":{\"c\":null}}"), 0, "{\"a\": 1, \"b\": {\"c\": null}}");
}

static void shortened(void) {
    check_show(value_string(SV("0123456789abcdefghij")), 22, "\"0123456789abcdefghij\"");
    check_show(value_string(SV("0123456789abcdefghij")), 21, "\"0123456789ab…efghij\"");
    check_show(value_string(SV("0123456789abcdefghij")), 10, "\"01234…ij\"");
    check_show(value_string(SV("名名名名名名名名名名")), 11, "\"名名…名\"");
    check_show(decimal("123456789012345678901234567890"), 12, "1234567…7890");
    check_show(json("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]"), 30, "[1, 2, 3, 4, 5, 6, … 9 more]");
    check_show(json("[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",1]"), 40,
               "[\"aaaaaaaaaa…aaaaa\", 1]");
    check_show(json("{\"name\":\"a long text that goes on and on\",\"id\":7,\"x\":[1,2,3]}"), 60,
               "{\"name\": \"a long text th… and on\", \"id\": 7, \"x\": [1, 2, 3]}");
    check_show(json("[[1,2,3,4,5,6,7,8,9],[1]]"), 5, "…");
}

static void hugely_long(void) {
    enum { SIZE = 8 * 1024 * 1024 };
    char *text = arena_alloc_raw(arena, SIZE);
    memset(text, 'x', SIZE);
    for (int i = 0; i < 1000; i++) {
        Buf buf BUF_AUTO = buf_new(1000);
        CHECK(value_show(&buf, value_string((Sv){text, SIZE}), 40));
        CHECK_INT(utf8_width(buf_sv(&buf)), 40);
    }
    ListBuilder list = list_builder(arena);
    for (int i = 0; i < 100000; i++)
        list_add(&list, value_int(i));
    check_show(list_done(&list), 40, "[0, 1, 2, 3, 4, 5, 6, 7, … 99992 more]");
}

// Never wider than asked for, whatever the value and the width.
static void widths_hold(void) {
    const Value values[] = {
        json("[[[[1,2,3],\"名名名名\"],{\"a\":{\"b\":[\"x\",null,true,1.5]}}],\"tail of it\"]"),
        json(
            "{\"\":\"\",\"long key that fills the line\":{\"inner\":[1,2,3,4]},\"z\":\"0123456789\"}"),
        value_string(SV("e\xcc\x81\x1b\xe2\x80\xae名\"\\😀 and more")),
        value_optional_of(arena, json("[1,2,3,4,5,6,7,8]")), value_bytes(SV("\0\1\2\3\4\5\6\7"))};
    int wrong = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (size_t columns = 1; columns < 90; columns++) {
            Buf buf BUF_AUTO = buf_new(10000);
            if (!value_show(&buf, values[i], columns) || buf.len == 0 ||
                utf8_width(buf_sv(&buf)) > columns || !utf8_valid(buf_sv(&buf), NULL))
                wrong++;
        }
    CHECK_INT(wrong, 0);
}

static void check_difference(Value a, Value b, size_t columns, const char *a_wanted,
                             const char *b_wanted) {
    Buf left BUF_AUTO = buf_new(10000), right BUF_AUTO = buf_new(10000);
    CHECK(value_show_difference(&left, &right, a, b, columns));
    CHECK_C(buf_sv(&left), a_wanted);
    CHECK_C(buf_sv(&right), b_wanted);
    CHECK(utf8_width(buf_sv(&left)) <= columns && utf8_width(buf_sv(&right)) <= columns);
}

static void differences(void) {
    check_difference(value_string(SV("one")), value_string(SV("two")), 20, "\"one\"", "\"two\"");
    check_difference(value_string(SV("the quick brown fox jumps over the lazy dog")),
                     value_string(SV("the quick brown fox jumped over the lazy dog")), 24,
                     "…ox jumps over the lazy…", "…ox jumped over the laz…");
    check_difference(value_string(SV("the quick brown fox jumps over it")),
                     value_string(SV("the quick brown fox jumps over it and more")), 24,
                     "…over it\"", "…over it and more\"");
    check_difference(value_string(SV("x")), value_string(SV("a very long text that begins with a")),
                     20, "\"x\"", "\"a very long text t…");
    check_difference(json("[1,2,3,4,5,6,7,8,9,10,11,12]"), json("[1,2,3,4,5,6,7,8,99,10,11,12]"),
                     20, "… 8, 9, 10, 11, 12]", "… 8, 99, 10, 11, 12]");
    check_difference(value_int(1), value_string(SV("1")), 10, "1", "\"1\"");
    enum { SIZE = 4 * 1024 * 1024 };
    char *a = arena_alloc_raw(arena, SIZE), *b = arena_alloc_raw(arena, SIZE);
    memset(a, 'x', SIZE);
    memset(b, 'x', SIZE);
    b[SIZE - 5] = 'y';
    check_difference(value_string((Sv){a, SIZE}), value_string((Sv){b, SIZE}), 20, "…xxxxxxxxxx\"",
                     "…xxxxxyxxxx\"");
}

int main(void) {
    arena = arena_new((size_t)128 * 1024 * 1024);
    literals();
    shortened();
    hugely_long();
    widths_hold();
    differences();
    arena_free(arena);
    return check_done();
}
