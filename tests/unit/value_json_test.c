// JSON in and out: numbers keep their value, refusals say what and where, nothing harmful is
// written.
#include "base/limits.h"
#include "check.h"
#include "value/json.h"
#include <math.h>
#include <stdlib.h>

static Arena *arena;

static Value parsed(Sv text) {
    Value value = value_null();
    JsonError error = {.message = ""};
    CHECK(json_parse(arena, text, &value, &error));
    if (error.message[0]) fprintf(stderr, "  %.*s: %s\n", SV_ARG(text), error.message);
    return value;
}

static void check_number(const char *text, ValueKind kind, const char *written) {
    Value value = parsed(sv_from_c(text));
    CHECK_C(sv_from_c(value_kind_name((ValueKind)value.kind)), value_kind_name(kind));
    Buf buf BUF_AUTO = buf_new(100000);
    json_write(&buf, value, JSON_COMPACT);
    CHECK_C(buf_sv(&buf), written);
}

static void numbers(void) {
    check_number("0", VALUE_INT, "0");
    check_number("-0", VALUE_INT, "0");
    check_number("9223372036854775807", VALUE_INT, "9223372036854775807");
    check_number("-9223372036854775808", VALUE_INT, "-9223372036854775808");
    // Beyond 64 bits always the digits, whether a double would be exact or not.
    check_number("9223372036854775808", VALUE_DECIMAL, "9223372036854775808");   // 2^63
    check_number("18446744073709551616", VALUE_DECIMAL, "18446744073709551616"); // 2^64
    check_number("20000000000000000000", VALUE_DECIMAL, "20000000000000000000");
    check_number("-20000000000000000000", VALUE_DECIMAL, "-20000000000000000000");
    check_number("10000000000000000000000000000000000000000", VALUE_DECIMAL,
                 "10000000000000000000000000000000000000000");
    check_number("2e19", VALUE_DOUBLE, "2e+19");
    check_number("20000000000000000000.0", VALUE_DOUBLE, "2e+19");
    check_number("9223372036854775809", VALUE_DECIMAL, "9223372036854775809");
    check_number("-9223372036854775809", VALUE_DECIMAL, "-9223372036854775809");
    check_number("123456789012345678901234567890", VALUE_DECIMAL, "123456789012345678901234567890");
    check_number("1.0", VALUE_DOUBLE, "1.0");
    check_number("-0.0", VALUE_DOUBLE, "-0.0");
    check_number("1e2", VALUE_DOUBLE, "100.0");
    check_number("1E+2", VALUE_DOUBLE, "100.0");
    check_number("0.1", VALUE_DOUBLE, "0.1");
    check_number("1e100", VALUE_DOUBLE, "1e+100");
    check_number("3.141592653589793238462643383279", VALUE_DOUBLE, "3.141592653589793");
    check_number("1e400", VALUE_DECIMAL, "1e+400");
    check_number("-1.50e400", VALUE_DECIMAL, "-1.5e+400");
    check_number("1e-400", VALUE_DECIMAL, "1e-400");
    check_number("0e-400", VALUE_DOUBLE, "0.0");
    check_number("0.0e99999999999999999999", VALUE_DOUBLE, "0.0");
    check_number("5e-324", VALUE_DOUBLE, "5e-324");
}

static void check_refused(Sv text, size_t offset, const char *message) {
    Value value = value_int(7);
    JsonError error = {.offset = SV_NONE};
    CHECK(!json_parse(arena, text, &value, &error));
    CHECK_INT(value.integer, 7);
    CHECK_INT(error.offset, offset);
    CHECK_C(sv_from_c(error.message), message);
    CHECK(!error.well_formed);
}

static void refusals(void) {
    check_refused(SV(""), 0, "the text is empty");
    check_refused((Sv){NULL, 0}, 0, "the text is empty");
    check_refused(SV(" \n"), 2, "the text is empty");
    check_refused(SV("{\"a\":1 \"b\":2}"), 7, "expected ',' or '}' but found '\"'");
    check_refused(SV("[1 2]"), 3, "expected ',' or ']' but found '2'");
    check_refused(SV("[1,]"), 3, "expected another value after ',' but found ']'");
    check_refused(SV("{\"a\":1,}"), 7, "expected a key in double quotes but found '}'");
    check_refused(SV("{a:1}"), 1, "expected a key in double quotes but found 'a'");
    check_refused(SV("{\"a\" 1}"), 5, "expected ':' after the key but found '1'");
    check_refused(SV("{\"a\":"), 5, "expected a value but the text ends here");
    check_refused(SV("[1"), 2, "expected ',' or ']' but the text ends here");
    check_refused(SV("\"abc"), 4, "expected a closing '\"' but the text ends here");
    check_refused(SV("\"abc\\"), 5, "expected a closing '\"' but the text ends here");
    check_refused(SV("1 2"), 2, "expected the end after the value but found '2'");
    check_refused(SV("{} \xc3\xa9"), 3, "expected the end after the value but found 'é'");
    check_refused(SV("[\x1b]"), 1, "expected a value but found '\\x1b'");
    check_refused(SV("<html>"), 0, "expected a value but found '<'");
    check_refused(SV("'a'"), 0, "text stands in double quotes, not in single ones");
    check_refused(SV("[True]"), 1,
                  "unknown word 'True': JSON has true, false and null, and text in double quotes");
    check_refused(SV("nul"), 0,
                  "unknown word 'nul': JSON has true, false and null, and text in double quotes");
    check_refused(SV("01"), 0, "a number must not begin with 0 unless it is 0");
    check_refused(SV("-"), 1, "expected a digit after '-' but the text ends here");
    check_refused(SV("-x"), 1, "expected a digit after '-' but found 'x'");
    check_refused(SV("1."), 2, "expected a digit after '.' but the text ends here");
    check_refused(SV("1e+"), 3, "expected a digit of the exponent but the text ends here");
    check_refused(SV("+1"), 0, "a number begins with a digit or '-', not with '+'");
    check_refused(SV(".5"), 0, "a number begins with a digit or '-', not with '.'");
    check_refused(SV("\"a\nb\""), 2, "a control byte 0x0a in a text is written \\n");
    check_refused(SV("\"a\x01\""), 2, "a control byte 0x01 in a text is written \\u0001");
    check_refused(SV("\"\\x41\""), 1, "unknown escape \\x");
    check_refused(SV("\"\\\xc3\xa9\""), 1, "unknown escape \\é");
    check_refused(SV("\"\\u12G4\""), 1, "\\u needs four hexadecimal digits");
    check_refused(SV("\"\\u12"), 1, "\\u needs four hexadecimal digits");
    check_refused(SV("\"x\\ud800\""), 2, "\\ud800 is the first half of a surrogate pair alone");
    check_refused(SV("\"\\ud800\\u0041\""), 1,
                  "\\ud800 is the first half of a surrogate pair alone");
    check_refused(SV("\"\\udc00\""), 1, "\\udc00 is the second half of a surrogate pair alone");
    check_refused(SV("[\"a\xff\"]"), 3, "byte 0xff is not UTF-8 here");
    check_refused(SV("[\"\xed\xa0\x80\"]"), 2, "byte 0xed is not UTF-8 here");
    check_refused(SV("1e20001"), 0, "a number with more than 20000 digits, or a larger exponent");
    check_refused(SV("[1e99999999999999999999]"), 1,
                  "a number with more than 20000 digits, or a larger exponent");
}

// Keys that are as long, and begin and end as each other; and texts that end, or hold what is
// escaped, at each place of a word.
static void alike(void) {
    Value value;
    JsonError error;
    CHECK(json_parse(arena, SV("{\"axb\":1,\"ayb\":2,\"\":3,\"azb\":4}"), &value, &error));
    CHECK_INT(value_field_int(value, "ayb", 0), 2);
    CHECK_INT(value_field_int(value, "", 0), 3);
    CHECK_INT(value_field_int(value, "azb", 0), 4);
    CHECK(!json_parse(arena, SV("{\"axb\":1,\"ayb\":2,\"azb\":3,\"ayb\":4}"), &value, &error));
    CHECK_C(sv_from_c(error.message), "duplicate key \"ayb\"");
    static const char *const odd[] = {"\\\"", "\\\\", "\\n", "\xC3\xBF", " ", ""};
    for (size_t before = 0; before < 20; before++)
        for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
            Sv pad = sv_slice(SV("!#abcdefghijklmnopqrst"), 0, before);
            Sv text = sv_format(arena, "\"%.*s%s%.*s\"", SV_ARG(pad), odd[i], SV_ARG(pad));
            CHECK(json_parse(arena, text, &value, &error));
            BUF_AUTO Buf back = buf_new(256);
            json_write(&back, value, JSON_COMPACT);
            CHECK_SV(buf_sv(&back), text);
            Sv bad = sv_format(arena, "\"%.*s\x1F%s\"", SV_ARG(pad), odd[i]);
            CHECK(!json_parse(arena, bad, &value, &error));
        }
}

// Copies share their keys where these are the same, in the same order; each has its own values.
static void copies_alike(void) {
    static const char *const texts[] = {"{\"a\":1,\"b\":\"x\"}",
                                        "{\"a\":2,\"b\":\"y\"}",
                                        "{\"b\":3,\"a\":4}",
                                        "{\"a\":5}",
                                        "{}",
                                        "[1]",
                                        "{\"a\":{\"c\":6}}"};
    Value like = value_null(), copies[sizeof texts / sizeof *texts];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Arena *passing = arena_new(4096);
        Value value;
        CHECK(json_parse(passing, sv_from_c(texts[i]), &value, NULL));
        copies[i] = value_copy_like(arena, value, &like);
        arena_free(passing);
    }
    CHECK(copies[0].map->keys == copies[1].map->keys && copies[0].map != copies[1].map);
    CHECK(copies[1].map->keys != copies[2].map->keys);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        BUF_AUTO Buf back = buf_new(256);
        json_write(&back, copies[i], JSON_COMPACT);
        CHECK_C(buf_sv(&back), texts[i]);
    }
}

static void duplicates(void) {
    Value value = value_int(7);
    JsonError error;
    CHECK(!json_parse(arena, SV("{\"a\":1,\"b\":[],\"a\":2}"), &value, &error));
    CHECK_INT(error.offset, 14);
    CHECK_C(sv_from_c(error.message), "duplicate key \"a\"");
    CHECK(error.well_formed);
    CHECK(!json_parse(arena, SV("{\"a\":1,\"\\u0061\":2}"), &value, &error));
    CHECK_INT(error.offset, 7);
    // The first error is the one that is told; whether the rest is JSON is known all the same.
    CHECK(!json_parse(arena, SV("[{\"k\\n\":1,\"k\\n\":2} 3"), &value, &error));
    CHECK_C(sv_from_c(error.message), "duplicate key \"k\\n\"");
    CHECK(!error.well_formed);
    CHECK(json_well_formed(SV("{\"a\":1,\"a\":2}")) && !json_well_formed(SV("{\"a\":1,\"a\":2")));
    Buf many BUF_AUTO = buf_new(1000000);
    buf_add_c(&many, "{");
    for (int i = 0; i < 10000; i++)
        buf_addf(&many, "\"key%d\":%d,", i, i);
    size_t at = many.len;
    buf_add_c(&many, "\"key77\":0}");
    CHECK(!json_parse(arena, buf_sv(&many), &value, &error));
    CHECK_INT(error.offset, at);
}

static void limits(void) {
    Buf deep BUF_AUTO = buf_new(1000000);
    buf_add_repeat(&deep, '[', LIMIT_JSON_DEPTH);
    buf_add_repeat(&deep, ']', LIMIT_JSON_DEPTH);
    CHECK_INT(value_count(parsed(buf_sv(&deep))), 1);
    buf_clear(&deep);
    buf_add_repeat(&deep, '[', 500000);
    check_refused(buf_sv(&deep), LIMIT_JSON_DEPTH, "nested more than 256 levels deep");
    buf_clear(&deep);
    for (int i = 0; i < 300; i++)
        buf_add_c(&deep, "{\"a\":");
    check_refused(buf_sv(&deep), 5 * LIMIT_JSON_DEPTH, "nested more than 256 levels deep");
    Arena *small = arena_new(4096);
    Value value;
    JsonError error;
    buf_clear(&deep);
    buf_add_repeat(&deep, '[', LIMIT_JOURNAL_DEPTH);
    buf_add_repeat(&deep, ']', LIMIT_JOURNAL_DEPTH);
    CHECK(json_parse_within(arena, buf_sv(&deep), LIMIT_JOURNAL_DEPTH, &value, &error));
    CHECK(!json_parse_within(arena, buf_sv(&deep), LIMIT_JOURNAL_DEPTH - 1, &value, &error));
    CHECK_C(sv_from_c(error.message), "nested more than 1023 levels deep");
    buf_clear(&deep);
    buf_add_c(&deep, "[");
    for (int i = 0; i < 1000; i++)
        buf_add_c(&deep, "[],");
    buf_add_c(&deep, "1]");
    CHECK(!json_parse(small, buf_sv(&deep), &value, &error));
    CHECK_C(sv_from_c(error.message), "the values need more memory than the limit of 4096 bytes");
    arena_free(small);
}

static void strings(void) {
    CHECK_SV(value_text(parsed(SV("\"\""))), SV(""));
    CHECK_SV(value_text(parsed(SV("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""))), SV("\"\\/\b\f\n\r\t"));
    CHECK_SV(value_text(parsed(SV("\"a\\u0000b\\u00e9\\u20AC\\ud83d\\ude00z\""))), SV("a\0bé€😀z"));
    CHECK_SV(value_text(parsed(SV("\xef\xbb\xbf\"bom\""))), SV("bom"));
    CHECK_SV(value_key(parsed(SV("{\"\\u0000\":1}")), 0).text.len == 1 ? SV("one") : SV("other"),
             SV("one"));
}

static void check_text(Sv text, const char *wanted) {
    Buf buf BUF_AUTO = buf_new(1000);
    CHECK(json_write_text(&buf, text));
    CHECK_C(buf_sv(&buf), wanted);
}

static void texts_are_escaped(void) {
    check_text(SV("plain é 日本"), "\"plain é 日本\"");
    check_text(SV("\"\\/\b\f\n\r\t\0\x1b\x7f"),
               "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001b\\u007f\"");
    check_text(SV("\xe2\x80\xae\xe2\x80\xa8\xc2\x9b"), "\"\\u202e\\u2028\\u009b\"");
    check_text(SV("\xf3\xa0\x81\x81"), "\"\\udb40\\udc41\"");
    check_text(SV("a\xffz"), "\"a\xef\xbf\xbdz\"");
}

static void check_json(Value value, JsonStyle style, const char *wanted) {
    Buf buf BUF_AUTO = buf_new(1000);
    CHECK(json_write(&buf, value, style));
    CHECK_C(buf_sv(&buf), wanted);
}

static void values_are_written(void) {
    Value value = parsed(SV("{\"b\":[1,2.5,{}],\"a\":{\"x\":null,\"y\":[]},\"c\":true}"));
    check_json(value, JSON_COMPACT, "{\"b\":[1,2.5,{}],\"a\":{\"x\":null,\"y\":[]},\"c\":true}");
    check_json(value, JSON_SPACED,
               "{\"b\": [1, 2.5, {}], \"a\": {\"x\": null, \"y\": []}, \"c\": true}");
    check_json(
        value, JSON_PRETTY,
        "{\n  \"b\": [\n    1,\n    2.5,\n    {}\n  ],\n  \"a\": {\n    \"x\": null,\n    \"y\": []\n  "
        "},\n  \"c\": true\n}");
    check_json(value_uint(UINT64_MAX), JSON_COMPACT, "18446744073709551615");
    check_json(value_double((double)NAN), JSON_COMPACT, "\"NaN\"");
    check_json(value_double(-HUGE_VAL), JSON_COMPACT, "\"-Infinity\"");
    check_json(value_bytes(SV("\0\xff")), JSON_COMPACT, "\"AP8=\"");
    check_json(value_duration(1, 500000000), JSON_COMPACT, "\"1.5s\"");
    check_json(value_timestamp(0, 0), JSON_COMPACT, "\"1970-01-01T00:00:00Z\"");
    check_json(value_type(SV("int")), JSON_COMPACT, "\"int\"");
    check_json(value_optional_none(), JSON_COMPACT, "null");
    check_json(value_optional_of(arena, value_int(3)), JSON_COMPACT, "3");
    MapBuilder map = map_builder(arena);
    map_add(&map, value_int(1), value_string(SV("int")));
    map_add(&map, value_bool(true), value_string(SV("bool")));
    check_json(map_done(&map), JSON_COMPACT, "{\"1\":\"int\",\"true\":\"bool\"}");
    Buf small BUF_AUTO = buf_new(5);
    CHECK(!json_write(&small, value, JSON_COMPACT) && small.full);
}

static void looks(void) {
    static const struct {
        Sv text;
        const char *wanted;
    } cases[] = {{SV_INIT(""), "empty"},
                 {SV_INIT(" \n"), "empty"},
                 {SV_INIT("\n<!DOCTYPE html><p>"), "HTML"},
                 {SV_INIT("<HTML>"), "HTML"},
                 {SV_INIT("<?xml version='1.0'?>"), "XML"},
                 {SV_INIT("<a/>"), "XML"},
                 {SV_INIT("Not Found"), "plain text"},
                 {SV_INIT("{'a': 1}"), "malformed JSON"},
                 {SV_INIT("{\"a\":1}\n{\"a\":2}\n"), "several JSON values, one a line"},
                 {SV_INIT("\x1f\x8b\x08\x00"), "gzip-compressed data"},
                 {SV_INIT("\xff\xfe{\0"), "UTF-16 text"},
                 {SV_INIT("\0\1\2\3"), "binary"},
                 {SV_INIT("\x89PNG\r\n\x1a\n"), "binary"},
                 {SV_INIT("---\na: 1\n"), "YAML"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_C(sv_from_c(json_looks_like(cases[i].text)), cases[i].wanted);
}

static void check_typed(const char *typed) {
    Value value, form = parsed(sv_from_c(typed));
    CHECK(value_from_typed(arena, form, &value));
    Buf buf BUF_AUTO = buf_new(1000);
    json_write(&buf, value_to_typed(arena, value), JSON_COMPACT);
    CHECK_C(buf_sv(&buf), typed);
}

static void typed_forms(void) {
    check_typed("{\"null\":null}");
    check_typed("{\"bool\":true}");
    check_typed("{\"int\":\"-9223372036854775808\"}");
    check_typed("{\"uint\":\"18446744073709551615\"}");
    check_typed("{\"double\":\"1.5\"}");
    check_typed("{\"double\":\"-Infinity\"}");
    check_typed("{\"double\":\"NaN\"}");
    check_typed("{\"decimal\":\"12345678901234567890.5\"}");
    check_typed("{\"string\":\"é\"}");
    check_typed("{\"bytes\":\"AP8=\"}");
    check_typed("{\"list\":[{\"int\":\"1\"},{\"list\":[]}]}");
    check_typed("{\"map\":[[{\"string\":\"a\"},{\"int\":\"1\"}],[{\"bool\":true},{\"map\":[]}]]}");
    check_typed("{\"type\":\"google.protobuf.Timestamp\"}");
    check_typed("{\"duration\":[123,321456789]}");
    check_typed("{\"timestamp\":[-5,1]}");
    check_typed("{\"optional\":null}");
    check_typed("{\"optional\":{\"null\":null}}");
    check_typed("{\"ip\":\"::1\"}");
    static const char *const refused[] = {
        "{}",
        "1",
        "{\"int\":5}",
        "{\"int\":\"x\"}",
        "{\"no\":1}",
        "{\"int\":\"1\",\"uint\":\"1\"}",
        "{\"bytes\":\"*\"}",
        "{\"map\":[[{\"int\":\"1\"}]]}",
        "{\"duration\":[1]}",
        "{\"map\":[[{\"int\":\"1\"},{\"null\":null}],[{\"uint\":\"1\"},{\"null\":null}]]}"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Value value;
        CHECK(!value_from_typed(arena, parsed(sv_from_c(refused[i])), &value));
    }
}

int main(void) {
    arena = arena_new((size_t)256 * 1024 * 1024);
    numbers();
    refusals();
    duplicates();
    alike();
    copies_alike();
    limits();
    strings();
    texts_are_escaped();
    values_are_written();
    looks();
    typed_forms();
    arena_free(arena);
    return check_done();
}
