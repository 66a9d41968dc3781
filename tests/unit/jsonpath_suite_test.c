// JSONPath against the published compliance suite, where it is there, and the wording of its
// errors.
#include "base/limits.h"
#include "base/system/env.h"
#include "base/system/file.h"
#include "check.h"
#include "jsonpath/jsonpath.h"
#include "value/json.h"
#include "value/show.h"

#include <stdlib.h>

static Value parse(Arena *arena, const char *text) {
    Value value = value_null();
    JsonError error = {0};
    CHECK(json_parse(arena, sv_from_c(text), &value, &error));
    return value;
}

// What is wrong with a query, with its place.
static Sv refused(Arena *arena, const char *query) {
    Sv error = {0};
    size_t at = 0;
    if (jsonpath_compile(arena, sv_from_c(query), &error, &at) != NULL) return SV("it was taken");
    return sv_format(arena, "%zu: %.*s", at, SV_ARG(error));
}

static void check_errors(Arena *arena) {
    static const char *const cases[][2] = {
        {"", "0: a query begins with '$' but found the end"},
        {"a.b", "0: a query begins with '$' but found 'a'"},
        {"$ ", "1: expected '.', '[' or the end but found ' '"},
        {"$.", "2: expected a name, '*' or '[' but found the end"},
        {"$.1", "2: expected a name, '*' or '[' but found '1'"},
        {"$[a]", "2: expected a quoted name, an index, a slice, '*' or '?' but found 'a'"},
        {"$[1", "3: expected ',' or ']' but found the end"},
        {"$[01]", "2: an index has no leading zero and is not -0"},
        {"$[-0]", "2: an index has no leading zero and is not -0"},
        {"$[9007199254740992]", "2: the index is beyond ±9007199254740991"},
        {"$['a", "2: the string does not end"},
        {"$['\\\"']", "3: no such escape: \\ before '\"' in a string between '"},
        {"$['\n']", "3: control character '\\n' in a string is written \\u000a"},
        {"$['\\uD800']", "5: a high surrogate without its low one"},
        {"$[?@.a=1]", "6: equality is written '=='"},
        {"$[?@.a==]", "8: expected a value, a query or a function but found ']'"},
        {"$[?true]", "3: a literal alone is no condition; compare it with something"},
        {"$[?@.a==abc]", "8: unknown word 'abc': a text is quoted, a member is @.abc"},
        {"$[?@.*==1]",
         "3: a query that may give several nodes cannot be compared; use value() or a filter"},
        {"$[?count(@..*)]", "3: the result of count() must be compared with something"},
        {"$[?count(1)>2]", "9: count() takes a query, such as @.a or $..b"},
        {"$[?length(@.*)>2]",
         "10: length() takes one value: a literal or a query for a single node"},
        {"$[?length()>2]", "10: length() takes 1 argument"},
        {"$[?length(@.a,1)>2]", "13: expected ')' after the argument of length() but found ','"},
        {"$[?match(@.a,'a')==true]", "3: match() is true or false already and cannot be compared"},
        {"$[?match(@.a)]", "12: match() takes 2 arguments; expected ',' but found ')'"},
        {"$[?matches(@.a,'a')]",
         "3: no function 'matches'; there are length, count, match, search, value; did you mean 'match'?"},
        {"$[?match(@.a,'\\\\d')]",
         "13: bad regular expression at its byte 1: no such escape in an I-Regexp (RFC 9485)"},
        {"$[?match(@.a,'a)')]",
         "13: bad regular expression at its byte 1: this ')' closes nothing"},
        {"$[?(@.a]", "7: expected ')', '&&' or '||' but found ']'"},
        {"$[?@.a==01]", "8: '01' is not a number as JSON has them"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_C(refused(arena, cases[i][0]), cases[i][1]);
    }
    Sv deep = sv_format(arena, "$[?%0200d]", 0);
    char *text = sv_to_c(arena, deep);
    for (char *c = text; *c != '\0'; c++) {
        if (*c == '0') *c = '(';
    }
    CHECK_C(refused(arena, text), "102: nested more than 100 levels deep");
}

static void check_limits(Arena *arena) {
    Value root = parse(arena, "[[1,2,3],[4,5,6],[7,8,9]]"), nodes = value_null();
    Sv error = {0};
    size_t at = 0;
    JsonPath *path = jsonpath_compile(arena, SV("$..*"), &error, &at);
    CHECK(path != NULL);
    uint64_t cost = 0;
    CHECK(!jsonpath_apply(arena, path, root, &cost, 10, &nodes, NULL, &error));
    CHECK_C(error, "the query looks at more values than the expression may");
    cost = 0;
    CHECK(jsonpath_apply(arena, path, root, &cost, 1000, &nodes, NULL, &error));
    CHECK_INT(value_count(nodes), 12);
}

// ── the suite ──

static bool equals(Value found, Value wanted) {
    return value_equal(found, wanted);
}

static bool among(Value found, Value several) {
    for (size_t i = 0; i < value_count(several); i++) {
        if (equals(found, value_item(several, i))) return true;
    }
    return false;
}

static bool fits(Value test, const char *one, const char *several, Value found) {
    const Value *single = value_get_c(test, one), *many = value_get_c(test, several);
    if (single != NULL) return equals(found, *single);
    return many == NULL || among(found, *many);
}

static bool runs_as_wanted(Arena *arena, Value test) {
    Sv query = value_field_text(test, "selector", (Sv){0}), error = {0};
    size_t at = 0;
    JsonPath *path = jsonpath_compile(arena, query, &error, &at);
    if (value_field_bool(test, "invalid_selector", false)) return path == NULL && error.len > 0;
    if (path == NULL) {
        fprintf(stderr, "%.*s: refused at %zu: %.*s\n", SV_ARG(query), at, SV_ARG(error));
        return false;
    }
    Value nodes = value_null(), paths = value_null();
    uint64_t cost = 0;
    if (!jsonpath_apply(arena, path, value_field(test, "document"), &cost, LIMIT_EXPRESSION_COST,
                        &nodes, &paths, &error)) {
        return false;
    }
    return fits(test, "result", "results", nodes) &&
           (fits(test, "result_paths", "results_paths", paths) ||
            value_count(nodes) != value_count(paths));
}

static bool check_suite(Arena *arena) {
    const char *shared = getenv("RUNBOOK_SHARED");
    Sv path = path_join(arena, sv_from_c(shared != NULL ? shared : PROJECT_ROOT "/../shared"),
                        SV("conformance/jsonpath/cts.json"));
    Sv text = {0};
    if (file_read(arena, path, 16 << 20, &text) != FILE_OK) return false;
    Value suite = value_null();
    JsonError error = {0};
    CHECK(json_parse(arena, text, &suite, &error));
    Value tests = value_field(suite, "tests");
    size_t passed = 0;
    for (size_t i = 0; i < value_count(tests); i++) {
        Value test = value_item(tests, i);
        Sv name = value_field_text(test, "name", (Sv){0});
        if (runs_as_wanted(arena, test))
            passed++;
        else
            fprintf(stderr, "case fails: %.*s\n", SV_ARG(name));
    }
    printf("jsonpath suite: %zu of %zu\n", passed, value_count(tests));
    CHECK_INT(passed, value_count(tests));
    CHECK(value_count(tests) > 0);
    return true;
}

int main(void) {
    Arena *arena = arena_new((size_t)1 << 30);
    check_errors(arena);
    check_limits(arena);
    bool suite = check_suite(arena);
    arena_free(arena);
    int end = check_done();
    if (suite || end != 0) return end;
    printf("the shared suite is not here: skipped\n");
    return 77;
}
