// Values go through the journal's form and come back as they were, or are known not to be.
#include "check.h"
#include "journal/type_notes.h"
#include "mask/masker.h"
#include "value/json.h"
#include "value/time.h"

static Arena *arena;
static Masker *masker;

// Through the masker and JSON, as an event's field is; what JSON cannot say in *kinds, "" where
// nothing.
static Value through(Value before, bool typed, const char *type, Sv *said) {
    Value after = masker_value(masker, arena, before);
    MapBuilder notes = map_builder(arena);
    type_notes_add(&notes, "value", SV(""), before, after, typed);
    BUF_AUTO Buf json = buf_new(1 << 20);
    json_write(&json, after, JSON_COMPACT);
    Value read, words = map_done(&notes);
    CHECK(json_parse(arena, buf_sv(&json), &read, NULL));
    BUF_AUTO Buf told = buf_new(1 << 20);
    if (value_count(words) > 0) json_write(&told, words, JSON_COMPACT);
    *said = buf_keep(&told, arena);
    CelType static_type = cel_type(CEL_TYPE_DYN);
    CHECK(!type || cel_type_parse(arena, sv_from_c(type), &static_type));
    return type_notes_restore(arena, read, type_notes_path(arena, "value", SV("")), words,
                              static_type);
}

static Sv typed_text(Value value) {
    BUF_AUTO Buf text = buf_new(1 << 20);
    json_write(&text, value_to_typed(arena, value), JSON_COMPACT);
    return buf_keep(&text, arena);
}

static void stays(Value before, const char *said) {
    Sv notes;
    Value back = through(before, false, NULL, &notes);
    CHECK_SV(notes, sv_from_c(said));
    if (value_taint(back)) fprintf(stderr, "== lost: %.*s\n", SV_ARG(typed_text(before)));
    CHECK(value_taint(back) == 0);
    CHECK_SV(typed_text(back), typed_text(before));
}

static Value from_typed(const char *text) {
    Value json, value = value_null();
    CHECK(json_parse(arena, sv_from_c(text), &json, NULL));
    CHECK(value_from_typed(arena, json, &value));
    return value;
}

// Rows know their columns, also where there are none.
static void rows(void) {
    Value none = value_list(arena, NULL, 0),
          columns = from_typed("{\"list\":[{\"string\":\"id\"}]}");
    Sv said;
    Value back = through(value_rows(arena, none, columns), false, NULL, &said);
    CHECK_C(said, "{\"value\":\"rows [\\\"id\\\"]\"}");
    CHECK(back.list->columns && value_has_column(back.list->columns, SV("id")));
    CHECK(!value_has_column(back.list->columns, SV("name")));
    Value one = from_typed("{\"list\":[{\"map\":[[{\"string\":\"id\"},{\"int\":\"1\"}]]}]}");
    back = through(value_rows(arena, one, columns), false, NULL, &said);
    CHECK(back.list->columns && value_item(back, 0).map->row);
    CHECK(!value_item(one, 0).map->row);
    back = value_copy(arena, back);
    CHECK(value_has_column(back.list->columns, SV("id")) && value_item(back, 0).map->row);
    // Where lists of two tables stand at one path, none of them is taken for the other.
    Value other = from_typed("{\"list\":[{\"string\":\"name\"}]}");
    Value both[] = {value_rows(arena, none, columns), value_rows(arena, none, other)};
    back = through(value_list(arena, both, 2), false, NULL, &said);
    CHECK_C(said, "");
    CHECK(value_taint(back) == 0 && !value_item(back, 0).list->columns);
}

static void what_json_has(void) {
    stays(value_null(), "");
    stays(value_bool(true), "");
    stays(value_int(INT64_MIN), "");
    stays(value_double(1), "");
    stays(value_double(0.1), "");
    stays(value_string(SV("a \"text\" \xc3\xa4")), "");
    stays(from_typed("{\"list\":[{\"int\":\"1\"},{\"string\":\"a\"},{\"map\":[]}]}"), "");
}

static void what_it_has_not(void) {
    stays(value_uint(7), "{\"value\":\"uint\"}");
    stays(value_uint(UINT64_MAX), "{\"value\":\"uint\"}");
    stays(value_duration(90, 500), "{\"value\":\"duration\"}");
    stays(value_timestamp(1772330584, 123456789), "{\"value\":\"timestamp\"}");
    stays(value_bytes(SV("abc")), "{\"value\":\"bytes\"}");
    stays(value_bytes(SV("\xff\x00z")), "{\"value\":\"base64\"}");
    stays(from_typed("{\"decimal\":\"19.99\"}"), "{\"value\":\"decimal\"}");
    stays(from_typed("{\"decimal\":\"123456789012345678901234567890\"}"),
          "{\"value\":\"decimal\"}");
    stays(from_typed("{\"double\":\"NaN\"}"), "{\"value\":\"double\"}");
    stays(from_typed("{\"double\":\"-Infinity\"}"), "{\"value\":\"double\"}");
    stays(from_typed("{\"version\":\"v1.10\"}"), "{\"value\":\"version\"}");
    stays(from_typed("{\"list\":[{\"version\":\"1\"},{\"version\":\"2.0-rc.1\"}]}"),
          "{\"value[]\":\"version\"}");
    stays(from_typed("{\"decimal\":\"20000000000000000000\"}"), "{\"value\":\"decimal\"}");
    stays(value_type(SV("int")), "{\"value\":\"type\"}");
}

static void places(void) {
    stays(from_typed("{\"map\":[[{\"string\":\"set-cookie\"},{\"bytes\":\"AA==\"}],"
                     "[{\"string\":\"a\"},{\"map\":[[{\"string\":\"b\"},{\"uint\":\"1\"}]]}]]}"),
          "{\"value[\\\"set-cookie\\\"]\":\"bytes\",\"value.a.b\":\"uint\"}");
    // Keys are texts in JSON.
    stays(
        from_typed(
            "{\"map\":[[{\"int\":\"-1\"},{\"duration\":[1,0]}],[{\"int\":\"2\"},{\"string\":\"a\"}]]}"),
        "{\"value\":\"keys int\",\"value[\\\"-1\\\"]\":\"duration\"}");
    stays(
        from_typed("{\"map\":[[{\"bool\":true},{\"int\":\"1\"}],[{\"uint\":\"7\"},{\"null\":null}],"
                   "[{\"string\":\"x\"},{\"int\":\"2\"}]]}"),
        "{\"value\":\"keys bool uint string\"}");
    // Rows of a table say it once.
    stays(from_typed("{\"list\":[{\"map\":[[{\"string\":\"at\"},{\"timestamp\":[1,0]}]]},"
                     "{\"map\":[[{\"string\":\"at\"},{\"null\":null}]]},"
                     "{\"map\":[[{\"string\":\"at\"},{\"timestamp\":[2,0]}]]}]}"),
          "{\"value[].at\":\"timestamp\"}");
}

// Items of one list that JSON alone does not tell apart: each has a word of its own.
static void mixed(void) {
    stays(from_typed("{\"list\":[{\"uint\":\"1\"},{\"string\":\"a\"},{\"duration\":[1,0]}]}"),
          "{\"value[]\":\"mixed\",\"value[] each\":[\"uint\",\"\",\"duration\"]}");
    stays(from_typed("{\"list\":[{\"duration\":[1,0]},{\"int\":\"1\"},{\"null\":null}]}"),
          "{\"value[]\":\"mixed\",\"value[] each\":[\"duration\",\"\",\"\"]}");
    stays(from_typed("{\"list\":[{\"bytes\":\"/w==\"},{\"bytes\":\"YQ==\"},{\"bool\":true}]}"),
          "{\"value[]\":\"mixed\",\"value[] each\":[\"base64\",\"bytes\",\"\"]}");
    stays(
        from_typed("{\"list\":[{\"decimal\":\"1.5\"},{\"double\":\"2.5\"},{\"string\":\"1.5\"}]}"),
        "{\"value[]\":\"mixed\",\"value[] each\":[\"decimal\",\"\",\"\"]}");
    // At any depth, behind lists and maps that share their places.
    stays(
        from_typed(
            "{\"list\":[{\"map\":[[{\"string\":\"x\"},{\"duration\":[1,0]}]]},"
            "{\"map\":[[{\"string\":\"x\"},{\"list\":[{\"uint\":\"2\"}]}]]},"
            "{\"map\":[[{\"string\":\"x\"},{\"list\":[{\"timestamp\":[1,0]},{\"string\":\"a\"}]}]]},"
            "{\"map\":[[{\"string\":\"x\"},{\"timestamp\":[2,0]}]]}]}"),
        "{\"value[].x\":\"mixed\",\"value[].x[]\":\"mixed\","
        "\"value[].x each\":[\"duration\",\"\",\"\",\"timestamp\"],"
        "\"value[].x[] each\":[\"uint\",\"timestamp\",\"\"]}");
    // An earlier version told no more than that.
    Value shown = from_typed("{\"list\":[{\"int\":\"1\"}]}");
    MapBuilder notes = map_builder(arena);
    map_add_c(&notes, "value[]", value_string(SV("mixed")));
    Value back =
        type_notes_restore(arena, shown, SV("value"), map_done(&notes), cel_type(CEL_TYPE_DYN));
    CHECK(value_item(back, 0).taint == TYPE_NOTES_UNSURE);
}

static void is_lost(Value before, const char *said, Taint taint, const char *why) {
    Sv notes;
    Value back = through(before, false, NULL, &notes);
    CHECK_SV(notes, sv_from_c(said));
    CHECK(value_taint(back) == taint);
    CHECK_SV(type_notes_lost(arena, back.taint ? back : value_tainted(value_null(), taint)),
             sv_from_c(why));
}

static void what_is_lost(void) {
    static const char no_kind[] = "the journal does not say of which kind it was";
    is_lost(from_typed("{\"decimal\":\"0.1234567890123456789\"}"), "{\"value\":\"unkept\"}",
            TYPE_NOTES_UNSURE, no_kind);
    is_lost(value_optional_none(), "{\"value\":\"optional\"}", TYPE_NOTES_UNSURE, no_kind);
    Taint secret = masker_add(masker, SV("api_key"), SV("hunter2hunter2"), 8);
    is_lost(value_string(SV("Bearer hunter2hunter2")),
            "{\"value\":\"\xc2\xab"
            "api_key\xc2\xbb\"}",
            TYPE_NOTES_MASKED,
            "the journal does not hold it: where a secret was, it says Bearer "
            "\xc2\xab"
            "api_key\xc2\xbb");
    is_lost(value_tainted(value_int(5), secret),
            "{\"value\":\"\xc2\xab"
            "api_key\xc2\xbb\"}",
            TYPE_NOTES_MASKED,
            "the journal does not hold it: where a secret was, it says \xc2\xab"
            "api_key\xc2\xbb");
    // Of one item of a list alone: what is altered as a whole does not shift the words of others.
    Sv words;
    Value items = through(
        from_typed("{\"list\":[{\"duration\":[1,0]},{\"string\":\"hunter2hunter2\"},"
                   "{\"map\":[[{\"string\":\"hunter2hunter2\"},{\"list\":[{\"uint\":\"1\"}]}]]},"
                   "{\"timestamp\":[2,0]}]}"),
        false, NULL, &words);
    CHECK(value_item(items, 0).taint == 0 && value_item(items, 0).kind == VALUE_DURATION);
    CHECK(value_item(items, 1).taint == TYPE_NOTES_MASKED);
    CHECK(value_taint(value_item(items, 2)) == TYPE_NOTES_CUT);
    CHECK(value_item(items, 3).taint == 0 && value_item(items, 3).kind == VALUE_TIMESTAMP);
    // Of one item alone: the others are what they look like.
    Sv notes;
    Value list = from_typed("{\"map\":[[{\"string\":\"a\"},{\"string\":\"hunter2hunter2\"}],"
                            "[{\"string\":\"b\"},{\"string\":\"x\"}]]}");
    Value back = through(list, false, NULL, &notes);
    CHECK(value_field(back, "a").taint == TYPE_NOTES_MASKED);
    CHECK(value_field(back, "b").taint == 0 && back.taint == 0);
}

// A declared type tells kinds without a word.
static void types(void) {
    Sv notes;
    Value elapsed = through(value_duration(1, 5), true, "duration", &notes);
    CHECK_SV(notes, SV(""));
    CHECK(value_equal(elapsed, value_duration(1, 5)));
    Value tls = from_typed("{\"map\":[[{\"string\":\"not_after\"},{\"timestamp\":[7,0]}],"
                           "[{\"string\":\"san\"},{\"list\":[{\"string\":\"a\"}]}]]}");
    Value back = through(tls, true, "tls{not_after: timestamp, san: list(string)}", &notes);
    CHECK_SV(notes, SV(""));
    CHECK_SV(typed_text(back), typed_text(tls));
    Value raw = through(value_bytes(SV("\xff")), true, "bytes", &notes);
    CHECK_SV(notes, SV("{\"value\":\"base64\"}"));
    CHECK_SV(typed_text(raw), typed_text(value_bytes(SV("\xff"))));
}

static void made_again(void) {
    Value json;
    CHECK(json_parse(arena,
                     SV("{\"token\":\"\xc2\xab"
                        "api_key\xc2\xbb\",\"user\":\"ann\","
                        "\"\xc2\xab"
                        "api_key\xc2\xbb\":{\"k\":1}}"),
                     &json, NULL));
    Value inner;
    CHECK(json_parse(arena,
                     SV("{\"a\":{\"x\":\"y\"},\"b\":[\"\xc2\xab"
                        "other\xc2\xbb\"]}"),
                     &inner, NULL));
    Value marked = type_notes_mask_again(arena, json,
                                         SV("\xc2\xab"
                                            "api_key\xc2\xbb"));
    // A key that is not known makes it unknown which keys there are.
    CHECK(marked.taint == TYPE_NOTES_MASKED);
    CHECK(value_field(marked, "token").taint == TYPE_NOTES_MASKED);
    CHECK(value_field(marked, "user").taint == 0);
    CHECK(value_taint(type_notes_mask_again(arena, inner,
                                            SV("\xc2\xab"
                                               "api_key\xc2\xbb"))) == 0);
}

int main(void) {
    arena = arena_new(1 << 28);
    masker = masker_new();
    what_json_has();
    rows();
    what_it_has_not();
    places();
    mixed();
    types();
    what_is_lost();
    made_again();
    masker_free(masker);
    arena_free(arena);
    return check_done();
}
