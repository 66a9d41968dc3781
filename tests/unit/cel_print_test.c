// An expression that is parsed, printed and parsed again has the same tree: over the cases of the
// specification's suites where they are at hand, and over a list of its own.
#include "base/limits.h"
#include "base/system/file.h"
#include "cel/ast.h"
#include "check.h"
#include "value/json.h"

#include <dirent.h>
#include <stdlib.h>

static bool same_loop(const CelLoop *a, const CelLoop *b) {
    return sv_eq(a->names[0], b->names[0]) && sv_eq(a->names[1], b->names[1]) &&
           a->filtered == b->filtered;
}

static bool same_value(const Value *a, const Value *b) {
    if (a == NULL || b == NULL) return a == b;
    return a->kind == b->kind && (value_equal(*a, *b) || a->kind == VALUE_DOUBLE);
}

static bool same_maybe(const CelExpr *a, const CelExpr *b) {
    if (a->kind != CEL_LIST && a->kind != CEL_MAP && a->kind != CEL_MESSAGE) return true;
    if (a->maybe == NULL || b->maybe == NULL) return a->maybe == b->maybe;
    uint32_t entries = a->kind == CEL_LIST ? a->count : a->count / 2;
    return memcmp(a->maybe, b->maybe, entries * sizeof *a->maybe) == 0;
}

static bool same_tree(const CelExpr *a, const CelExpr *b) {
    if (a->kind != b->kind || a->op != b->op || a->flags != b->flags || a->count != b->count)
        return false;
    if (!sv_eq(a->name, b->name) || !same_value(a->value, b->value) || !same_maybe(a, b))
        return false;
    if (a->kind == CEL_LOOP && !same_loop(a->loop, b->loop)) return false;
    for (uint32_t i = 0; i < a->count; i++) {
        if (!same_tree(a->args[i], b->args[i])) return false;
    }
    return true;
}

// True where the text is no expression at all.
static bool goes_round(Arena *arena, Sv text) {
    CelProgram first, second;
    Diags diags = diags_new(arena);
    if (!cel_parse(arena, text, (SpanMap){0}, &diags, &first)) return diags.count == 1;
    BUF_AUTO Buf once = buf_new(LIMIT_EXPRESSION_BYTES * 4);
    BUF_AUTO Buf twice = buf_new(LIMIT_EXPRESSION_BYTES * 4);
    if (!cel_print(&once, first.root) ||
        !cel_parse(arena, buf_sv(&once), (SpanMap){0}, &diags, &second))
        return false;
    return same_tree(first.root, second.root) && cel_print(&twice, second.root) &&
           sv_eq(buf_sv(&once), buf_sv(&twice));
}

static void check_round(Arena *arena, Sv text) {
    bool held = goes_round(arena, text);
    if (!held) fprintf(stderr, "does not go round: %.*s\n", SV_ARG(text));
    CHECK(held);
}

static void own_expressions(void) {
    static const char *const texts[] = {
        "a ? b : c ? d : e",
        "(a ? b : c) ? d : e",
        "a ? (b ? c : d) : e",
        "(a || b) && c || d && (e || f)",
        "(a && b) && c",
        "a && (b && c)",
        "!(a && b)",
        "!!a",
        "- -a",
        "-(-1)",
        "-(1)",
        "-1.5.foo()",
        "(-a).foo()",
        "-a.foo()",
        "-(5.a)",
        "--0.a",
        "-(5.all(x, x))",
        "1 - (2 - 3)",
        "(1 - 2) - 3",
        "a - -1",
        "a * (b + c) % d",
        "(a == b) == c",
        "a == (b == c)",
        "(a in b) in c",
        "a.?b[?c].d[0].`e-f`",
        "has(a.b.c) && has(a.`b c`)",
        ".a.b(.c)",
        ".a(b)",
        "{'a': 1, ?b: c, 1u: 1.0, true: null}",
        "[1, ?a, [], {}]",
        "A.B{c: 1, ?`d`: e}",
        "x.all(a, b, a > b).map(c, d, e).transformMapEntry(k, v, c, {k: v})",
        "cel.bind(a, b, a + a)",
        "'\\'\\\\\\n\\t\\x00é' + \"'\" + '''a'b\nc''' + r'\\d'",
        "b'\\xff\\'a\\n'",
        "0x1F + 1e300 + 5e-324 + 18446744073709551615u + -9223372036854775808",
        "a.or(b).orValue(c).optMap(d, d)",
        "(a ? b : c).d",
        "(a || b ? c : d)[e ? f : g]",
    };
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_round(arena, sv_from_c(texts[i]));
    arena_free(arena);
}

static void printed_forms(void) {
    static const char *const pairs[][2] = {
        {"a==1&&b!='x'", "a == 1 && b != 'x'"},
        {"((a))", "a"},
        {"(a+b)*c", "(a + b) * c"},
        {"a+(b*c)", "a + b * c"},
        {"!(a)", "!a"},
        {"a ?b:c", "a ? b : c"},
        {"[1,2,]", "[1, 2]"},
        {"has( a . b )", "has(a.b)"},
        {"\"it's\"", "'it\\'s'"},
        {"a // comment\n + b", "a + b"},
    };
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        CelProgram program;
        Diags diags = diags_new(arena);
        CHECK(cel_parse(arena, sv_from_c(pairs[i][0]), (SpanMap){0}, &diags, &program));
        BUF_AUTO Buf buf = buf_new(1024);
        CHECK(cel_print(&buf, program.root));
        CHECK_C(buf_sv(&buf), pairs[i][1]);
    }
    arena_free(arena);
}

static void suite_expressions(Sv folder) {
    Arena *names = arena_new(LIMIT_JSON_BYTES);
    DIR *dir = opendir(sv_to_c(names, folder));
    if (dir == NULL) printf("no suites in %.*s: the test's own expressions only\n", SV_ARG(folder));
    struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (!sv_ends(sv_from_c(entry->d_name), SV(".jsonl"))) continue;
        Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
        Sv text = {0}, line;
        CHECK(file_read(arena, path_join(names, folder, sv_from_c(entry->d_name)), LIMIT_JSON_BYTES,
                        &text) == FILE_OK);
        while (sv_next_line(&text, &line)) {
            Value item;
            JsonError error;
            if (json_parse(arena, line, &item, &error))
                check_round(arena, value_field_text(item, "expr", (Sv){0}));
        }
        arena_free(arena);
    }
    if (dir != NULL) closedir(dir);
    arena_free(names);
}

int main(void) {
    const char *shared = getenv("RUNBOOK_SHARED");
    Arena *arena = arena_new(4096);
    own_expressions();
    printed_forms();
    suite_expressions(path_join(arena, shared != NULL ? sv_from_c(shared) : SV("../shared"),
                                SV("conformance/cel")));
    arena_free(arena);
    return check_done();
}
