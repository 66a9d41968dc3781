// Every function and macro has a summary and examples, and every example is true: what the
// reference shows is run.
#include "base/limits.h"
#include "cel/function.h"
#include "check.h"

static bool no_name(void *self, uint32_t index, Value *out, Fault *fault) {
    (void)self, (void)index, (void)out;
    *fault = (Fault){.message = SV("an example reads a name")};
    return false;
}

// The one file that examples name.
static bool read_file(void *self, Sv path, const char *as, Arena *arena, Sv *out, Sv *error) {
    (void)self, (void)as, (void)arena;
    *out = SV("{\"state\": \"ok\"}\n");
    *error = SV("there is no such file");
    return sv_eq_c(path, "expected.json");
}

static bool is_true(Arena *arena, Sv text) {
    CelProgram program = {0};
    CelNames names = {0};
    Diags diags = diags_new(arena);
    BUF_AUTO Buf said = buf_new(1 << 16);
    if (!cel_parse(arena, text, (SpanMap){0}, &diags, &program) ||
        !cel_check(arena, &program, &names, cel_type(CEL_TYPE_BOOL), &diags, NULL)) {
        diags_render(&diags, (DiagStyle){.width = 100}, &said);
        fprintf(stderr, "%.*s", SV_ARG(buf_sv(&said)));
        return false;
    }
    CelBinding binding = {.get = no_name};
    CelOptions options = {.read_file = read_file};
    Fault fault = {0};
    Value value = value_null();
    if (!cel_eval(arena, &program, &binding, &options, &value, &fault)) {
        fprintf(stderr, "%.*s: %.*s\n", SV_ARG(text), SV_ARG(fault.message));
        return false;
    }
    return value.kind == VALUE_BOOL && value.boolean;
}

static void check_examples(const char *name, const char *summary, const char *examples) {
    CHECK(summary != NULL && sv_ends(sv_from_c(summary), SV(".")));
    CHECK(examples != NULL);
    Sv rest = sv_from_c(examples), example = {0};
    while (sv_next_line(&rest, &example)) {
        Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
        bool holds = is_true(arena, example);
        if (!holds) fprintf(stderr, "%s: not true: %.*s\n", name, SV_ARG(example));
        CHECK(holds);
        arena_free(arena);
    }
}

int main(void) {
    for (uint32_t f = 0; f < cel_family_count; f++) {
        CHECK(sv_ends(sv_from_c(cel_families[f]->summary), SV(".")));
        for (uint32_t i = 0; i < cel_families[f]->count; i++) {
            const CelFunction *row = &cel_families[f]->rows[i];
            CHECK(row->since != NULL && row->overload_count > 0);
            check_examples(row->name, row->summary, row->example);
        }
    }
    for (uint32_t i = 0; i < cel_macro_count; i++) {
        check_examples(cel_macros[i].name, cel_macros[i].summary, cel_macros[i].example);
    }
    return check_done();
}
