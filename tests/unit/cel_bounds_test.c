// No function runs away: hostile or huge arguments end in a limit, in bounded time and memory.
#include "base/limits.h"
#include "base/system/env.h"
#include "cel/cel.h"
#include "check.h"
#include "soak.h"

#include <string.h>

typedef struct NamedText {
    Value value; // of the only name, `x`
} NamedText;

static bool get_x(void *self, uint32_t index, Value *out, Fault *fault) {
    (void)index, (void)fault;
    *out = ((NamedText *)self)->value;
    return true;
}

// What becomes of an expression over `x`: "ok", or the fault's message with a word for its kind.
static Sv outcome(Arena *keep, const char *text, Value x) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    CelProgram program = {0};
    CelName name = {.name = SV("x"), .type = cel_type(CEL_TYPE_DYN)};
    CelNames names = {.items = &name, .count = 1};
    Diags diags = diags_new(arena);
    CHECK(cel_parse(arena, sv_from_c(text), (SpanMap){0}, &diags, &program));
    CHECK(cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL));
    NamedText given = {x};
    CelBinding binding = {.self = &given, .get = get_x};
    CelOptions options = {0};
    Fault fault = {0};
    Value value = value_null();
    bool fine = cel_eval(arena, &program, &binding, &options, &value, &fault);
    Sv said = fine ? SV("ok")
                   : sv_format(keep, "%s: %.*s", fault.kind == FAULT_LIMIT ? "limit" : "error",
                               SV_ARG(fault.message));
    arena_free(arena);
    return said;
}

static Value repeated(Arena *arena, const char *part, size_t times) {
    size_t len = strlen(part);
    char *bytes = arena_alloc(arena, len * times);
    for (size_t i = 0; i < times; i++)
        memcpy(bytes + i * len, part, len);
    return value_string((Sv){bytes, len * times});
}

// Which of several limits is reached first depends on the machine.
static bool is_limit(Sv said) {
    return sv_starts(said, SV("limit: "));
}

static void check_texts(Arena *arena) {
    Value small = repeated(arena, "a", 100000), mib = repeated(arena, "a", 1 << 20);
    CHECK_C(outcome(arena, "x.replace('a', x)", small),
            "limit: the text would be longer than 64 MiB");
    CHECK_C(outcome(arena, "x.split('').size() > 0", mib),
            "limit: the list would be longer than 1000000 items");
    CHECK_C(outcome(arena, "lists.range(100).map(i, x).join()", mib),
            "limit: the text would be longer than 64 MiB");
    CHECK_C(outcome(arena, "'%s'.format([lists.range(100).map(i, x)])", mib),
            "limit: the text would be longer than 64 MiB");
    CHECK(is_limit(outcome(arena, "regex.replace(x, 'a', x)", small)));
    CHECK_C(outcome(arena, "x.lastIndexOf(x.substring(1) + 'b') == -1", small), "ok");
    CHECK(is_limit(outcome(arena, "regex.extractAll(x, 'a').size() > 0", mib)));
    CHECK_C(outcome(arena, "fullMatch(x, '(a|aa)*b')", mib),
            "limit: the regular expression was given up after 250 ms or 10000000 steps");
    CHECK_C(outcome(arena, "regexGroups(x, '(a|aa){14}[bc]')", mib),
            "limit: the regular expression was given up after 250 ms or 10000000 steps");
}

// Matches that each stay below the deadline must not add up.
static void check_many_matches(Arena *arena) {
    const Env *env = env_system();
    int64_t from = env->mono_ns(env->self);
    static const char *const expressions[] = {
        "lists.range(100000).all(i, !x.matches('(a|aa){9}[bc]'))",
        "jsonpath(lists.range(100000).map(i, x), '$[?search(@, \"(a|aa){9}[bc]\")]').size() == 0",
        "matchesSchema(lists.range(100000).map(i, x), {'items': {'not': {'pattern': '(a|aa){9}[bc]'}}})",
        "lists.range(100000).all(i, !x.matches('a*[bc]'))",
    };
    // Each takes a second of a processor; the last goes the way of the first.
    size_t count = sizeof expressions / sizeof *expressions - !soaking();
    Value text = repeated(arena, "a", 2000);
    for (size_t i = 0; i < count; i++) {
        CHECK(is_limit(outcome(arena, expressions[i], text)));
    }
    // They would take minutes.
    CHECK((env->mono_ns(env->self) - from) / 1000000 < 40000);
}

static Value nested(Arena *arena, size_t depth) {
    Value value = value_int(1);
    for (size_t i = 0; i < depth; i++)
        value = value_list(arena, &value, 1);
    return value;
}

static void check_nesting(Arena *arena) {
    Value deep = nested(arena, 400), deeper = nested(arena, 3000);
    CHECK_C(outcome(arena, "x.flatten(100000) == [1]", deep), "ok");
    CHECK_C(outcome(arena, "jsonpath(x, '$..*').size() == 400", deep), "ok");
    CHECK_C(outcome(arena, "jsonpathPaths(x, '$..*').size() == 400", deep), "ok");
    CHECK(is_limit(outcome(arena, "x.flatten(100000)", deeper)));
    CHECK(is_limit(outcome(arena, "jsonpath(x, '$..*')", deeper)));
    CHECK(is_limit(outcome(arena, "'%s'.format([x])", deeper)));
    CHECK_C(outcome(arena, "matchesSchema(x, {'items': {'$ref': '#'}})", deep),
            "limit: the schema goes more than 300 levels deep at #");
}

static void check_queries(Arena *arena) {
    ListBuilder list = list_builder(arena);
    for (int i = 0; i < 3000; i++)
        list_add(&list, value_int(i));
    Value many = list_done(&list);
    CHECK_C(outcome(arena, "jsonpath(x, '$[?count($[?count($[*]) > 0]) > 0]')", many),
            "limit: the query looks at more values than the expression may");
    CHECK_C(outcome(arena, "jsonpathPaths(x, '$..*') == jsonpathPaths(x, '$[*]')", many), "ok");
    CHECK_C(outcome(arena, "jsonpath(x, '$[*,*,*,*,*,*,*,*,*,*]').size() == 30000", many), "ok");
    CHECK_C(outcome(arena, "jsonpath({'r': '(a|aa){14}[bc]', 't': x}, '$[?search(@, $.r)]')",
                    repeated(arena, "a", 1 << 20)),
            "limit: a regular expression takes too long on a text");
}

// Limits that the others do not reach.
static void check_other_limits(Arena *arena) {
    CHECK_C(outcome(arena, "csv(x)", repeated(arena, "a,", 1000001)),
            "limit: the CSV has more than 1000000 fields");
    CHECK_C(outcome(arena, "'%.101f'.format([1.0])", value_null()),
            "error: the precision of a format clause is a number from 0 to 100");
    Sv groups = value_text(repeated(arena, "(", 101));
    Sv query = sv_format(arena, "$[?match(@, '%.*s')]", SV_ARG(groups));
    CHECK_C(
        outcome(arena, "jsonpath([], x)", value_string(query)),
        "error: bad JSONPath at byte 12: bad regular expression at its byte 101: the groups are nested too deeply");
    CHECK_C(outcome(arena,
                    "schemaErrors(lists.range(100), {'items': {'type': 'string'}}).size() == 20",
                    value_null()),
            "ok");
}

// ── XML and HTML from someone else ──

static void check_markup(Arena *arena) {
    Value bomb = value_string(
        SV("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>"));
    CHECK_C(outcome(arena, "xpath(x, '/a')", bomb),
            "error: the XML declares entities, which are refused");
    Value outside = value_string(SV(
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd' [<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]><a>1</a>"));
    CHECK_C(outcome(arena, "xpath(x, '/a')", outside),
            "error: the XML declares entities, which are refused");
    CHECK_C(outcome(arena, "xpath(x, '//b') == []", repeated(arena, "<div>", 200)), "ok");
    CHECK_C(outcome(arena, "xpath(x, '//b')", repeated(arena, "<div>", 100000)),
            "limit: the HTML is nested more than 256 levels deep");
    CHECK_C(outcome(arena, "xpath(x, '//b')", repeated(arena, "<div></p></x>", 5000)),
            "limit: the HTML is nested more than 256 levels deep");
    Value table = repeated(arena, "<p>cell</p>", 20000);
    CHECK_C(outcome(arena, "xpath(x, 'count(//p)') == 20000.0", table), "ok");
    CHECK_C(outcome(arena, "xpath(x, '//p[contains(., \"x\")]') == []", table), "ok");
    CHECK_C(
        outcome(arena, "xpath(x, '//*[. = /]')", table),
        "limit: the XPath would take too long on a text of 40003 nodes; paths that name their steps (/a/b) are "
        "cheap, // within a path, unions and predicates that look elsewhere are not");
    CHECK_C(outcome(arena, "xpath(x, '//*[self::p]').size() == 20000", table), "ok");
    static const char *const dear[] = {
        "xpath(x, '//p/following-sibling::p')",
        "xpath(x, '//p[//x]')",
        "xpath(x, '//p[//p[//p]]')",
        "xpath(x, '//p[count(ancestor::*/p) = 1]')",
        "xpath(x, '//p/preceding::p[. = \"x\"]')",
        "xpath(x, '//*//*//*//*')",
        "xpath(x, '//p | //p | //p | //p | //p')",
    };
    for (size_t i = 0; i < sizeof dear / sizeof *dear; i++)
        CHECK(is_limit(outcome(arena, dear[i], table)));
    Sv down = value_text(repeated(arena, "<div>", 240)),
       up = value_text(repeated(arena, "</div>", 240));
    Value chains =
        repeated(arena, sv_to_c(arena, sv_format(arena, "%.*s%.*s", SV_ARG(down), SV_ARG(up))), 80);
    CHECK(is_limit(outcome(arena, "xpath(x, '//div//div//div')", chains)));
    CHECK(is_limit(outcome(arena, "xpath(x, 'count(//div//div)')", chains)));
    CHECK_C(outcome(arena, "xpath(x, 'count(//div)') == 19200.0", chains), "ok");
    Value comments = repeated(arena, "<!-- a -->b", 20000);
    Sv page = sv_format(arena, "<html>%.*s</html>", SV_ARG(value_text(comments)));
    CHECK(is_limit(outcome(arena, "xpath(x, '//text() | //comment()')", value_string(page))));
    CHECK_C(outcome(arena, "xpath(x, '//p/following-sibling::p[1]').size() == 199",
                    repeated(arena, "<p>a</p>", 200)),
            "ok");
    CHECK_C(outcome(arena, "xpath(x, '//b | //i//text()').size() == 4000",
                    repeated(arena, "<p><b>a</b><i>c</i></p>", 2000)),
            "ok");
    CHECK_C(outcome(arena, "xpath(x, '//b')", repeated(arena, "<p>", 3 << 20)),
            "limit: the text is larger than the 8388608 bytes xpath() reads");
}

int main(void) {
    Arena *arena = arena_new((size_t)1 << 30);
    const Env *env = env_system();
    int64_t from = env->mono_ns(env->self);
    check_texts(arena);
    check_many_matches(arena);
    check_nesting(arena);
    check_queries(arena);
    check_other_limits(arena);
    check_markup(arena);
    printf("took %lld ms\n", (long long)((env->mono_ns(env->self) - from) / 1000000));
    arena_free(arena);
    return check_done();
}
