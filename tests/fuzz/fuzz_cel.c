// Expressions: printed and read again they are the same; checking and evaluating them ends, in both
// modes alike in form: a value, or a fault with a message.
#include "base/limits.h"
#include "cel/cel.h"
#include "fuzz.h"

enum { COST = 20000 };

static bool no_value(void *self, uint32_t index, Value *out, Fault *fault) {
    (void)self, (void)index, (void)out;
    *fault = (Fault){.message = SV("no value")};
    return false;
}

static void run(Arena *arena, Sv text, bool strict) {
    CelProgram program = {0};
    CelName name = {.name = SV("x"), .type = cel_type(CEL_TYPE_DYN)};
    CelNames names = {.items = &name, .count = 1, .strict = strict};
    Diags diags = diags_new(arena);
    bool fine = cel_parse(arena, text, (SpanMap){0}, &diags, &program) &&
                cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL);
    FUZZ_CLAIM(fine || diags_failed(&diags));
    BUF_AUTO Buf said = buf_new(1 << 20);
    diags_render(&diags, (DiagStyle){.width = 80}, &said);
    if (!fine) return;
    CelBinding binding = {.get = no_value};
    CelOptions options = {.strict = strict, .cost_limit = COST};
    Fault fault = {0};
    Value value = value_null();
    CelPart parts[8];
    if (!cel_eval(arena, &program, &binding, &options, &value, &fault))
        FUZZ_CLAIM(fault.message.len > 0);
    FUZZ_CLAIM(cel_explain(arena, &program, &binding, &options, 60, parts, 8) <= 8);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv text = fuzz_text(data, size);
    Diags diags = diags_new(arena);
    CelProgram program = {0}, again = {0};
    if (cel_parse(arena, text, (SpanMap){0}, &diags, &program)) {
        BUF_AUTO Buf first = buf_new(1 << 20);
        BUF_AUTO Buf second = buf_new(1 << 20);
        if (cel_print(&first, program.root)) {
            FUZZ_CLAIM(cel_parse(arena, buf_sv(&first), (SpanMap){0}, &diags, &again));
            FUZZ_CLAIM(cel_print(&second, again.root));
            FUZZ_CLAIM(sv_eq(buf_sv(&first), buf_sv(&second)));
        }
    }
    run(arena, text, false);
    run(arena, text, true);
    arena_free(arena);
    return 0;
}
