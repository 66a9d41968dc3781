// Templates: reading, checking and evaluating end; a text without expressions comes out of a
// constant one.
#include "cel/syntax/template.h"
#include "fuzz.h"

enum { COST = 20000 };

static bool give_text(void *self, uint32_t index, Value *out, Fault *fault) {
    (void)self, (void)index, (void)fault;
    *out = value_string(SV("value"));
    return true;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Template text = {0};
    CelName name = {.name = SV("x"), .type = cel_type(CEL_TYPE_STRING)};
    CelNames names = {.items = &name, .count = 1, .strict = true};
    Diags diags = diags_new(arena);
    CelUse use = {0};
    if (template_parse(arena, fuzz_text(data, size), (SpanMap){0}, &diags, &text) &&
        template_check(arena, &text, &names, cel_type(CEL_TYPE_DYN), &diags, &use)) {
        CelBinding binding = {.get = give_text};
        CelOptions options = {.strict = true, .cost_limit = COST};
        Fault fault = {0};
        Value value = value_null();
        bool fine = template_eval(arena, &text, &binding, &options, &value, &fault);
        FUZZ_CLAIM(fine || fault.message.len > 0);
        FUZZ_CLAIM(!fine || text.whole || value.kind == VALUE_STRING);
    } else {
        FUZZ_CLAIM(diags_failed(&diags));
    }
    arena_free(arena);
    return 0;
}
