// Expectations in plain words: each of these sentences stands on a page that a person follows.
#include "cel_fixture.h"
#include "check.h"
#include "docs/md.h"
#include "docs/phrasing.h"

static const ResultField results[] = {
    {.name = "status", .type = "int", .called = "the status"},
    {.name = "json", .type = "dyn"},
    {.name = "stdout", .type = "string", .called = "what it prints"},
    {.name = "names", .type = "list(string)"},
};
static const Action action = {.name = "look", .results = results, .result_count = 4};

static CelNames names_of(Arena *arena) {
    static const char *const words[] = {"status", "json",  "stdout", "names",
                                        "inputs", "steps", "now",    "tenant"};
    static const uint32_t indices[] = {SCOPE_RESULT,     SCOPE_RESULT + 1, SCOPE_RESULT + 2,
                                       SCOPE_RESULT + 3, SCOPE_INPUTS,     SCOPE_STEPS,
                                       SCOPE_NOW,        SCOPE_LOOP};
    enum { COUNT = sizeof words / sizeof *words };
    CelName *items = arena_new_array(arena, CelName, COUNT);
    for (uint32_t i = 0; i < COUNT; i++)
        items[i] =
            (CelName){.name = sv_from_c(words[i]),
                      .type = i < 4 ? fixture_type(arena, results[i].type) : cel_type(CEL_TYPE_DYN),
                      .index = indices[i],
                      .observed = true};
    return (CelNames){.items = items, .count = COUNT, .strict = true};
}

// "–" where there are no words but the expression's own.
static void check_words(Arena *arena, const char *text, const char *wanted) {
    Diags diags = diags_new(arena);
    Expr expr = {.names = names_of(arena)};
    bool good =
        cel_parse(arena, sv_from_c(text), (SpanMap){0}, &diags, &expr.program) &&
        cel_check(arena, &expr.program, &expr.names, cel_type(CEL_TYPE_BOOL), &diags, &expr.use);
    if (!good) fprintf(stderr, "no expression: %s\n", text);
    CHECK(good);
    if (!good) return;
    BUF_AUTO Buf out = buf_new(LIMIT_EXPRESSION_BYTES);
    if (!phrasing_add_condition(&out, &expr, &action)) buf_add_c(&out, "–");
    CHECK_C(buf_sv(&out), wanted);
}

static const char *const cases[][2] = {
    {"status == 200", "the status is 200"},
    {"status != 404", "the status is not 404"},
    {"status >= 200 && status < 300", "the status is at least 200 and less than 300"},
    {"status in [200, 201, 204]", "the status is 200, 201 or 204"},
    {"!(status in [500])", "the status is not 500"},
    {"!(status == 500)", "the status is not 500"},
    {"!(status > 500)", "the status is at most 500"},
    {"status == 200 || status == 404", "the status is 200, or the status is 404"},
    {"status == 200 && json.ok && (json.a == 1 || json.b == 2)",
     "the status is 200, `json.ok` is true, and either `json.a` is 1, or `json.b` is 2"},
    {"json.ok", "`json.ok` is true"},
    {"!json.ok", "`json.ok` is false"},
    {"json.name == 'acme'", "`json.name` is `acme`"},
    {"json.name == ''", "`json.name` is empty"},
    {"json.name != ''", "`json.name` is not empty"},
    {"json.name == null", "`json.name` has no value"},
    {"json.name != null", "`json.name` has a value"},
    {"json.tenant == inputs.tenant", "`json.tenant` is `<tenant>`"},
    {"json.id == steps.login.token", "`json.id` is `<login.token>`"},
    {"json.tenant == tenant", "`json.tenant` is `<tenant>`"},
    {"json.id == steps.login.?token.orValue('')", "`json.id` is `<login.token>`"},
    {"json.items.size() > 0", "`json.items` is not empty"},
    {"json.items.size() == 0", "`json.items` is empty"},
    {"json.items.size() != 0", "`json.items` is not empty"},
    {"json.items.size() >= 1", "`json.items` is not empty"},
    {"json.items.size() < 1", "`json.items` is empty"},
    {"!(json.items.size() == 0)", "`json.items` is not empty"},
    {"json.items.size() == 1", "`json.items` has 1 item"},
    {"json.items.size() != 3", "`json.items` has other than 3 items"},
    {"size(json.items) >= 3", "`json.items` has at least 3 items"},
    {"json.items.size() < 3", "`json.items` has fewer than 3 items"},
    {"size(stdout) > 5", "the length of what it prints is more than 5"},
    {"json.total == json.items.size()", "`json.total` is the number of items in `json.items`"},
    {"json.items.filter(i, i.bad).size() == 0",
     "there is nothing in `json.items` where `i.bad` is true"},
    {"json.items.filter(i, i.good).size() == json.good",
     "the number of items in those in `json.items` where `i.good` is true is `json.good`"},
    {"json.items.all(i, i.state == 'good')", "for every `i` of `json.items`: `i.state` is `good`"},
    {"!json.items.all(i, i.state == 'good')",
     "not for every `i` of `json.items`: `i.state` is `good`"},
    {"json.items.exists(i, i.id == inputs.id)",
     "there is some `i` in `json.items` where `i.id` is `<id>`"},
    {"!json.items.exists(i, i.id == 7)", "there is no `i` in `json.items` where `i.id` is 7"},
    {"json.items.exists_one(i, i.id == 7)",
     "there is exactly one `i` in `json.items` where `i.id` is 7"},
    {"has(json.x)", "`json.x` is there"},
    {"!has(json.x)", "`json.x` is not there"},
    {"json.?x.hasValue()", "`json.?x` is there"},
    {"stdout.contains('done')", "what it prints contains `done`"},
    {"!stdout.contains('error')", "what it prints does not contain `error`"},
    {"stdout.startsWith('ok') && stdout.endsWith('end')",
     "what it prints begins with `ok`, and what it prints ends in `end`"},
    {"stdout.matches('^a|b$')", "what it prints matches the pattern `^a|b$`"},
    {"timestamp(json.at) - now < days(21)", "`timestamp(json.at) - now` is less than 21 days"},
    {"now - timestamp(json.at) > days(1)", "`now - timestamp(json.at)` is more than 1 day"},
    {"json.x ? json.y == 1 : json.z", "if `json.x` is true, then `json.y` is 1, otherwise "
                                      "`json.z` is true"},
    {"'a' in json.list", "`a` is in `json.list`"},
    {"!('a' in json.list)", "`a` is not in `json.list`"},
    {"isIP(json.address)", "–"},
    {"isIP(json.address) && json.ok", "`isIP(json.address)` holds, and `json.ok` is true"},
    {"!isIP(json.address)", "it is not so that `isIP(json.address)` holds"},
    {"json.`content-type` == 'a'", "`` json.`content-type` `` is `a`"},
};

static void check_markdown(void) {
    BUF_AUTO Buf out = buf_new(4096);
    md_add_text(&out, SV("a*b_c _d_ <x> `code <y>` [z] &amp; & \\ 1 < 2\n  end"));
    CHECK_C(buf_sv(&out), "a\\*b_c \\_d\\_ \\<x> `code <y>` \\[z] \\&amp; & \\\\ 1 \\< 2 end");
    buf_clear(&out);
    md_add_text(&out, SV("one ` tick"));
    CHECK_C(buf_sv(&out), "one \\` tick");
    buf_clear(&out);
    md_add_code(&out, SV("a `b`\n   c"));
    CHECK_C(buf_sv(&out), "``a `b` c``");
    buf_clear(&out);
    md_add_prose(&out, SV("# T\n\n<b>x</b> `<i>`\n```\n<u>\n"));
    CHECK_C(buf_sv(&out), "\\# T\n\n\\<b>x\\</b> `<i>`\n```\n<u>\n```\n");
    buf_clear(&out);
    Md md = {&out, 3};
    md_fence(&md, "sh", SV("```\nx\n\ny"));
    CHECK_C(buf_sv(&out), "   ````sh\n   ```\n   x\n\n   y\n   ````\n");
    buf_clear(&out);
    md_add_cell(&out, SV("a | b\nc"));
    CHECK_C(buf_sv(&out), "| a \\| b c ");
}

int main(void) {
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_words(arena, cases[i][0], cases[i][1]);
    check_markdown();
    arena_free(arena);
    return check_done();
}
