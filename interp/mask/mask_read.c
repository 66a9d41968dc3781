// Readings of a text in which a secret may be escaped.
#include "base/ascii.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "mask/mask_forms.h"
#include <string.h>

MaskReading reading_new(Arena *arena, size_t most) {
    return (MaskReading){.bytes = arena_alloc_raw(arena, most + 1),
                         .from = arena_alloc_raw(arena, (most + 1) * sizeof(uint32_t)),
                         .to = arena_alloc_raw(arena, (most + 1) * sizeof(uint32_t))};
}

// Places refer to the original text.
void reading_put(MaskReading *reading, const MaskReading *before, MaskedByte byte) {
    size_t last = byte.at + byte.took - 1;
    ((char *)(uintptr_t)reading->bytes)[reading->len] = byte.byte;
    reading->from[reading->len] = before->from ? before->from[byte.at] : (uint32_t)byte.at;
    reading->to[reading->len++] = before->to ? before->to[last] : (uint32_t)(last + 1);
}

// ── each takes the escape at `at`, writes what it stands for and returns its length; 0 if it
// stands for itself ──

static bool hex_at(Sv text, size_t at, size_t digits, uint64_t *out) {
    return at + digits <= text.len && num_parse_hex(sv_slice(text, at, at + digits), out);
}

// As UTF-8; 0 if there is no such character.
static size_t take_code(uint64_t code, size_t took, char out[4], size_t *written) {
    if (code > 0x10FFFF) return 0;
    *written = utf8_encode((uint32_t)code, out);
    return took;
}

// %C3%A9, and %u00E9, which browsers wrote.
static size_t read_percent(Sv text, size_t at, char out[4], size_t *written) {
    uint64_t byte;
    if (text.at[at] != '%') return 0;
    if (at + 1 < text.len && text.at[at + 1] == 'u' && hex_at(text, at + 2, 4, &byte))
        return take_code(byte, 6, out, written);
    if (!hex_at(text, at + 1, 2, &byte)) return 0;
    out[0] = (char)byte;
    *written = 1;
    return 3;
}

// \u{e9}
static size_t read_braced_escape(Sv text, size_t at, char out[4], size_t *written) {
    size_t end = sv_find_char(sv_slice(text, at, at + 10), '}', 0);
    uint64_t code;
    if (end == SV_NONE || end < 4 || !hex_at(text, at + 3, end - 3, &code)) return 0;
    return take_code(code, end + 1, out, written);
}

// \u00e9, in JSON a pair of them, and \u{e9}.
static size_t read_unicode_escape(Sv text, size_t at, char out[4], size_t *written) {
    uint64_t unit, low;
    if (at + 2 < text.len && text.at[at + 2] == '{')
        return read_braced_escape(text, at, out, written);
    if (!hex_at(text, at + 2, 4, &unit)) return 0;
    size_t len = 6;
    bool pair = unit >= 0xD800 && unit < 0xDC00 && at + 12 <= text.len && text.at[at + 6] == '\\' &&
                text.at[at + 7] == 'u' && hex_at(text, at + 8, 4, &low) && low >= 0xDC00 &&
                low < 0xE000;
    if (pair) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        len = 12;
    }
    *written = utf8_encode((uint32_t)unit, out);
    return len;
}

// \303
static size_t read_octal(Sv text, size_t at, char *out) {
    unsigned byte = 0;
    for (size_t i = at + 1; i < at + 4; i++) {
        if (i >= text.len || !ascii_is_digit(text.at[i]) || text.at[i] > '7') return 0;
        byte = byte * 8 + (unsigned)(text.at[i] - '0');
    }
    if (byte > 0xFF) return 0;
    *out = (char)byte;
    return 4;
}

// JSON's and C's escapes, and the shell's outside of quotes and within $'…'.
static size_t read_backslash(Sv text, size_t at, char out[4], size_t *written) {
    static const char letters[] = "nrtbf", meanings[] = "\n\r\t\b\f";
    if (text.at[at] != '\\' || at + 1 >= text.len) return 0;
    char letter = text.at[at + 1];
    uint64_t byte;
    if (letter == 'u') return read_unicode_escape(text, at, out, written);
    if (letter == 'U' && hex_at(text, at + 2, 8, &byte)) return take_code(byte, 10, out, written);
    *written = 1;
    if (letter == 'x' && hex_at(text, at + 2, 2, &byte)) {
        out[0] = (char)byte;
        return 4;
    }
    size_t octal = read_octal(text, at, out);
    if (octal > 0) return octal;
    const char *known = memchr(letters, letter, sizeof letters - 1);
    out[0] = known ? meanings[known - letters] : letter;
    return 2;
}

static size_t read_entity(Sv text, size_t at, char out[4], size_t *written) {
    static const struct {
        const char *name;
        char meaning;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    if (text.at[at] != '&') return 0;
    Sv rest = sv_slice(text, at, at + 12);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Sv name = sv_from_c(names[i].name);
        if (!sv_starts(rest, name)) continue;
        out[0] = names[i].meaning;
        *written = 1;
        return name.len;
    }
    size_t end = sv_find_char(rest, ';', 0);
    uint64_t code;
    if (end == SV_NONE || end < 3 || rest.at[1] != '#') return 0;
    bool hex = rest.at[2] == 'x' || rest.at[2] == 'X';
    Sv digits = sv_slice(rest, hex ? 3 : 2, end);
    if (!(hex ? num_parse_hex(digits, &code) : num_parse_u64(digits, &code)) || code > 0x10FFFF)
        return 0;
    *written = utf8_encode((uint32_t)code, out);
    return end + 1;
}

// ── a whole text ──

static size_t read_escape(Sv text, size_t at, char out[4], size_t *written) {
    switch (text.at[at]) {
    case '\\': return read_backslash(text, at, out, written);
    case '%': return read_percent(text, at, out, written);
    case '&': return read_entity(text, at, out, written);
    default: return 0;
    }
}

static bool begins_escape(char c) {
    return c == '\\' || c == '%' || c == '&';
}

static size_t first_escape(Sv text, char out[4], size_t *written) {
    for (size_t at = 0; at < text.len; at++)
        if (begins_escape(text.at[at]) && read_escape(text, at, out, written) > 0) return at;
    return text.len;
}

bool reading_unescaped(Arena *arena, const MaskReading *read, MaskReading *out) {
    Sv text = {read->bytes, read->len};
    char decoded[4];
    size_t written = 0;
    if (first_escape(text, decoded, &written) == text.len) return false;
    *out = reading_new(arena, text.len);
    for (size_t at = 0; at < text.len;) {
        size_t took = begins_escape(text.at[at]) ? read_escape(text, at, decoded, &written) : 0;
        for (size_t i = 0; took > 0 && i < written; i++)
            reading_put(out, read, (MaskedByte){decoded[i], at, took});
        if (took == 0) reading_put(out, read, (MaskedByte){text.at[at], at, 1});
        at += took > 0 ? took : 1;
    }
    return true;
}

// Backslashes among them, since a secret's own may have been taken for an escape.
static bool is_wrapping(char c) {
    switch (c) {
    case '\'':
    case '"':
    case '\\':
    case '\n':
    case '\r':
    case '\0':
    case '+': return true;
    default: return false;
    }
}

bool reading_bare(Arena *arena, const MaskReading *text, MaskReading *out) {
    size_t first = 0;
    while (first < text->len && !is_wrapping(text->bytes[first]))
        first++;
    if (first == text->len && !text->from) return false;
    *out = reading_new(arena, text->len);
    for (size_t at = 0; at < text->len; at++) {
        char c = text->bytes[at] == '+' ? ' ' : text->bytes[at];
        if (!is_wrapping(c)) reading_put(out, text, (MaskedByte){c, at, 1});
    }
    return true;
}

Sv bare_text(Arena *arena, Sv text) {
    MaskReading last = {.bytes = text.at, .len = text.len}, next;
    for (int level = 0; level < MOST_ESCAPES && reading_unescaped(arena, &last, &next); level++)
        last = next;
    if (reading_bare(arena, &last, &next)) last = next;
    return (Sv){last.bytes, last.len};
}
