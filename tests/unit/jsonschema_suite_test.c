// JSON Schema against the published suite, where it is there, and the wording of what it says.
#include "base/limits.h"
#include "base/system/file.h"
#include "check.h"
#include "jsonschema/jsonschema.h"
#include "jsonschema/jsonschema_uri.h"
#include "value/json.h"

#include <dirent.h>
#include <stdlib.h>

static Value parse(Arena *arena, const char *text) {
    Value value = value_null();
    JsonError error = {0};
    CHECK(json_parse(arena, sv_from_c(text), &value, &error));
    return value;
}

static bool matches(Arena *arena, const Schema *schema, Value value, SchemaErrors *errors,
                    Fault *fault, bool *out) {
    uint64_t cost = 0;
    Work work = {
        .arena = arena, .fault = fault, .cost = &cost, .cost_limit = LIMIT_EXPRESSION_COST};
    return schema_matches(&work, schema, value, out, errors);
}

// ── wording ──

static Sv refused(Arena *arena, const char *schema) {
    Sv error = {0};
    if (schema_compile(arena, parse(arena, schema), &error) != NULL) return SV("it was taken");
    return error;
}

static void check_refused(Arena *arena) {
    static const char *const cases[][2] = {
        {"1", "#: expected a schema: a map, true or false"},
        {"{\"type\": \"strng\"}",
         "#/type: type must be null, boolean, object, array, number, string, integer or a list of them, not string"},
        {"{\"minimum\": \"5\"}", "#/minimum: minimum must be a number, not string"},
        {"{\"properties\": {\"a/b\": {\"minItems\": -1}}}",
         "#/properties/a~1b/minItems: minItems must be a whole number that is not negative, not int"},
        {"{\"requierd\": [\"a\"]}", "#: no keyword 'requierd'; did you mean 'required'?"},
        {"{\"additionalproperties\": false}",
         "#: no keyword 'additionalproperties'; did you mean 'additionalProperties'?"},
        {"{\"additionalItems\": false}",
         "#: 'additionalItems' is a keyword of an older draft; write items beside prefixItems"},
        {"{\"pattern\": \"(\"}", "#/pattern: bad regular expression: missing closing parenthesis"},
        {"{\"$ref\": \"#/$defs/x\"}", "#: '#/$defs/x' leads nowhere in this document"},
        {"{\"$ref\": \"item.json\"}",
         "#: 'item.json' leads to another document, and only references within this one are followed"},
        {"{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
         "#: $schema names 'http://json-schema.org/draft-07/schema', but only "
         "https://json-schema.org/draft/2020-12/schema is known"},
        {"{\"$anchor\": \"1\"}", "#: '1' is no name of an anchor"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_C(refused(arena, cases[i][0]), cases[i][1]);
    }
}

static Sv errors_of(Arena *arena, const char *schema_text, const char *value_text_) {
    Sv error = {0};
    Schema *schema = schema_compile(arena, parse(arena, schema_text), &error);
    CHECK(schema != NULL);
    SchemaErrors errors = {.count = 0};
    Fault fault = {0};
    bool holds = false;
    if (!matches(arena, schema, parse(arena, value_text_), &errors, &fault, &holds))
        return fault.message;
    Sv made = SV("");
    for (uint32_t i = 0; i < errors.count; i++) {
        const SchemaError *one = &errors.items[i];
        made = sv_format(arena, "%.*s%s%.*s: %.*s", SV_ARG(made), i > 0 ? "\n" : "",
                         SV_ARG(one->place), SV_ARG(one->message));
    }
    CHECK(holds == (errors.count == 0));
    return made;
}

static void check_errors(Arena *arena) {
    CHECK_C(errors_of(arena, "{\"properties\": {\"a\": {\"items\": {\"type\": \"integer\"}}}}",
                      "{\"a\": [1, \"x\", 2.5]}"),
            "/a/1: \"x\" is of type string, not \"integer\" (#/properties/a/items/type)\n"
            "/a/2: 2.5 is of type number, not \"integer\" (#/properties/a/items/type)");
    CHECK_C(errors_of(arena, "{\"required\": [\"a\", \"b\"], \"additionalProperties\": false}",
                      "{\"c\": 1}"),
            ": the key 'a' is missing (#/required)\n"
            ": the key 'b' is missing (#/required)\n"
            "/c: nothing is allowed here (#/additionalProperties)");
    CHECK_C(errors_of(arena, "{\"anyOf\": [{\"minimum\": 5}, {\"const\": 1}]}", "2"),
            ": none of the 2 schemas holds (#/anyOf)");
    CHECK_C(errors_of(arena, "{\"maximum\": 5, \"multipleOf\": 0.5, \"enum\": [1, 2]}", "7.25"),
            ": 7.25 is none of [1, 2] (#/enum)\n"
            ": 7.25 is no multiple of 0.5 (#/multipleOf)\n"
            ": 7.25 is not less than or equal to 5 (#/maximum)");
    CHECK_C(errors_of(arena, "{\"minItems\": 3, \"uniqueItems\": true}", "[1, 1.0]"),
            ": 2 items are fewer than 3 (#/minItems)\n"
            ": the item 1.0 is there twice (#/uniqueItems)");
    CHECK_C(
        errors_of(arena, "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"$ref\": \"#\"}}}", "1"),
        "the schema goes more than 300 levels deep at #");
}

static void check_uris(Arena *arena) {
    static const char *const cases[][3] = {
        {"http://a/b/c/d", "g", "http://a/b/c/g"},
        {"http://a/b/c/d", "../g", "http://a/b/g"},
        {"http://a/b/c/d", "../../../g", "http://a/g"},
        {"http://a/b/c/d", "/g", "http://a/g"},
        {"http://a/b/c/d", "//g", "http://g"},
        {"http://a/b/c/d?q", "?y", "http://a/b/c/d?y"},
        {"http://a/b/c/d?q", "#s", "http://a/b/c/d?q#s"},
        {"http://a/b/c/d", "g/", "http://a/b/c/g/"},
        {"http://a/b/c/d", "./", "http://a/b/c/"},
        {"http://a/b/c/d", "..", "http://a/b/"},
        {"http://a", "g", "http://a/g"},
        {"urn:uuid:1", "#x", "urn:uuid:1#x"},
        {"schema:///", "a.json", "schema:///a.json"},
        {"http://a/b", "urn:x:y", "urn:x:y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_C(uri_resolve(arena, sv_from_c(cases[i][0]), sv_from_c(cases[i][1])), cases[i][2]);
    }
}

// ── the suite ──

typedef struct Score {
    size_t passed, all, elsewhere;
} Score;

static void run_group(Arena *arena, const char *file, Value group, Score *score) {
    Sv error = {0}, about = value_field_text(group, "description", (Sv){0});
    Value tests = value_field(group, "tests");
    Schema *schema = schema_compile(arena, value_field(group, "schema"), &error);
    // What loads another document does not apply.
    bool elsewhere = schema == NULL && (sv_find(error, SV("another document"), 0) != SV_NONE ||
                                        sv_find(error, SV("$schema names"), 0) != SV_NONE);
    if (elsewhere) score->elsewhere += value_count(tests);
    if (elsewhere) return;
    score->all += value_count(tests);
    if (schema == NULL) {
        fprintf(stderr, "%s: %.*s: refused: %.*s\n", file, SV_ARG(about), SV_ARG(error));
        return;
    }
    for (size_t i = 0; i < value_count(tests); i++) {
        Value test = value_item(tests, i);
        bool holds = false, again = false;
        Fault fault = {0};
        SchemaErrors errors = {.count = 0};
        bool done = matches(arena, schema, value_field(test, "data"), NULL, &fault, &holds) &&
                    matches(arena, schema, value_field(test, "data"), &errors, &fault, &again);
        bool wanted = value_field_bool(test, "valid", false);
        if (done && holds == wanted && again == wanted && (errors.count == 0) == wanted) {
            score->passed++;
            continue;
        }
        Sv name = value_field_text(test, "description", (Sv){0});
        fprintf(stderr, "%s: %.*s: %.*s: %s %.*s\n", file, SV_ARG(about), SV_ARG(name),
                holds ? "holds" : "does not hold", SV_ARG(fault.message));
    }
}

static bool check_suite(void) {
    const char *shared = getenv("RUNBOOK_SHARED");
    Arena *paths = arena_new(1 << 20);
    Sv folder = path_join(paths, sv_from_c(shared != NULL ? shared : PROJECT_ROOT "/../shared"),
                          SV("conformance/json-schema"));
    DIR *dir = opendir(sv_to_c(paths, folder));
    Score score = {0};
    for (struct dirent *entry = dir != NULL ? readdir(dir) : NULL; entry != NULL;
         entry = readdir(dir)) {
        if (!sv_ends(sv_from_c(entry->d_name), SV(".json"))) continue;
        Arena *arena = arena_new((size_t)1 << 30);
        Sv text = {0};
        CHECK(file_read(arena, path_join(paths, folder, sv_from_c(entry->d_name)), 16 << 20,
                        &text) == FILE_OK);
        Value groups = value_null();
        JsonError error = {0};
        CHECK(json_parse(arena, text, &groups, &error));
        for (size_t i = 0; i < value_count(groups); i++) {
            run_group(arena, entry->d_name, value_item(groups, i), &score);
        }
        arena_free(arena);
    }
    if (dir != NULL) closedir(dir);
    arena_free(paths);
    if (dir == NULL) return false;
    printf("schema suite: %zu of %zu; %zu load other documents and do not apply\n", score.passed,
           score.all, score.elsewhere);
    CHECK_INT(score.passed, score.all);
    CHECK(score.all > 0);
    return true;
}

int main(void) {
    Arena *arena = arena_new((size_t)256 << 20);
    check_refused(arena);
    check_errors(arena);
    check_uris(arena);
    arena_free(arena);
    bool suite = check_suite();
    int end = check_done();
    if (suite || end != 0) return end;
    printf("the shared suite is not here: skipped\n");
    return 77;
}
