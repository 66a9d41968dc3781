#include "base/shown/shown.h"
#include "base/ascii.h"
#include "base/shell_word.h"
#include "base/shown/invisible.h"
#include "base/utf8.h"

#include <utf8proc.h>

static const Sv no_sequence = {0};

// ── characters ──

static bool add_control(Buf *out, unsigned char c) {
    switch (c) {
    case '\n': return buf_add_c(out, "\\n");
    case '\r': return buf_add_c(out, "\\r");
    case '\t': return buf_add_c(out, "\\t");
    default: return buf_addf(out, "\\x%02x", c);
    }
}

// Adds the character at [from, to), which is not to be added as it is.
static bool add_number(Buf *out, Sv text, size_t from, size_t to, uint32_t c) {
    if (c < 0x20 || c == 0x7F) return add_control(out, (unsigned char)c);
    if (to - from == 1) return buf_addf(out, "\\x%02x", (unsigned char)text.at[from]);
    return buf_addf(out, "\\u{%x}", c);
}

static bool is_ill_formed(uint32_t c, size_t bytes) {
    return c == 0xFFFD && bytes == 1;
}

bool shown_add_characters(Buf *out, Sv text, bool keep_lines) {
    size_t plain = 0; // what is not added yet and needs no change begins here
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        uint32_t c = utf8_next(text, &i);
        if (keep_lines && (c == '\n' || c == '\t')) continue;
        if (!is_ill_formed(c, i - from) && !invisible_in(text, from, i, c)) continue;
        if (!buf_add(out, sv_slice(text, plain, from)) || !add_number(out, text, from, i, c))
            return false;
        plain = i;
    }
    return buf_add(out, sv_slice(text, plain, text.len));
}

// ── commands ──

// "##vso[", "##teamcity[", "##[error]": found anywhere in a line by those who act on them.
static bool begins_hash_command(Sv text, size_t at) {
    if (at + 2 >= text.len || text.at[at] != '#' || text.at[at + 1] != '#') return false;
    size_t end = at + 2;
    while (end < text.len &&
           (ascii_is_alnum(text.at[end]) || sv_find_char(SV("-_."), text.at[end], 0) != SV_NONE))
        end++;
    return end < text.len && text.at[end] == '[';
}

static bool disarm(Buf *out, Sv text) {
    size_t plain = 0;
    for (size_t i = sv_find(text, SV("##"), 0); i < text.len; i++) {
        if (!begins_hash_command(text, i)) continue;
        if (!buf_add(out, sv_slice(text, plain, i + 1)) || !buf_add_c(out, "\\x23")) return false;
        plain = i + 2;
        i++;
    }
    return buf_add(out, sv_slice(text, plain, text.len));
}

bool shown_add(Buf *out, Sv text, bool keep_lines) {
    if (sv_find(text, SV("##"), 0) == SV_NONE) return shown_add_characters(out, text, keep_lines);
    BUF_AUTO Buf shown = buf_new((size_t)4 * text.len + 64);
    return shown_add_characters(&shown, text, keep_lines) && disarm(out, buf_sv(&shown));
}

// ── whole lines ──

// Our own sequence at `at`, or an empty text.
static Sv own_sequence(Sv text, size_t at, ShownOutput how) {
    static const char *const colors[] = {"\x1b[0m",  "\x1b[1m",    "\x1b[2m",
                                         "\x1b[31m", "\x1b[32m",   "\x1b[33m",
                                         "\x1b[36m", "\x1b[1;31m", "\x1b[1;35m"};
    Sv rest = sv_slice(text, at, text.len);
    // Lines that are drawn anew: at the cursor, which then stands at the first of them.
    static const char *const lives[] = {"\r\x1b[K", "\r\x1b[J", "\r\x1b[1A", "\r\x1b[2A", "\x1b[K",
                                        "\x1b[J",   "\x1b[1G",  "\x1b[?7l",  "\x1b[?7h"};
    for (size_t i = 0; how.live && i < sizeof lives / sizeof *lives; i++) {
        Sv live = sv_from_c(lives[i]);
        if (sv_starts(rest, live)) return live;
    }
    if (how.commands && sv_starts(rest, SV("\r\x1b[0K"))) return sv_slice(rest, 0, 5);
    if (how.commands && sv_starts(rest, SV("\x1b[0K"))) return sv_slice(rest, 0, 4);
    for (size_t i = 0; how.color && i < sizeof colors / sizeof *colors; i++) {
        Sv color = sv_from_c(colors[i]);
        if (sv_starts(rest, color)) return color;
    }
    return no_sequence;
}

static bool is_unseen(uint32_t c, size_t bytes) {
    return is_ill_formed(c, bytes) || invisible_alone(c) ||
           utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS ||
           utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_CF;
}

// Where the first character of a line stands that is seen.
static size_t first_seen(Sv line, ShownOutput how) {
    size_t at = 0;
    while (at < line.len) {
        size_t next = at, own = own_sequence(line, at, how).len;
        uint32_t c = utf8_next(line, &next);
        if (own == 0 && !is_unseen(c, next - at)) return at;
        at = own ? at + own : next;
    }
    return at;
}

static bool add_with_own(Buf *out, Sv text, ShownOutput how) {
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\x1b' && text.at[i] != '\r') continue;
        Sv own = own_sequence(text, i, how);
        if (own.len == 0) continue;
        if (!shown_add(out, sv_slice(text, plain, i), true) || !buf_add(out, own)) return false;
        i += own.len - 1;
        plain = i + 1;
    }
    return shown_add(out, sv_slice(text, plain, text.len), true);
}

bool shown_add_output(Buf *out, Sv text, ShownOutput how) {
    while (text.len > 0) {
        size_t feed = sv_find_char(text, '\n', 0);
        size_t end = feed == SV_NONE ? text.len : feed + 1;
        Sv line = sv_slice(text, 0, end);
        size_t first = first_seen(line, how);
        if (!how.commands && sv_starts(sv_slice(line, first, end), SV("::"))) {
            if (!add_with_own(out, sv_slice(line, 0, first + 1), how) || !buf_add_c(out, "\\x3a"))
                return false;
            line = sv_slice(line, first + 2, end);
        }
        if (!add_with_own(out, line, how)) return false;
        text = sv_slice(text, end, text.len);
    }
    return true;
}

// ── commands to copy ──

void shown_add_shell_word(Buf *out, Sv word) {
    BUF_AUTO Buf shown = buf_new((size_t)4 * word.len + 64);
    shown_add(&shown, word, false);
    if (sv_eq(buf_sv(&shown), word)) {
        shell_add_word(out, word);
        return;
    }
    buf_add_c(out, "$'");
    for (size_t i = 0; i < word.len;) {
        size_t from = i;
        uint32_t c = utf8_next(word, &i);
        bool seen = !invisible_in(word, from, i, c) && !is_ill_formed(c, i - from);
        if (c == '\'' || c == '\\') buf_add_char(out, '\\');
        if (seen && !begins_hash_command(word, from)) buf_add(out, sv_slice(word, from, i));
        for (size_t k = from; k < i && (!seen || begins_hash_command(word, from)); k++)
            buf_addf(out, "\\x%02x", (unsigned char)word.at[k]);
    }
    buf_add_char(out, '\'');
}

// ── messages ──

bool shown_addf(Buf *out, const char *format, ...) {
    va_list args;
    va_start(args, format);
    bool added = shown_addv(out, format, args);
    va_end(args);
    return added;
}

bool shown_addv(Buf *out, const char *format, va_list args) {
    bool added = true;
    Sv rest = sv_from_c(format);
    while (rest.len > 0) {
        size_t percent = sv_find_char(rest, '%', 0);
        added &= buf_add(out, sv_slice(rest, 0, percent));
        rest = sv_slice(rest, percent, rest.len);
        size_t taken = 2;
        if (sv_starts(rest, SV("%.*s"))) {
            int len = va_arg(args, int);
            added &= shown_add(out, (Sv){va_arg(args, const char *), (size_t)len}, false);
            taken = 4;
        } else if (sv_starts(rest, SV("%s"))) {
            added &= shown_add(out, sv_from_c(va_arg(args, const char *)), false);
        } else if (sv_starts(rest, SV("%d"))) {
            added &= buf_addf(out, "%d", va_arg(args, int));
        } else if (sv_starts(rest, SV("%u"))) {
            added &= buf_addf(out, "%u", va_arg(args, unsigned));
        } else if (sv_starts(rest, SV("%zu"))) {
            added &= buf_addf(out, "%zu", va_arg(args, size_t));
            taken = 3;
        } else if (sv_starts(rest, SV("%lld"))) {
            added &= buf_addf(out, "%lld", va_arg(args, long long));
            taken = 4;
        } else if (sv_starts(rest, SV("%llu"))) {
            added &= buf_addf(out, "%llu", va_arg(args, unsigned long long));
            taken = 4;
        } else if (rest.len > 0) {
            added &= buf_add_char(out, '%'); // "%%"; tools/layers knows what else there may be
        }
        rest = sv_slice(rest, taken < rest.len ? taken : rest.len, rest.len);
    }
    return added;
}
