#include "report/observed_text.h"

enum { TEXT_BYTES = 64 * 1024, MOST_PARTS = 6 };

Sv observed_for(Arena *arena, Value expectation) {
    BUF_AUTO Buf out = buf_new(TEXT_BYTES);
    Value parts = value_field(expectation, "parts");
    for (size_t i = 0; i < value_count(parts) && i < MOST_PARTS; i++) {
        Value part = value_item(parts, i);
        if (i) buf_add_c(&out, "; ");
        buf_add(&out, value_field_text(part, "text", (Sv){0}));
        buf_add_c(&out, " = ");
        buf_add(&out, value_field_text(part, "value", (Sv){0}));
    }
    return buf_keep(&out, arena);
}
