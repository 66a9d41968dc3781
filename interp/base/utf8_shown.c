#include "base/utf8.h"

bool utf8_deceives(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x061C || c == 0x180E ||
           c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

static bool add_control(Buf *buf, unsigned char c) {
    switch (c) {
    case '\n': return buf_add_c(buf, "\\n");
    case '\r': return buf_add_c(buf, "\\r");
    case '\t': return buf_add_c(buf, "\\t");
    default: return buf_addf(buf, "\\x%02x", c);
    }
}

// Adds the character at `from` that ends before `to`, where it is not to be added as it is.
static bool add_one(Buf *buf, Sv text, size_t from, size_t to, uint32_t c) {
    if (c < 0x20 || c == 0x7F) return add_control(buf, (unsigned char)c);
    if (to - from == 1) return buf_addf(buf, "\\x%02x", (unsigned char)text.at[from]);
    return buf_addf(buf, "\\u{%x}", c);
}

bool utf8_add_shown(Buf *buf, Sv text, bool keep_lines) {
    size_t plain = 0; // what is not added yet and needs no change begins here
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        uint32_t c = utf8_next(text, &i);
        if (keep_lines && (c == '\n' || c == '\t')) continue;
        bool ill_formed = c == 0xFFFD && i - from == 1;
        if (!ill_formed && !utf8_deceives(c)) continue;
        if (!buf_add(buf, sv_slice(text, plain, from)) || !add_one(buf, text, from, i, c))
            return false;
        plain = i;
    }
    return buf_add(buf, sv_slice(text, plain, text.len));
}
