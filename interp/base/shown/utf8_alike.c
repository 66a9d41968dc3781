#include "base/shown/utf8_alike.h"
#include "base/shown/invisible.h"
#include "base/utf8.h"

#include <utf8proc.h>

enum {
    FOLDED = 32,     // code points that one character may come apart into
    CLUSTER = 4,     // code points that are shown of one place
    TEXT_MOST = 4096 // bytes of a text that is looked at as a whole
};

// ── single characters ──

static bool is_mark(uint32_t c) {
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return true;
    default: return false;
    }
}

static bool is_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029 ||
           utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS;
}

static bool is_unseen(uint32_t c) {
    return c > 0x9F && invisible_alone(c);
}

// Letters of other alphabets that look like Latin ones, and quotes of other languages.
static uint32_t latin_for(uint32_t c) {
    static const struct {
        uint16_t other;
        char latin;
    } rows[] = {
        {0x0391, 'A'},  {0x0392, 'B'},  {0x0395, 'E'},  {0x0396, 'Z'},  {0x0397, 'H'},
        {0x0399, 'I'},  {0x039A, 'K'},  {0x039C, 'M'},  {0x039D, 'N'},  {0x039F, 'O'},
        {0x03A1, 'P'},  {0x03A4, 'T'},  {0x03A5, 'Y'},  {0x03A7, 'X'},  {0x03B1, 'a'},
        {0x03BF, 'o'},  {0x03BD, 'v'},  {0x03C1, 'p'},  {0x03F2, 'c'},  {0x0405, 'S'},
        {0x0406, 'I'},  {0x0408, 'J'},  {0x0410, 'A'},  {0x0412, 'B'},  {0x0415, 'E'},
        {0x041A, 'K'},  {0x041C, 'M'},  {0x041D, 'H'},  {0x041E, 'O'},  {0x0420, 'P'},
        {0x0421, 'C'},  {0x0422, 'T'},  {0x0423, 'Y'},  {0x0425, 'X'},  {0x0430, 'a'},
        {0x0435, 'e'},  {0x043A, 'k'},  {0x043E, 'o'},  {0x0440, 'p'},  {0x0441, 'c'},
        {0x0443, 'y'},  {0x0445, 'x'},  {0x0455, 's'},  {0x0456, 'i'},  {0x0458, 'j'},
        {0x04BB, 'h'},  {0x0501, 'd'},  {0x051B, 'q'},  {0x051D, 'w'},  {0x0131, 'i'},
        {0x0269, 'i'},  {0x01C0, 'l'},  {0x2113, 'l'},  {0x201C, '"'},  {0x201D, '"'},
        {0x201E, '"'},  {0x00AB, '"'},  {0x00BB, '"'},  {0x2018, '\''}, {0x2019, '\''},
        {0x02BC, '\''}, {0x00B4, '\''}, {0x0060, '\''}, {0x2044, '/'},  {0x2215, '/'},
        {0x2236, ':'},  {0x02D0, ':'},  {0x0589, ':'},  {0x2027, '.'},  {0x00B7, '.'},
        {0x2024, '.'},  {0x2217, '*'},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].other == c) return (uint32_t)rows[i].latin;
    return c;
}

// The visible form of a few characters, at most FOLDED code points; -1 if unknown.
static ptrdiff_t fold(Sv text, int32_t out[FOLDED]) {
    ptrdiff_t count =
        utf8proc_decompose((const uint8_t *)text.at, (ptrdiff_t)text.len, out, FOLDED,
                           UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_IGNORE | UTF8PROC_LUMP);
    if (count < 0 || count > FOLDED) return -1;
    for (ptrdiff_t i = 0; i < count; i++)
        out[i] = (int32_t)latin_for((uint32_t)out[i]);
    return count;
}

// ── where two part ──

static size_t parting_of(Sv a, Sv b) {
    size_t at = 0;
    while (at < a.len && at < b.len && a.at[at] == b.at[at])
        at++;
    while (at > 0 && ((at < a.len && ((unsigned char)a.at[at] & 0xC0) == 0x80) ||
                      (at < b.len && ((unsigned char)b.at[at] & 0xC0) == 0x80)))
        at--;
    return at;
}

static uint32_t first_of(Sv text) {
    size_t at = 0;
    return text.len > 0 ? utf8_next(text, &at) : 0;
}

// The character at the beginning, and the marks behind it.
static Sv cluster_of(Sv text) {
    size_t at = 0, next = 0;
    if (text.len == 0) return text;
    utf8_next(text, &at);
    for (size_t i = 1; at < text.len && i < CLUSTER; i++) {
        next = at;
        if (!is_mark(utf8_next(text, &next))) break;
        at = next;
    }
    return sv_slice(text, 0, at);
}

// A mark belongs to the character before it.
static size_t before_marks(Sv text, size_t at) {
    while (at > 0 && at < text.len && is_mark(first_of(sv_slice(text, at, text.len)))) {
        at--;
        while (at > 0 && ((unsigned char)text.at[at] & 0xC0) == 0x80)
            at--;
    }
    return at;
}

static bool same_to_the_eye(Sv a, Sv b) {
    int32_t left[FOLDED], right[FOLDED];
    ptrdiff_t count = fold(a, left), other = fold(b, right);
    if (count != other || count <= 0) return false;
    for (ptrdiff_t i = 0; i < count; i++)
        if (left[i] != right[i]) return false;
    return true;
}

static bool is_blank_at(Sv text) {
    return text.len > 0 && is_space(first_of(text));
}

static bool is_unseen_at(Sv text) {
    return text.len > 0 && is_unseen(first_of(text));
}

bool utf8_part_alike(Sv a, Sv b, Utf8Parting *out) {
    if (sv_eq(a, b)) return false;
    size_t at = parting_of(a, b), left = before_marks(a, at), right = before_marks(b, at);
    at = left < right ? left : right;
    Sv a_rest = sv_slice(a, at, a.len), b_rest = sv_slice(b, at, b.len);
    *out =
        (Utf8Parting){utf8_count(sv_slice(a, 0, at)) + 1, cluster_of(a_rest), cluster_of(b_rest)};
    if (is_unseen_at(a_rest) || is_unseen_at(b_rest)) return true;
    if (is_blank_at(a_rest) && is_blank_at(b_rest)) return true;
    // One more blank, or one at the end.
    if ((is_blank_at(a_rest) || is_blank_at(b_rest)) && utf8_look_alike(a_rest, b_rest))
        return true;
    return same_to_the_eye(out->a, out->b);
}

// ── whole texts ──

// Skips invisible characters; returns the next character with its marks, or an empty view.
static Sv next_seen(Sv *rest) {
    while (is_blank_at(*rest) || is_unseen_at(*rest)) {
        size_t at = 0;
        utf8_next(*rest, &at);
        *rest = sv_slice(*rest, at, rest->len);
    }
    Sv seen = cluster_of(*rest);
    *rest = sv_slice(*rest, seen.len, rest->len);
    return seen;
}

bool utf8_look_alike(Sv a, Sv b) {
    if (a.len > TEXT_MOST || b.len > TEXT_MOST) return false;
    for (;;) {
        Sv left = next_seen(&a), right = next_seen(&b);
        if (left.len == 0 || right.len == 0) return left.len == right.len;
        if (!sv_eq(left, right) && !same_to_the_eye(left, right)) return false;
    }
}

// ── showing ──

static const char *word_for(uint32_t c) {
    switch (c) {
    case '\t': return "tab";
    case '\n': return "line feed";
    case '\r': return "carriage return";
    case ' ': return "space";
    case 0xA0: return "no-break space";
    case 0xAD: return "soft hyphen";
    case 0x200B: return "zero-width space";
    case 0x200C: return "zero-width non-joiner";
    case 0x200D: return "zero-width joiner";
    case 0x202F: return "narrow no-break space";
    case 0x2060: return "word joiner";
    case 0xFEFF: return "byte order mark";
    default: break;
    }
    if (c >= 0x370 && c <= 0x3FF) return "Greek";
    if (c >= 0x400 && c <= 0x52F) return "Cyrillic";
    if (c >= 0xFF01 && c <= 0xFF5E) return "full width";
    if (is_mark(c)) return "combining mark";
    if (is_space(c)) return "a space";
    return is_unseen(c) ? "invisible" : NULL;
}

bool utf8_add_code_points(Buf *buf, Sv text) {
    if (text.len == 0) return buf_add_c(buf, "the end");
    for (size_t i = 0; i < text.len;) {
        const char *between = i > 0 ? " " : "";
        uint32_t c = utf8_next(text, &i);
        const char *word = word_for(c);
        if (!buf_addf(buf, "%sU+%04X", between, c)) return false;
        if (word && !buf_addf(buf, " (%s)", word)) return false;
    }
    return true;
}
