// Decoding of every kind of parameter, and what is said where a value does not fit.
#include "check.h"

#include "spec/param.h"
#include "value/json.h"

typedef struct Inner {
    Sv name;
    int64_t size;
    bool size_given;
} Inner;

typedef struct All {
    Sv text;
    bool text_given;
    Sv raw;
    bool flag;
    int64_t count;
    int64_t up_to;
    int64_t wait;
    int color;
    Pairs map;
    Pairs files;
    Texts argv;
    Texts texts;
    Value data;
    bool data_given;
    Inner inner;
    bool inner_given;
    Records list;
} All;

static const char *const colors[] = {"red", "green", "blue", NULL};
static const Param inner_rows[] = {
    PARAM(Inner, name, TEXT, .flags = PARAM_REQUIRED | PARAM_SHORT),
    PARAM_GIVEN(Inner, size, INT, .min = 1, .max = 9),
};
static const Param rows[] = {
    PARAM_GIVEN(All, text, TEXT, .flags = 0),
    PARAM(All, raw, TEXT, .flags = PARAM_BYTES),
    PARAM(All, flag, BOOL, .default_text = "true"),
    PARAM(All, count, INT, .default_text = "3", .min = 1, .max = 10),
    PARAM(All, up_to, INT, .flags = PARAM_SWITCH, .min = 0, .max = 10),
    PARAM(All, wait, DURATION, .min = 1000000, .max = (int64_t)60 * 1000000000),
    PARAM(All, color, CHOICE, .choices = colors, .default_text = "green"),
    PARAM(All, map, TEXT_MAP, .flags = PARAM_REPEATS),
    PARAM(All, files, TEXT_MAP, .flags = PARAM_FILE_VALUES),
    PARAM(All, argv, ARGV, .flags = 0),
    PARAM(All, texts, TEXTS, .flags = 0),
    PARAM_GIVEN(All, data, DATA, .flags = 0),
    PARAM_OF_RECORD(All, inner, Inner, inner_rows, .flags = 0),
    {.name = "list",
     .kind = PARAM_RECORDS,
     .offset = PARAM_OFFSET(All, list, RECORDS),
     .given_offset = SIZE_MAX,
     .fields = inner_rows,
     .field_count = 2,
     .record_size = sizeof(Inner)},
};
enum { ROWS = sizeof rows / sizeof *rows };

static Arena *arena;

static Value json(const char *text) {
    Value value = value_null();
    JsonError error;
    CHECK(json_parse(arena, sv_from_c(text), &value, &error));
    return value;
}

static bool decode_map(Value map, bool partial, All *out, DecodeError *error) {
    Value values[ROWS];
    bool given[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        const Value *found = value_get_c(map, rows[i].name);
        given[i] = found != NULL;
        values[i] = found ? *found : value_null();
    }
    *out = (All){0};
    return params_decode(arena, rows, ROWS, values, given, partial, out, error);
}

static All decode(const char *text) {
    All all;
    DecodeError error;
    bool good = decode_map(json(text), false, &all, &error);
    CHECK(good);
    if (!good) fprintf(stderr, "%.*s\n", SV_ARG(error.message));
    return all;
}

static Sv refusal_of(Value map) {
    All all;
    DecodeError error = {0};
    if (decode_map(map, false, &all, &error)) return SV("fine");
    Sv hint = error.hint.len ? sv_format(arena, " (%.*s)", SV_ARG(error.hint)) : (Sv){0};
    Sv path = error.path.len ? sv_format(arena, "[%.*s] ", SV_ARG(error.path)) : (Sv){0};
    return sv_format(arena, "%s %.*s%.*s%.*s", rows[error.param].name, SV_ARG(path),
                     SV_ARG(error.message), SV_ARG(hint));
}

static Sv refusal(const char *text) {
    return refusal_of(json(text));
}

static Value entry(const char *name, Value value) {
    MapBuilder map = map_builder(arena);
    map_add_c(&map, name, value);
    return map_done(&map);
}

static void scalars(void) {
    All all = decode("{}");
    CHECK(all.flag && all.count == 3 && all.color == 1 && !all.text_given && !all.data_given &&
          !all.inner_given);
    all = decode(
        "{\"text\": 12, \"flag\": \"false\", \"count\": \"7\", \"up_to\": true, \"wait\": \"1.5s\", \"color\": \"blue\"}");
    CHECK_C(all.text, "12");
    CHECK(all.text_given && !all.flag && all.count == 7 && all.up_to == 10 && all.color == 2);
    CHECK_INT(all.wait, 1500000000);
    CHECK_INT(decode("{\"up_to\": false}").up_to, 0);
    CHECK_INT(decode("{\"up_to\": 4}").up_to, 4);
    CHECK_INT(decode("{\"count\": 3.0}").count, 3);
    CHECK_C(decode("{\"text\": 1.5}").text, "1.5");
    CHECK_C(decode("{\"text\": true}").text, "true");
    CHECK_C(
        refusal("{\"text\": null}"),
        "text 'text' must be text, found null (to leave it out, let the expression yield optional.none())");
    CHECK_C(refusal("{\"text\": [1]}"), "text 'text' must be text, found a list");
    CHECK_C(refusal("{\"flag\": \"yes\"}"),
            "flag 'flag' must be true or false, found \"yes\" (write true)");
    CHECK_C(refusal("{\"flag\": \"Off\"}"),
            "flag 'flag' must be true or false, found \"Off\" (write false)");
    CHECK_C(refusal("{\"flag\": 1}"), "flag 'flag' must be true or false, found 1");
    CHECK_C(refusal("{\"count\": 11}"),
            "count 'count' must be a whole number from 1 to 10, found 11");
    CHECK_C(refusal("{\"count\": 1.5}"), "count 'count' must be a whole number, found 1.5");
    CHECK_C(refusal("{\"count\": \"0x10\"}"),
            "count 'count' must be a whole number, found \"0x10\"");
    CHECK_C(refusal("{\"up_to\": 11}"),
            "up_to 'up_to' must be true, false or a whole number from 0 to 10, found 11");
    CHECK_C(
        refusal("{\"wait\": 30}"),
        "wait 'wait' must be a duration such as 250ms, 30s, 5m or 1h30m, found 30 (a number needs its unit: 30s)");
    CHECK_C(refusal("{\"wait\": \"soon\"}"),
            "wait 'wait' must be a duration such as 250ms, 30s, 5m or 1h30m, found \"soon\"");
    CHECK_C(refusal("{\"wait\": \"2m\"}"),
            "wait 'wait' must be a duration from 1ms to 1m, found \"2m\"");
    CHECK_C(refusal("{\"color\": \"gren\"}"),
            "color 'color' must be red, green or blue, found \"gren\" (did you mean 'green'?)");
    CHECK_C(refusal("{\"color\": [1]}"), "color 'color' must be red, green or blue, found a list");
}

static void values_of_expressions(void) {
    All all;
    DecodeError error;
    CHECK(decode_map(entry("text", value_duration(90, 0)), false, &all, &error));
    CHECK_C(all.text, "90s");
    CHECK(decode_map(entry("text", value_timestamp(0, 0)), false, &all, &error));
    CHECK_C(all.text, "1970-01-01T00:00:00Z");
    CHECK(decode_map(entry("wait", value_duration(2, 0)), false, &all, &error));
    CHECK_INT(all.wait, 2000000000);
    CHECK(decode_map(entry("count", value_uint(4)), false, &all, &error));
    CHECK_INT(all.count, 4);
    CHECK(decode_map(entry("raw", value_bytes((Sv){"a\0b", 3})), false, &all, &error));
    CHECK_INT(all.raw.len, 3);
    CHECK_C(refusal_of(entry("text", value_bytes(SV("ab")))),
            "text 'text' must be text, found bytes");
    CHECK(decode_map(entry("text", value_optional_none()), false, &all, &error));
    CHECK(!all.text_given);
    CHECK(decode_map(entry("text", value_optional_of(arena, value_string(SV("x")))), false, &all,
                     &error));
    CHECK(all.text_given && sv_eq_c(all.text, "x"));
    CHECK_C(refusal_of(entry("wait", value_duration(-1, 0))),
            "wait 'wait' must be a duration that is not negative, found -1s");
    // What a secret took part in is not shown, not even to say that it is wrong.
    CHECK_C(refusal_of(entry("count", value_tainted(value_string(SV("hunter2!")), 1))),
            "count 'count' must be a whole number, found a secret string");
    CHECK_C(refusal_of(entry("wait", value_tainted(value_int(12345678), 1))),
            "wait 'wait' must be a duration such as 250ms, 30s, 5m or 1h30m, found a secret int");
    CHECK_C(refusal_of(entry("color", value_tainted(value_string(SV("gren")), 1))),
            "color 'color' must be red, green or blue, found a secret string");
}

static void many(void) {
    All all = decode("{\"map\": {\"a\": 1, \"b\": null, \"c\": [\"x\", null, true], \"d\": \"\"}}");
    CHECK_INT(all.map.count, 4);
    CHECK_C(all.map.items[0].name, "a");
    CHECK_C(all.map.items[0].text, "1");
    CHECK_C(all.map.items[2].name, "c");
    CHECK_C(all.map.items[2].text, "true");
    CHECK_C(all.map.items[3].text, "");
    CHECK_C(refusal("{\"map\": \"a\"}"), "map 'map' must be a map of names and texts, found \"a\"");
    CHECK_C(refusal("{\"map\": {\"a b\": {\"c\": 1}}}"),
            "map [a b] 'map.a b' must be text, found a map");
    CHECK_C(refusal("{\"map\": {\"a\": [[1]]}}"), "map [a] 'map.a' must be text, found a list");
    CHECK_C(refusal("{\"files\": {\"a\": [1]}}"), "files [a] 'files.a' must be text, found a list");
    all = decode(
        "{\"files\": {\"a\": {\"file\": \"content\"}, \"b\": \"plain\", \"c\": {\"file\": null}}}");
    CHECK_INT(all.files.count, 2);
    CHECK_C(all.files.items[0].text, "content");
    CHECK_INT(all.files.items[0].value.kind, VALUE_MAP);
    CHECK_INT(all.files.items[1].value.kind, VALUE_STRING);
    CHECK_C(refusal("{\"files\": {\"a\": {\"path\": 1}}}"),
            "files [a] 'files.a' must be text, found a map");
    CHECK_C(refusal("{\"files\": {\"a\": {\"file\": [1]}}}"),
            "files [a.file] 'files.a.file' must be text, found a list");
    all = decode("{\"argv\": [\"npm\", [\"run\", 1], \"x\"], \"texts\": \"one\"}");
    CHECK_INT(all.argv.count, 4);
    CHECK_C(all.argv.items[2], "1");
    CHECK_INT(all.texts.count, 1);
    CHECK_C(
        refusal("{\"argv\": \"npm ci\"}"),
        "argv 'argv' must be a list of texts, found \"npm ci\" (write the program and each argument as an item: [npm, ci])");
    CHECK_C(
        refusal("{\"argv\": [\"a\", null]}"),
        "argv [[1]] 'argv[1]' must be text, found null (to leave it out, let the expression yield optional.none())");
    CHECK_C(refusal("{\"argv\": [\"a\", [[1]]]}"),
            "argv [[1]] 'argv[1]' must be text, found a list");
    CHECK_C(refusal("{\"texts\": [\"a\", {}]}"),
            "texts [[1]] 'texts[1]' must be text, found a map");
    all = decode("{\"data\": null}");
    CHECK(all.data_given && all.data.kind == VALUE_NULL);
}

static void taints_of_pairs(void) {
    All all;
    DecodeError error;
    CHECK(decode_map(entry("map", entry("a", value_tainted(value_string(SV("s")), 4))), false, &all,
                     &error));
    CHECK_INT(all.map.items[0].taint, 4);
    CHECK(decode_map(entry("map", value_tainted(entry("a", value_string(SV("s"))), 8)), false, &all,
                     &error));
    CHECK_INT(all.map.items[0].taint, 8);
}

static void records(void) {
    All all = decode("{\"inner\": {\"name\": \"n\", \"size\": 3}}");
    CHECK(all.inner_given && all.inner.size_given && all.inner.size == 3);
    CHECK_C(all.inner.name, "n");
    CHECK_C(refusal("{\"inner\": {\"size\": 3}}"), "inner [name] 'inner.name' is missing");
    CHECK_C(refusal("{\"inner\": {\"name\": \"n\", \"size\": 10}}"),
            "inner [size] 'inner.size' must be a whole number from 1 to 9, found 10");
    CHECK_C(refusal("{\"inner\": {\"nmae\": \"n\"}}"),
            "inner 'inner' has no key 'nmae'; did you mean 'name'? (it takes name, size)");
    CHECK_C(refusal("{\"inner\": \"n\"}"), "inner 'inner' must be a map, found \"n\"");
    DecodeError error;
    CHECK(decode_map(json("{\"inner\": {\"size\": 3}}"), true, &all, &error));
    all = decode(
        "{\"list\": {\"a\": \"short\", \"b\": {\"name\": \"long\", \"size\": 2}, \"c\": null}}");
    CHECK_INT(all.list.count, 2);
    const Inner *items = all.list.items;
    CHECK_C(items[0].name, "short");
    CHECK_C(all.list.names[1], "b");
    CHECK_INT(items[1].size, 2);
    CHECK_C(refusal("{\"list\": {\"a\": {\"size\": 2}}}"),
            "list [a.name] 'list.a.name' is missing");
    CHECK_C(refusal("{\"list\": {\"a\": [1]}}"), "list [a] 'list.a' must be text, found a list");
    CHECK_C(refusal("{\"list\": [1]}"), "list 'list' must be a map, found a list");
}

static void names_of_kinds(void) {
    for (int kind = PARAM_TEXT; kind <= PARAM_RECORDS; kind++)
        CHECK(param_kind_name((ParamKind)kind) && *param_kind_name((ParamKind)kind));
}

int main(void) {
    arena = arena_new(16 * 1024 * 1024);
    scalars();
    values_of_expressions();
    many();
    taints_of_pairs();
    records();
    names_of_kinds();
    arena_free(arena);
    return check_done();
}
