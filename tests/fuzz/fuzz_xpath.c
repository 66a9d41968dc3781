// XPath: the first line is an expression, the rest an HTML or XML text.
#include "base/utf8.h"
#include "fuzz.h"
#include "xpath/xpath.h"

enum { COST = 200000 };

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv rest = fuzz_text(data, size), expression = {0};
    sv_next_line(&rest, &expression);
    // Both are texts of expressions, so UTF-8.
    if (utf8_valid(expression, NULL) && utf8_valid(rest, NULL)) {
        Fault fault = {0};
        uint64_t cost = 0;
        Work work = {
            .arena = arena, .fault = &fault, .cost = &cost, .cost_limit = COST, .strict = true};
        Value value = value_null();
        bool fine = xpath_eval(&work, rest, expression, value_null(), &value);
        FUZZ_CLAIM(fine || fault.message.len > 0);
    }
    arena_free(arena);
    return 0;
}
