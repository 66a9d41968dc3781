#include "base/limits.h"
#include "base/utf8.h"
#include "yaml/yaml_internal.h"

// libyaml ends a line at these three, YAML 1.2 does not: a comment would end where no editor shows
// the end of a line.
static const uint32_t line_ends[3] = {0x85, 0x2028, 0x2029};

static Span at_byte(const Source *source, size_t offset, size_t length) {
    return (Span){source, (uint32_t)offset, (uint32_t)length};
}

static bool looks_utf16(Sv text) {
    if (sv_starts(text, SV("\xFF\xFE")) || sv_starts(text, SV("\xFE\xFF"))) return true;
    return text.len > 3 && (text.at[0] == 0) != (text.at[1] == 0) &&
           (text.at[0] == 0) == (text.at[2] == 0) && (text.at[1] == 0) == (text.at[3] == 0);
}

static bool refuse_encoding(const Source *source, Diags *diags) {
    Sv text = source->text;
    size_t bad = 0;
    if (looks_utf16(text)) {
        Diag *diag = diag_add(diags, DIAG_NOT_UTF8, at_byte(source, 0, 0),
                              "the file is UTF-16, a runbook is UTF-8");
        diag_hint(diags, diag, "save it as UTF-8: iconv -f UTF-16 -t UTF-8");
        return true;
    }
    if (sv_find_char(text, '\0', 0) != SV_NONE) {
        size_t nul = sv_find_char(text, '\0', 0);
        Diag *diag = diag_add(diags, DIAG_BINARY_FILE, at_byte(source, nul, 0),
                              "this is no text file: byte %zu is NUL", nul + 1);
        diag_hint(diags, diag, "name a runbook, a YAML file in UTF-8");
        return true;
    }
    if (utf8_valid(text, &bad)) return false;
    Diag *diag = diag_add(diags, DIAG_NOT_UTF8, at_byte(source, bad, 1),
                          "byte %zu (0x%02x) is not UTF-8", bad + 1, (unsigned char)text.at[bad]);
    diag_hint(diags, diag, "save the file as UTF-8; from Latin-1: iconv -f LATIN1 -t UTF-8");
    return true;
}

// libyaml stops at the first of these; we report each and read on.
static bool refused_control(uint32_t c) {
    if (c == '\t' || c == '\n' || c == '\r' || c == 0x85) return false;
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF;
}

// Marks that change the direction of writing: the text that is reviewed would not be the text that
// is read.
static bool turns(uint32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_plain_ascii(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c >= 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) return false;
    }
    return true;
}

// A code point of a private-use area that the text itself does not use.
static uint32_t free_stand_in(Sv text, uint32_t from) {
    for (;; from++) {
        char bytes[4];
        size_t length = utf8_encode(from, bytes);
        if (sv_find(text, (Sv){bytes, length}, 0) == SV_NONE) return from;
    }
}

static void choose_stand_ins(Sv text, CleanedBytes *out) {
    for (int i = 0; i < 3; i++) {
        char bytes[4];
        size_t length = utf8_encode(line_ends[i], bytes);
        if (sv_find(text, (Sv){bytes, length}, 0) != SV_NONE)
            out->stand_ins[i] = free_stand_in(text, 0x100000u + (uint32_t)i * 0x1000u);
    }
}

static uint32_t stand_in(const CleanedBytes *cleaned, uint32_t c) {
    for (int i = 0; i < 3; i++)
        if (c == line_ends[i]) return cleaned->stand_ins[i];
    return c;
}

// It looks like a space, comes from web pages, and is part of the key to YAML. Reported once.
static void refuse_no_break(const Source *source, Diags *diags, size_t at, bool *told) {
    if (*told) return;
    *told = true;
    Diag *diag = diag_add(diags, DIAG_YAML_TAB, at_byte(source, at, 2),
                          "a no-break space (U+00A0) cannot indent in YAML");
    diag_hint(diags, diag,
              "use ordinary spaces; for the whole file: sed -i 's/\\xc2\\xa0/ /g' FILE");
}

static Sv rewrite(Arena *arena, const Source *source, Diags *diags, const CleanedBytes *cleaned,
                  Sv text) {
    Buf out BUF_AUTO = buf_new(LIMIT_FILE_BYTES * 4u);
    bool indents = false, told = false;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (refused_control(c) || turns(c)) {
            Span place = at_byte(source, from + cleaned->mark, at - from);
            Diag *diag = diag_add(
                diags, DIAG_CONTROL_CHARACTER, place, "%s U+%04X",
                turns(c) ? "a mark that turns the direction of writing," : "control character", c);
            diag_hint(diags, diag,
                      c > 0xFF
                          ? "remove it, or write \"\\u%04x\" in double quotes where it is meant"
                          : "remove it, or write \"\\x%02x\" in double quotes where it is meant",
                      c);
            c = '?';
        }
        indents = (from == 0 || text.at[from - 1] == '\n' || indents) && (c == ' ' || c == 0xA0);
        if (indents && c == 0xA0) {
            refuse_no_break(source, diags, from + cleaned->mark, &told);
            c = ' ';
        }
        buf_add_utf8(&out, stand_in(cleaned, c));
    }
    return buf_keep(&out, arena);
}

bool clean_bytes(Arena *arena, const Source *source, Diags *diags, CleanedBytes *out) {
    *out = (CleanedBytes){.text = source->text};
    if (is_plain_ascii(source->text)) {
        out->ascii = true;
        return true;
    }
    if (refuse_encoding(source, diags)) return false;
    if (sv_starts(source->text, SV("\xEF\xBB\xBF"))) out->mark = 3;
    Sv text = sv_slice(source->text, out->mark, source->text.len);
    choose_stand_ins(text, out);
    out->text = rewrite(arena, source, diags, out, text);
    return true;
}

Sv clean_bytes_restore(Arena *arena, const CleanedBytes *cleaned, Sv text) {
    bool any = cleaned->stand_ins[0] || cleaned->stand_ins[1] || cleaned->stand_ins[2];
    if (!any) return sv_copy(arena, text);
    Buf out BUF_AUTO = buf_new(LIMIT_FILE_BYTES * 2u);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        for (int i = 0; i < 3; i++)
            if (cleaned->stand_ins[i] && c == cleaned->stand_ins[i]) c = line_ends[i];
        buf_add_utf8(&out, c);
    }
    return buf_keep(&out, arena);
}
