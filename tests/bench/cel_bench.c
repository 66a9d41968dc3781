// How fast expressions are parsed, checked and evaluated: evaluations a second of typical
// expectations on one core.
#include "../unit/cel_fixture.h"

#include <stdio.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// What a second holds of evaluations; stops where one fails.
static void bench_eval(Arena *arena, Fixture *fixture, const char *text) {
    CelNames names = fixture_names(fixture);
    CelProgram program;
    Diags diags = diags_new(arena);
    bool fine = cel_parse(arena, sv_from_c(text), (SpanMap){0}, &diags, &program) &&
                cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL);
    if (!fine) {
        printf("%s: %.*s\n", text, SV_ARG(diags.items[0].message));
        return;
    }
    Arena *scratch = arena_new(16 * 1024 * 1024);
    CelBinding binding = {.self = fixture, .get = fixture_get};
    CelOptions options = {.strict = true};
    uint64_t count = 0;
    double from = seconds(), took = 0;
    while (took < 1.0) {
        for (int i = 0; i < 10000; i++) {
            Value value;
            Fault fault;
            if (!cel_eval(scratch, &program, &binding, &options, &value, &fault)) {
                printf("%s: %.*s\n", text, SV_ARG(fault.message));
                arena_free(scratch);
                return;
            }
            arena_reset(scratch);
        }
        count += 10000;
        took = seconds() - from;
    }
    printf("%12.0f evaluations/s  %s\n", (double)count / took, text);
    arena_free(scratch);
}

static void bench_load(Fixture *fixture, uint32_t count) {
    static const char *const texts[] = {
        "status == 200",
        "json.sessions.size() > 0",
        "json.sessions.all(s, s.user_id != '')",
        "headers['content-type'].startsWith('text/html') && elapsed < duration('2s')",
        "size(body) > 0 && body.matches(r'<h1>\\w+') || status in [200, 201, 204]",
    };
    Arena *arena = arena_new(LIMIT_PROGRAM_MEMORY);
    CelNames names = fixture_names(fixture);
    Diags diags = diags_new(arena);
    double from = seconds();
    for (uint32_t i = 0; i < count; i++) {
        CelProgram program;
        Sv text = sv_from_c(texts[i % 5]);
        bool fine = cel_parse(arena, text, (SpanMap){0}, &diags, &program) &&
                    cel_check(arena, &program, &names, cel_type(CEL_TYPE_BOOL), &diags, NULL);
        if (!fine) printf("%.*s\n", SV_ARG(diags.items[0].message));
    }
    double took = seconds() - from;
    printf("%12.0f expressions/s parsed and checked (%u in %.0f ms, %zu bytes each)\n",
           (double)count / took, count, took * 1e3, arena_used(arena) / count);
    arena_free(arena);
}

int main(void) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Fixture fixture;
    fixture_fill(arena, &fixture);
    bench_eval(arena, &fixture, "status == 503 && size(body) > 0");
    bench_eval(arena, &fixture, "json.sessions.size() > 0");
    bench_eval(arena, &fixture, "json.sessions.all(s, s.id != '')");
    bench_eval(arena, &fixture,
               "headers['content-type'].startsWith('text/html') && elapsed < duration('2s')");
    bench_eval(arena, &fixture, "body.matches(r'<h1>\\w+') && status in [200, 503]");
    bench_eval(arena, &fixture, "json.sessions.map(s, s.id) == ['s1', 's2', 's3']");
    bench_load(&fixture, 100000);
    arena_free(arena);
    return 0;
}
