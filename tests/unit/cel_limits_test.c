// Expressions are bounded: in nesting, length, work, memory; whatever the bytes are, they end in a
// value, a fault or a diagnostic.
#include "cel_fixture.h"

#include "cel/syntax/template.h"
#include "check.h"

#include <pthread.h>
#include <time.h>

static Sv repeated(Arena *arena, const char *head, const char *part, size_t count,
                   const char *tail) {
    BUF_AUTO Buf buf = buf_new(64 * 1024 * 1024);
    buf_add_c(&buf, head);
    for (size_t i = 0; i < count; i++)
        buf_add_c(&buf, part);
    buf_add_c(&buf, tail);
    return buf_keep(&buf, arena);
}

// ── reading ──

static Sv refusal(Arena *arena, Sv text) {
    CelProgram program;
    Diags diags = diags_new(arena);
    CelNames names = {.strict = true};
    bool fine = cel_parse(arena, text, (SpanMap){0}, &diags, &program) &&
                cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL);
    return fine ? (Sv){0} : diags.items[0].message;
}

static void deep_texts(void) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    const char *deep = "the expression is nested more than 250 levels deep";
    CHECK_C(refusal(arena, repeated(arena, "", "(", 60000, "1")), deep);
    CHECK_C(refusal(arena, repeated(arena, "", "[", 60000, "1")), deep);
    CHECK_C(refusal(arena, repeated(arena, "", "{1:", 20000, "1")), deep);
    CHECK_C(refusal(arena, repeated(arena, "", "!", 60000, "true")), deep);
    CHECK_C(refusal(arena, repeated(arena, "", "-", 60000, "1")), deep);
    CHECK_C(refusal(arena, repeated(arena, "1", "+1", 30000, "")), deep);
    CHECK_C(refusal(arena, repeated(arena, "{}", ".a", 30000, "")), deep);
    CHECK_C(refusal(arena, repeated(arena, "[]", "[0]", 20000, "")), deep);
    CHECK_C(refusal(arena, repeated(arena, "''", ".trim()", 9000, "")), deep);
    CHECK_C(refusal(arena, repeated(arena, "", "true?1:", 9000, "1")), deep);
    CHECK_C(refusal(arena, repeated(arena, "", "size(", 12000, "1")), deep);
    CHECK_C(refusal(arena, repeated(arena, "1", "==1", 20000, "")), deep);
    CHECK_C(refusal(arena, repeated(arena, "1", "+1", 33000, "")),
            "the expression has 66001 bytes, the limit is 65536");
    // Long chains of && and || are no nesting, nor are long lists.
    CHECK_C(refusal(arena, repeated(arena, "true", "&&true", 10000, "")), "");
    CHECK_C(refusal(arena, repeated(arena, "[0", ",1", 30000, "]")), "");
    arena_free(arena);
}

static void bad_bytes(void) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    CHECK_C(refusal(arena, SV("'a\xff'")), "the expression is not UTF-8 at byte 2");
    CHECK_C(refusal(arena, SV("\xc0\xaf")), "the expression is not UTF-8 at byte 0");
    CHECK_C(refusal(arena, SV("1 \0 2")), "the character '\\x00' means nothing here");
    CHECK_C(refusal(arena, SV("")), "an expression is expected, but there is nothing");
    CHECK_C(refusal(arena, SV("// nothing")), "an expression is expected, but there is nothing");
    CHECK_C(refusal(arena, SV("\xe2\x80\xae"
                              "1")),
            "the character '\\u{202e}' means nothing here");
    arena_free(arena);
}

// Whatever is cut from a sound expression, or changed in it, is read to an end.
static void broken_texts(void) {
    static const char *const texts[] = {
        "json.sessions.all(s, s.user_id != '' && {'a': [1, 2u, 3.5e3]}[?'a'].orValue([])[0] == 1)",
        "cel.bind(x, r'\\d+', b'\\xff' + b\"\"\"a\"\"\" == x.?y ? has(a.`b-c`) : !-1 in {?'a': .b})",
    };
    static const char bytes[] = "'\"\\([{}])?:.,-`$\n\xff\x80"
                                "e0xu&|=";
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        Sv text = sv_from_c(texts[t]);
        for (size_t at = 0; at < text.len; at++) {
            Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
            Sv prefix = sv_slice(text, 0, at);
            Sv why = refusal(arena, prefix);
            CHECK(why.len > 0 || at > 0);
            for (size_t b = 0; b < sizeof bytes - 1; b++) {
                Sv changed = sv_copy(arena, text);
                char *copy = arena_copy(arena, changed.at, changed.len);
                copy[at] = bytes[b];
                refusal(arena, (Sv){copy, changed.len});
            }
            arena_free(arena);
        }
    }
}

// ── evaluating ──

typedef struct Outcome {
    bool fine;
    Value value;
    Fault fault;
} Outcome;

static Outcome evaluate(Arena *arena, Sv text, uint64_t cost) {
    CelProgram program;
    Diags diags = diags_new(arena);
    CelNames names = {.strict = false};
    Outcome outcome = {0};
    CHECK(cel_parse(arena, text, (SpanMap){0}, &diags, &program));
    CHECK(cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL));
    CelOptions options = {.cost_limit = cost};
    outcome.fine = cel_eval(arena, &program, NULL, &options, &outcome.value, &outcome.fault);
    return outcome;
}

// A cost of 0 is the limit of the language.
static void check_limit(const char *text, uint64_t cost, const char *message) {
    Arena *arena = arena_new(64 * 1024 * 1024);
    Outcome outcome = evaluate(arena, sv_from_c(text), cost);
    CHECK(!outcome.fine);
    CHECK_INT(outcome.fault.kind, FAULT_LIMIT);
    CHECK_C(outcome.fault.message, message);
    arena_free(arena);
}

static void bounded_work(void) {
    const char *spent = "the expression needs more than 10000000 operations";
    const char *room = "the expression needs more than 67108864 bytes of memory";
    // Exponential in the number of macros.
    check_limit(
        "cel.bind(l, [1,2,3,4,5,6,7,8,9,10], l.map(a, l.map(b, l.map(c, l.map(d, l.map(e, l.map(f, l.map(g, 1))))))))",
        0, room);
    check_limit(
        "cel.bind(l, [1,2,3,4,5,6,7,8,9,10], l.all(a, l.all(b, l.all(c, l.all(d, l.all(e, l.all(f, l.all(g, true))))))))",
        0, spent);
    // An error in every round is absorbed, but not for free.
    check_limit(
        "cel.bind(l, [1,2,3,4,5,6,7,8,9,10], l.exists(a, l.exists(b, l.exists(c, l.exists(d, l.exists(e, l.exists(f, l.exists(g, a / 0 == 1))))))) || true)",
        100000, "the expression needs more than 100000 operations");
    // Texts and lists that double.
    check_limit(
        "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28].map(i, 'x').join(',').size() == 0 ? 1 : "
        "cel.bind(a, 'xxxxxxxxxxxxxxxx', cel.bind(b, a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a, cel.bind(c, b+b+b+b+b+b+b+b+b+b+b+b+b+b+b+b, "
        "cel.bind(d, c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c, cel.bind(e, d+d+d+d+d+d+d+d+d+d+d+d+d+d+d+d, cel.bind(f, e+e+e+e+e+e+e+e+e+e+e+e+e+e+e+e, size(f)))))))",
        0, room);
    arena_free(NULL);
}

// Values that share their parts look huge to whoever walks them.
static void check_shared(const char *use) {
    BUF_AUTO Buf text = buf_new(64 * 1024);
    const int levels = 40;
    buf_add_c(&text, "cel.bind(v0, [1], ");
    for (int i = 1; i <= levels; i++)
        buf_addf(&text, "cel.bind(v%d, [v%d, v%d], ", i, i - 1, i - 1);
    buf_add_c(&text, use);
    for (int i = 0; i <= levels; i++)
        buf_add_char(&text, ')');
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Outcome outcome = evaluate(arena, buf_sv(&text), 100000);
    CHECK(!outcome.fine);
    CHECK_INT(outcome.fault.kind, FAULT_LIMIT);
    CHECK_C(outcome.fault.message, "the expression needs more than 100000 operations");
    arena_free(arena);
}

static void shared_parts(void) {
    check_shared("v40 == [v39, v39]");
    check_shared("v40");
    check_shared("sets.contains(v40, v40)");
    check_shared("v40 in [v39, v40]");
    check_shared("'%s'.format([v40])");
    check_shared("optional.of(v40).hasValue()");
    check_shared("v40.map(x, x).sort()");
    check_shared("{'a': v40}");
}

static void cost_is_told(void) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Outcome outcome = evaluate(arena, SV("[1, 2, 3].all(x, x > 0)"), 5);
    CHECK(!outcome.fine);
    CHECK_C(outcome.fault.message, "the expression needs more than 5 operations");
    CHECK(evaluate(arena, SV("[1, 2, 3].all(x, x > 0)"), 100).fine);
    arena_free(arena);
}

// ── many evaluations ──

static void no_growth(void) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY), *scratch = arena_new(1024 * 1024);
    Fixture fixture;
    fixture_fill(arena, &fixture);
    CelNames names = fixture_names(&fixture);
    CelProgram program;
    Diags diags = diags_new(arena);
    CHECK(cel_parse(arena, SV("json.sessions.map(s, s.id + 'x').size() == 3 && status == 503"),
                    (SpanMap){0}, &diags, &program));
    CHECK(cel_check(arena, &program, &names, cel_type(CEL_TYPE_BOOL), &diags, NULL));
    CelBinding binding = {.self = &fixture, .get = fixture_get};
    CelOptions options = {.strict = true};
    size_t used = 0;
    for (int i = 0; i < 20000; i++) {
        Value value;
        Fault fault;
        bool fine = cel_eval(scratch, &program, &binding, &options, &value, &fault);
        if (!fine || !value.boolean) CHECK(false);
        if (i == 0) used = arena_used(scratch);
        if (arena_used(scratch) != used) CHECK(false);
        arena_reset(scratch);
    }
    CHECK(used > 0);
    arena_free(scratch);
    arena_free(arena);
}

// A scalar condition takes nothing from the arena.
static void no_allocation(void) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY), *scratch = arena_new(1024);
    Fixture fixture;
    fixture_fill(arena, &fixture);
    CelNames names = fixture_names(&fixture);
    CelProgram program;
    Diags diags = diags_new(arena);
    Sv text = SV(
        "status == 503 && size(body) > 0 && elapsed < duration('2s') && status in [503, 504] && 'retry-after' in headers && json.ok");
    CHECK(cel_parse(arena, text, (SpanMap){0}, &diags, &program));
    CHECK(cel_check(arena, &program, &names, cel_type(CEL_TYPE_BOOL), &diags, NULL));
    CelBinding binding = {.self = &fixture, .get = fixture_get};
    Value value;
    Fault fault;
    CelOptions options = {.strict = true};
    CHECK(cel_eval(scratch, &program, &binding, &options, &value, &fault) && value.boolean);
    CHECK_INT(arena_used(scratch), 0);
    arena_free(scratch);
    arena_free(arena);
}

typedef struct Worker {
    const CelProgram *program;
    Fixture *fixture;
    int held;
} Worker;

static void *work(void *self) {
    Worker *worker = self;
    Arena *scratch = arena_new(1024 * 1024);
    CelBinding binding = {.self = worker->fixture, .get = fixture_get};
    CelOptions options = {.strict = true};
    for (int i = 0; i < 2000; i++) {
        Value value;
        Fault fault;
        if (cel_eval(scratch, worker->program, &binding, &options, &value, &fault) && value.boolean)
            worker->held++;
        arena_reset(scratch);
    }
    arena_free(scratch);
    return NULL;
}

// One program, many threads.
static void at_once(void) {
    enum { WORKERS = 4 };
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Fixture fixture;
    fixture_fill(arena, &fixture);
    CelNames names = fixture_names(&fixture);
    CelProgram program;
    Diags diags = diags_new(arena);
    Sv text = SV(
        "json.sessions.exists(s, s.id.matches('^s[0-9]$') && s.age > 100) && body.contains('h1')");
    CHECK(cel_parse(arena, text, (SpanMap){0}, &diags, &program));
    CHECK(cel_check(arena, &program, &names, cel_type(CEL_TYPE_BOOL), &diags, NULL));
    pthread_t threads[WORKERS];
    Worker workers[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = (Worker){.program = &program, .fixture = &fixture};
        CHECK(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT(workers[i].held, 2000);
    }
    arena_free(arena);
}

// ── templates ──

static void huge_template(void) {
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    Sv text = repeated(arena, "", "x ${'abc'} ", 10000, "");
    Template template;
    Diags diags = diags_new(arena);
    CelNames names = {.strict = true};
    CHECK(template_parse(arena, text, (SpanMap){0}, &diags, &template));
    CHECK(template_check(arena, &template, &names, cel_type(CEL_TYPE_STRING), &diags, NULL));
    Value value;
    Fault fault;
    CHECK(template_eval(arena, &template, NULL, NULL, &value, &fault));
    CHECK_INT(value_text(value).len, 60000);
    // Nothing but openings: each is looked at once.
    CHECK(!template_parse(arena, repeated(arena, "", "${", 100000, ""), (SpanMap){0}, &diags,
                          &template));
    CHECK(!template_parse(arena, repeated(arena, "", "${'", 100000, ""), (SpanMap){0}, &diags,
                          &template));
    CHECK(!template_parse(arena, repeated(arena, "", "${}", 100000, ""), (SpanMap){0}, &diags,
                          &template));
    arena_free(arena);
}

int main(void) {
    deep_texts();
    bad_bytes();
    broken_texts();
    bounded_work();
    shared_parts();
    cost_is_told();
    no_growth();
    no_allocation();
    at_once();
    huge_template();
    return check_done();
}
