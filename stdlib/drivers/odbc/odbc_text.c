// UTF-8 to UTF-16 and back.
#include "drivers/odbc/odbc_driver.h"

#include "base/limits.h"
#include "base/utf8.h"

SQLWCHAR *odbc_wide(Arena *arena, Sv text, SQLINTEGER *count) {
    SQLWCHAR *wide = arena_alloc_raw(arena, (text.len + 1) * sizeof *wide);
    size_t used = 0, at = 0;
    while (at < text.len) {
        uint32_t point = utf8_next(text, &at);
        if (point >= 0x10000) wide[used++] = (SQLWCHAR)(0xD800 + ((point - 0x10000) >> 10));
        wide[used++] = (SQLWCHAR)(point < 0x10000 ? point : 0xDC00 + ((point - 0x10000) & 0x3FF));
    }
    wide[used] = 0;
    if (count) *count = (SQLINTEGER)used;
    return wide;
}

bool odbc_narrow(Arena *arena, const SQLWCHAR *wide, size_t count, Sv *out) {
    char *text = arena_alloc_raw(arena, 3 * count + 1);
    size_t used = 0;
    bool whole = true;
    for (size_t i = 0; i < count; i++) {
        uint32_t unit = wide[i];
        bool high = unit >= 0xD800 && unit < 0xDC00, low = unit >= 0xDC00 && unit < 0xE000;
        bool pair = high && i + 1 < count && wide[i + 1] >= 0xDC00 && wide[i + 1] < 0xE000;
        if (pair) unit = 0x10000 + ((unit - 0xD800) << 10) + (wide[++i] - 0xDC00u);
        if (low || (high && !pair)) {
            whole = false;
            unit = 0xFFFD;
        }
        used += utf8_encode(unit, text + used);
    }
    text[used] = '\0';
    *out = (Sv){text, used};
    return whole;
}
