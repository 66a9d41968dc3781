#include "base/utf8.h"
#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

// Length of the well-formed sequence at `at`, or 0. The table is RFC 3629's.
static size_t sequence(const unsigned char *at, size_t left) {
    unsigned char lead = at[0];
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (left < size) return 0;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < low || at[1] > high) return 0;
    for (size_t i = 2; i < size; i++)
        if (at[i] < 0x80 || at[i] > 0xBF) return 0;
    return size;
}

static bool eight_ascii(const unsigned char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return (word & UINT64_C(0x8080808080808080)) == 0;
}

bool utf8_valid(Sv text, size_t *bad) {
    const unsigned char *bytes = (const unsigned char *)text.at;
    size_t i = 0;
    while (i < text.len) {
        if (text.len - i >= 8 && eight_ascii(bytes + i)) {
            i += 8;
            continue;
        }
        size_t size = sequence(bytes + i, text.len - i);
        if (size == 0) {
            if (bad) *bad = i;
            return false;
        }
        i += size;
    }
    return true;
}

uint32_t utf8_next(Sv text, size_t *offset) {
    const unsigned char *at = (const unsigned char *)text.at + *offset;
    size_t size = sequence(at, text.len - *offset);
    *offset += size > 0 ? size : 1;
    switch (size) {
    case 1: return at[0];
    case 2: return (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu);
    case 3: return (at[0] & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
    case 4:
        return (at[0] & 0x07u) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 |
               (at[3] & 0x3Fu);
    default: return REPLACEMENT;
    }
}

size_t utf8_count(Sv text) {
    size_t count = 0, i = 0;
    while (i < text.len) {
        if (text.len - i >= 8 && eight_ascii((const unsigned char *)text.at + i)) {
            i += 8;
            count += 8;
            continue;
        }
        utf8_next(text, &i);
        count++;
    }
    return count;
}

size_t utf8_offset(Sv text, size_t index) {
    size_t i = 0;
    while (index > 0 && i < text.len) {
        if (index >= 8 && text.len - i >= 8 && eight_ascii((const unsigned char *)text.at + i)) {
            i += 8;
            index -= 8;
            continue;
        }
        utf8_next(text, &i);
        index--;
    }
    return i;
}

size_t utf8_encode(uint32_t code_point, char out[4]) {
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = REPLACEMENT;
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(leads[size] | code_point);
    return size;
}

size_t utf8_char_width(uint32_t code_point) {
    if (code_point >= 0x20 && code_point < 0x7F) return 1;
    if (code_point > 0x10FFFF) return 1;
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code_point);
    int width = utf8proc_charwidth((utf8proc_int32_t)code_point);
    // Terminals give a column to signs that libutf8proc takes for parts of the letter beside them:
    // vowels of Tamil that stand next to it, numbers' marks of Arabic.
    if (property->category == UTF8PROC_CATEGORY_MC ||
        (property->category == UTF8PROC_CATEGORY_CF && !property->ignorable))
        return 1;
    return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(Sv text) {
    size_t width = 0;
    for (size_t i = 0; i < text.len;)
        width += utf8_char_width(utf8_next(text, &i));
    return width;
}

Sv utf8_fit(Sv text, size_t columns) {
    size_t width = 0, end = 0;
    for (size_t i = 0; i < text.len; end = i) {
        width += utf8_char_width(utf8_next(text, &i));
        if (width > columns) break;
    }
    return sv_slice(text, 0, end);
}
