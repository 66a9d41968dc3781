// What is said to hold always, or never, is held against what happens: expressions are made at
// random, decided, and evaluated with values at random that the names can have.
#include "base/buf.h"
#include "base/limits.h"
#include "cel/cel.h"
#include "check.h"

enum { EXPRESSIONS = 10000, TRIES = 40, DEPTH = 3 };
enum { STATUS, CODE, COUNT, TEXT, VERSION, LINES, JSON, FLAG, ROWS, NAMES };

static uint64_t state = 88172645463325252u;

static uint32_t any(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

static const char *one_of(const char *const *words, uint32_t count) {
    return words[any(count)];
}
#define ONE_OF(...)                                                                                \
    one_of((const char *const[]){__VA_ARGS__},                                                     \
           (uint32_t)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)))

// ── expressions ──

static void add_condition(Buf *out, int depth);
static void add_text(Buf *out, int depth);

static void add_literal(Buf *out) {
    buf_add_c(out,
              ONE_OF("0", "1", "2", "3", "5", "100", "200", "255", "256", "404", "999", "1000"));
}

static void add_number(Buf *out, int depth) {
    switch (depth > 0 ? any(13) : any(4)) {
    case 0: buf_add_c(out, "status"); return;
    case 1: buf_add_c(out, "code"); return;
    case 2: buf_add_c(out, "count"); return;
    case 3:
        buf_add_c(out, ONE_OF("lines.size()", "text.size()", "rows.size()", "version.size()"));
        return;
    case 4: add_literal(out); return;
    case 5:
    case 6:
        buf_add_char(out, '(');
        add_number(out, depth - 1);
        buf_addf(out, " %s ", ONE_OF("+", "-", "*", "/", "%"));
        add_number(out, depth - 1);
        buf_add_char(out, ')');
        return;
    case 7:
        buf_add_c(out, ONE_OF("math.abs(", "int(", "-("));
        add_number(out, depth - 1);
        buf_add_char(out, ')');
        return;
    case 8:
        buf_add_c(out, ONE_OF("math.least(", "math.greatest("));
        add_number(out, depth - 1);
        buf_add_c(out, ", ");
        add_number(out, depth - 1);
        buf_add_char(out, ')');
        return;
    case 9:
        buf_add_c(out, "lines.filter(l, l ");
        buf_add_c(out, ONE_OF("== 'a'", "!= ''", "!= 'ok'", "== 'a' && l == 'b'"));
        buf_add_c(out, ").size()");
        return;
    case 10:
        buf_add_c(out, ONE_OF("lines.map(l, l.trim()).size()", "lines.distinct().size()",
                              "rows.map(r, r.n).size()", "size(lines(text))"));
        return;
    case 11:
        add_text(out, depth - 1);
        buf_addf(out, ".%s('%s')", ONE_OF("indexOf", "lastIndexOf"), ONE_OF("", "a", "ok"));
        return;
    default:
        add_text(out, depth - 1);
        buf_add_c(out, ".size()");
        return;
    }
}

static void add_text(Buf *out, int depth) {
    switch (depth > 0 ? any(8) : any(4)) {
    case 0:
    case 1: buf_add_c(out, "text"); return;
    case 2: buf_add_c(out, "version"); return;
    case 3:
        buf_add_c(out, ONE_OF("''", "'a'", "'ok'", "'OK'", "' a'", "'1.1'", "'11'", "'b\\n'"));
        return;
    case 4:
        add_text(out, depth - 1);
        buf_addf(out, ".%s()", ONE_OF("trim", "lowerAscii", "upperAscii"));
        return;
    case 5:
        buf_add_c(out, "string(");
        add_number(out, depth - 1);
        buf_add_char(out, ')');
        return;
    case 6:
        buf_add_char(out, '(');
        add_text(out, depth - 1);
        buf_add_c(out, " + ");
        add_text(out, depth - 1);
        buf_add_char(out, ')');
        return;
    default:
        buf_add_c(out, "(");
        add_condition(out, depth - 1);
        buf_add_c(out, " ? ");
        add_text(out, depth - 1);
        buf_add_c(out, " : ");
        add_text(out, depth - 1);
        buf_add_c(out, ")");
        return;
    }
}

static void add_relation(Buf *out, int depth) {
    switch (any(5)) {
    case 0:
    case 1:
        add_number(out, depth);
        buf_addf(out, " %s ", ONE_OF("==", "!=", "<", "<=", ">", ">="));
        if (any(3) > 0)
            add_literal(out);
        else
            add_number(out, depth);
        return;
    case 2:
        add_text(out, depth);
        buf_addf(out, " %s ", ONE_OF("==", "!="));
        add_text(out, depth);
        return;
    case 3:
        add_number(out, depth);
        buf_add_c(out, ONE_OF(" in [0, 1, 200]", " in [256, 2000]", " in [code, 5]"));
        return;
    default:
        buf_addf(out, "json.%s %s %s", ONE_OF("a", "b"), ONE_OF("==", "!=", "<", ">="),
                 ONE_OF("1", "2", "3"));
        return;
    }
}

static void add_leaf(Buf *out, int depth) {
    switch (any(9)) {
    case 0:
        buf_add_c(out, ONE_OF("flag", "has(json.a)", "json.?a.hasValue()", "'x' in json"));
        return;
    case 1:
        add_text(out, depth);
        buf_addf(out, ".%s(", ONE_OF("contains", "startsWith", "endsWith"));
        add_text(out, 0);
        buf_add_char(out, ')');
        return;
    case 2:
        add_text(out, depth);
        buf_addf(out, ".matches('%s')",
                 ONE_OF("", ".*", "a*", "^", "$", "^.*$", "(?s)^.*$", "a|", "^a|b", "a+", ".",
                        "x?$", "^[0-9]*$", "(a|)", "a*+b?", "^.*"));
        return;
    case 3:
        buf_addf(out, "type(%s) %s %s", ONE_OF("text", "status", "json", "json.a", "lines"),
                 ONE_OF("==", "!="), ONE_OF("int", "string", "list", "map", "bytes"));
        return;
    case 4:
        buf_addf(out, "lines.%s(l, l %s)", ONE_OF("all", "exists", "exists_one"),
                 ONE_OF("== 'a' || l != 'a'", "== 'a' && l == 'b'", "!= 'b\\n'", ".size() >= 0",
                        "== 'a'", ".matches('^.*$')"));
        return;
    case 5:
        buf_addf(out, "rows.%s(r, r.n %s)", ONE_OF("all", "exists"),
                 ONE_OF("> 1 || r.n <= 1", "> 1 && r.n < 1", "== 1", "!= 2"));
        return;
    case 6:
        buf_addf(out, "[0, 1, 200].exists(s, s %s ", ONE_OF("==", "!=", "<", ">"));
        add_number(out, 0);
        buf_add_char(out, ')');
        return;
    default: add_relation(out, depth); return;
    }
}

static void add_condition(Buf *out, int depth) {
    switch (depth > 0 ? any(7) : 6) {
    case 0:
        buf_add_c(out, "!(");
        add_condition(out, depth - 1);
        buf_add_char(out, ')');
        return;
    case 1:
    case 2:
    case 3:
        buf_add_char(out, '(');
        add_condition(out, depth - 1);
        buf_addf(out, " %s ", ONE_OF("&&", "||"));
        add_condition(out, depth - 1);
        buf_add_char(out, ')');
        return;
    default: add_leaf(out, depth - 1); return;
    }
}

// ── values ──

static Value any_text(void) {
    return value_string(
        sv_from_c(ONE_OF("", "a", "ok", "OK", " a ", "a\nb", "ready\n", "1.1", "b", "200")));
}

static Value any_json(Arena *arena) {
    MapBuilder map = map_builder(arena);
    if (any(4)) map_add_c(&map, "a", value_int(any(4)));
    if (any(4)) map_add_c(&map, "b", any(3) ? value_double(any(8) / 2.0) : any_text());
    return map_done(&map);
}

static void choose(Arena *arena, Value *values) {
    values[STATUS] = value_int(200 + any(800));
    values[CODE] = value_int(any(3) ? any(3) : any(256));
    values[COUNT] = value_int(any(3) ? any(6) : any(2000));
    values[TEXT] = any_text();
    values[VERSION] = value_string(sv_from_c(ONE_OF("1.0", "1.1", "2")));
    ListBuilder lines = list_builder(arena), rows = list_builder(arena);
    for (uint32_t i = any(4); i > 0; i--)
        list_add(&lines, value_string(sv_from_c(ONE_OF("", "a", "b", "ok", "A"))));
    for (uint32_t i = any(4); i > 0; i--) {
        MapBuilder row = map_builder(arena);
        map_add_c(&row, "n", value_int(any(4)));
        list_add(&rows, map_done(&row));
    }
    values[LINES] = list_done(&lines);
    values[JSON] = any_json(arena);
    values[FLAG] = value_bool(any(2));
    values[ROWS] = list_done(&rows);
}

static bool get(void *self, uint32_t index, Value *out, Fault *fault) {
    (void)fault;
    *out = ((const Value *)self)[index];
    return true;
}

static void name(Arena *arena, CelName *names, uint32_t index, const char *text, const char *type,
                 const char *range) {
    names[index] = (CelName){.name = sv_from_c(text), .index = index, .observed = true};
    CHECK(cel_type_parse(arena, sv_from_c(type), &names[index].type));
    if (range) names[index].range = cel_range_read(arena, sv_from_c(range));
    CHECK(!range || names[index].range != NULL);
}

// ── the two against each other ──

static uint32_t always, never, open;

static void hold(Arena *arena, const CelProgram *program, CelDecided decided) {
    Value values[NAMES], result;
    CelBinding binding = {.self = values, .get = get};
    CelOptions options = {.strict = true, .allow_empty = true};
    for (int i = 0; i < TRIES; i++) {
        Fault fault;
        choose(arena, values);
        if (!cel_eval(arena, program, &binding, &options, &result, &fault)) continue;
        bool wrong = result.kind == VALUE_BOOL && result.boolean == (decided == CEL_NEVER);
        if (wrong)
            fprintf(stderr, "said to hold %s: %.*s\n", decided == CEL_NEVER ? "never" : "always",
                    SV_ARG(program->text));
        CHECK(!wrong);
    }
}

static void test_at_random(void) {
    Arena *names_arena = arena_new(1 << 20), *arena = arena_new(64 << 20);
    CelName items[NAMES];
    name(names_arena, items, STATUS, "status", "int", "101?, 200..999");
    name(names_arena, items, CODE, "code", "int", "0..255");
    name(names_arena, items, COUNT, "count", "int", "0..");
    name(names_arena, items, TEXT, "text", "string", NULL);
    name(names_arena, items, VERSION, "version", "string", "'1.0', '1.1', '2'");
    name(names_arena, items, LINES, "lines", "list(string)", NULL);
    name(names_arena, items, JSON, "json", "dyn", NULL);
    name(names_arena, items, FLAG, "flag", "bool", NULL);
    name(names_arena, items, ROWS, "rows", "list(map(string, dyn))", NULL);
    CelNames names = {.items = items, .count = NAMES, .strict = true};
    for (int i = 0; i < EXPRESSIONS; i++) {
        arena_reset(arena);
        Buf text BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
        add_condition(&text, DEPTH);
        Diags diags = diags_new(arena);
        CelProgram program;
        if (!cel_parse(arena, buf_sv(&text), (SpanMap){0}, &diags, &program) ||
            !cel_check(arena, &program, &names, cel_type(CEL_TYPE_BOOL), &diags, NULL))
            continue;
        CelDecided decided = cel_decided(&program, &names);
        always += decided == CEL_ALWAYS;
        never += decided == CEL_NEVER;
        open += decided == CEL_OPEN;
        if (decided != CEL_OPEN) hold(arena, &program, decided);
    }
    arena_free(arena);
    arena_free(names_arena);
    printf("%u always, %u never, %u open\n", always, never, open);
    CHECK(always > 1000 && never > 800 && open > 5000);
}

static void test_ranges(void) {
    Arena *arena = arena_new(1 << 20);
    Buf out BUF_AUTO = buf_new(1000);
    CHECK(cel_range_show(&out, cel_range_read(arena, SV("101?, 200..999"))));
    buf_add_c(&out, "; ");
    CHECK(cel_range_show(&out, cel_range_read(arena, SV("0.."))));
    buf_add_c(&out, "; ");
    CHECK(cel_range_show(&out, cel_range_read(arena, SV("'1.0', '1.1', '2'"))));
    CHECK_C(buf_sv(&out),
            "101 (where it is asked for) or 200 to 999; 0 or more; '1.0', '1.1' or '2'");
    CHECK(cel_range_read(arena, SV("many")) == NULL);
    CHECK(cel_range_read(arena, SV("'open")) == NULL);
    arena_free(arena);
}

int main(void) {
    test_ranges();
    test_at_random();
    return check_done();
}
