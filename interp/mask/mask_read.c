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

// \u{e9} and \x{e9}, and as ksh writes them, \u[e9] and \x[c3], of which the second is a byte.
static size_t read_braced_escape(Sv text, size_t at, char out[4], size_t *written) {
    bool square = text.at[at + 2] == '[';
    size_t end = sv_find_char(sv_slice(text, at, at + 10), square ? ']' : '}', 0);
    uint64_t code;
    if (end == SV_NONE || end < 4 || !hex_at(text, at + 3, end - 3, &code)) return 0;
    if (!square || text.at[at + 1] != 'x' || code > 0xFF)
        return take_code(code, end + 1, out, written);
    out[0] = (char)code;
    *written = 1;
    return end + 1;
}

// \u00e9, in JSON a pair of them.
static size_t read_unicode_escape(Sv text, size_t at, char out[4], size_t *written) {
    uint64_t unit, low;
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

// \303, and \0303 as echo takes it: C would read a control character there, and a digit.
static size_t read_octal(Sv text, size_t at, char *out) {
    Sv rest = sv_slice(text, at + 1, at + 5);
    bool echoed = rest.len == 4 && rest.at[0] == '0' && (rest.at[1] == '2' || rest.at[1] == '3');
    unsigned byte = 0;
    size_t digits = 0;
    while (digits < (echoed ? 4U : 3U) && digits < rest.len && ascii_is_digit(rest.at[digits]) &&
           rest.at[digits] <= '7')
        byte = byte * 8 + (unsigned)(rest.at[digits++] - '0');
    if (digits < 3 || byte > 0xFF) return 0;
    *out = (char)byte;
    return 1 + digits;
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

// Whether a mark at `at` was escaped after the text was written: M-&gt; of M->.
static bool is_escaped(Sv text, size_t at) {
    char next = at + 1 < text.len ? text.at[at + 1] : ' ', ignored[4];
    size_t written;
    // That of M-\ begins a letter, whose next byte is written with M too.
    if (text.at[at] == '\\') return next != 'M';
    return read_entity(text, at, ignored, &written) || read_percent(text, at, ignored, &written);
}

// \C-C for the byte 0x03, as zsh writes it.
static size_t read_control(Sv text, size_t at, char *out) {
    if (!sv_starts(sv_slice(text, at, text.len), SV("\\C-")) || at + 3 >= text.len) return 0;
    char letter = text.at[at + 3];
    if (letter < '?' || letter > '_') return 0;
    *out = (char)(letter ^ 0x40);
    return 4;
}

// M-C for the byte 0xC3, M-^C for 0x83, as `cat -v` writes them, and M-\C-C as zsh does.
static size_t read_meta(Sv text, size_t at, char *out) {
    if (at + 2 >= text.len || text.at[at] != 'M' || text.at[at + 1] != '-') return 0;
    size_t by_name = read_control(text, at + 2, out);
    if (by_name) {
        *out = (char)(*out | 0x80);
        return 2 + by_name;
    }
    bool control = text.at[at + 2] == '^' && at + 3 < text.len && text.at[at + 3] >= '?' &&
                   text.at[at + 3] <= '_';
    if (!control && is_escaped(text, at + 2)) return 0; // for the next level
    char c = control ? (char)(text.at[at + 3] ^ 0x40) : text.at[at + 2];
    if (!control && (c < ' ' || c >= 0x7F)) return 0;
    *out = (char)(c | 0x80);
    return control ? 4 : 3;
}

// JSON's and C's escapes, and those of shells outside of quotes and within $'…'.
static size_t read_backslash(Sv text, size_t at, char out[4], size_t *written) {
    static const char letters[] = "nrtbfaveE", meanings[] = "\n\r\t\b\f\a\v\033\033";
    if (text.at[at] != '\\' || at + 1 >= text.len) return 0;
    char letter = text.at[at + 1];
    uint64_t byte;
    bool braced = at + 2 < text.len && (text.at[at + 2] == '{' || text.at[at + 2] == '[');
    if (braced && (letter == 'u' || letter == 'x'))
        return read_braced_escape(text, at, out, written);
    if (letter == 'u') return read_unicode_escape(text, at, out, written);
    if (letter == 'U' && hex_at(text, at + 2, 8, &byte)) return take_code(byte, 10, out, written);
    *written = 1;
    if ((letter == 'x' || letter == 'X') && hex_at(text, at + 2, 2, &byte)) {
        out[0] = (char)byte;
        return 4;
    }
    size_t octal = read_octal(text, at, out), control = read_control(text, at, out),
           meta = read_meta(text, at + 1, out);
    if (octal > 0) return octal;
    if (control > 0) return control;
    if (meta > 0) return 1 + meta;
    const char *known = memchr(letters, letter, sizeof letters - 1);
    out[0] = known ? meanings[known - letters] : letter;
    return 2;
}

// ── a whole text ──

static size_t read_escape(Sv text, size_t at, char out[4], size_t *written) {
    switch (text.at[at]) {
    case '\\': return read_backslash(text, at, out, written);
    case '%': return read_percent(text, at, out, written);
    case '&': return read_entity(text, at, out, written);
    case 'M': *written = 1; return read_meta(text, at, out);
    default: return 0;
    }
}

static bool begins_escape(char c) {
    return c == '\\' || c == '%' || c == '&' || c == 'M';
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

// The dollar of $'…' and $"…" belongs to the quotes.
static bool wraps_at(const MaskReading *text, size_t at) {
    char c = text->bytes[at];
    if (c != '$' || at + 1 == text->len) return is_wrapping(c);
    return text->bytes[at + 1] == '\'' || text->bytes[at + 1] == '"';
}

bool reading_bare(Arena *arena, const MaskReading *text, MaskReading *out) {
    size_t first = 0;
    while (first < text->len && !wraps_at(text, first))
        first++;
    if (first == text->len && !text->from) return false;
    *out = reading_new(arena, text->len);
    for (size_t at = 0; at < text->len; at++) {
        char c = text->bytes[at] == '+' ? ' ' : text->bytes[at];
        if (!wraps_at(text, at) || c == ' ') reading_put(out, text, (MaskedByte){c, at, 1});
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
