// JSON: what is read is written so that it is read as the same again.
#include "base/limits.h"
#include "fuzz.h"
#include "value/json.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv text = fuzz_text(data, size);
    Value value = value_null(), again = value_null();
    JsonError error = {0};
    bool read = json_parse(arena, text, &value, &error);
    FUZZ_CLAIM(read || (error.offset <= text.len && error.message[0] != '\0'));
    FUZZ_CLAIM(!read || json_well_formed(text));
    FUZZ_CLAIM(json_looks_like(text) != NULL);
    for (JsonStyle style = JSON_COMPACT; read && style <= JSON_PRETTY; style++) {
        BUF_AUTO Buf written = buf_new(LIMIT_JSON_BYTES);
        FUZZ_CLAIM(json_write(&written, value, style));
        FUZZ_CLAIM(json_parse(arena, buf_sv(&written), &again, &error));
        FUZZ_CLAIM(value_equal(value, again));
    }
    arena_free(arena);
    return 0;
}
