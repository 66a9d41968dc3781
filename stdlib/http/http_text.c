#include "http/http_text.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "base/system/charset.h"
#include "base/utf8.h"

enum { LOOKED_AT = 1024, SHOWN = 60 };

static const char bytes_are_there[] = "(the bytes themselves are in `bytes`)";

// ── what is said of it ──

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The value behind `name=`, bare or in quotes, where a name begins; empty if there is none.
static Sv attribute(Sv text, Sv name) {
    for (size_t i = 0; i + name.len < text.len; i++) {
        bool begins = i == 0 || is_blank(text.at[i - 1]) || text.at[i - 1] == ';';
        if (!begins || !sv_eq_nocase(sv_slice(text, i, i + name.len), name)) continue;
        size_t at = i + name.len;
        while (at < text.len && is_blank(text.at[at]))
            at++;
        if (at >= text.len || text.at[at] != '=') continue;
        do
            at++;
        while (at < text.len && is_blank(text.at[at]));
        char quote = at < text.len && (text.at[at] == '"' || text.at[at] == '\'') ? text.at[at] : 0;
        size_t end = quote ? ++at : at;
        while (end < text.len &&
               (quote ? text.at[end] != quote
                      : !is_blank(text.at[end]) && text.at[end] != ';' && text.at[end] != '"' &&
                            text.at[end] != '\'' && text.at[end] != '>' && text.at[end] != '/'))
            end++;
        return sv_slice(text, at, end);
    }
    return (Sv){0};
}

typedef struct Said {
    Sv charset, other; // two that differ: nobody knows which one holds
    bool html;
    const char *by; // who says it: "its Content-Type says"
} Said;

static Said by_headers(Value headers) {
    Said said = {.by = "its Content-Type says"};
    for (size_t i = 0; headers.kind == VALUE_LIST && i < value_count(headers); i++) {
        Value header = value_item(headers, i);
        if (!sv_eq_nocase(value_field_text(header, "name", SV("")), SV("content-type"))) continue;
        Sv value = value_field_text(header, "value", SV(""));
        size_t end = sv_find_char(value, ';', 0);
        Sv type = sv_trim(sv_slice(value, 0, end)), charset = {0};
        if (end != SV_NONE) charset = attribute(sv_slice(value, end, value.len), SV("charset"));
        said.html |= sv_eq_nocase(type, SV("text/html"));
        if (charset.len > 0 && said.charset.len > 0 && !sv_eq_nocase(charset, said.charset))
            said.other = charset;
        else if (charset.len > 0)
            said.charset = charset;
    }
    return said;
}

// <?xml version="1.0" encoding="ISO-8859-1"?>
static Sv by_declaration(Sv bytes) {
    if (!sv_starts(bytes, SV("<?xml"))) return (Sv){0};
    Sv head = sv_slice(bytes, 0, LOOKED_AT);
    return attribute(sv_slice(head, 0, sv_find(head, SV("?>"), 0)), SV("encoding"));
}

// <meta charset="iso-8859-1">, <meta http-equiv="Content-Type" content="text/html; charset=…">
static Sv by_meta(Sv bytes) {
    Sv head = sv_slice(bytes, 0, LOOKED_AT);
    for (size_t at = 0; (at = sv_find_char(head, '<', at)) != SV_NONE; at++) {
        Sv tag = sv_slice(head, at, sv_find_char(head, '>', at));
        Sv charset = attribute(tag, SV("charset"));
        if (sv_eq_nocase(sv_slice(tag, 0, 5), SV("<meta")) && charset.len > 0) return charset;
    }
    return (Sv){0};
}

static Said said_of(Value headers, Sv bytes) {
    Said said = by_headers(headers);
    if (said.charset.len > 0) return said;
    bool wide = sv_starts(bytes, SV("\xFF\xFE")) || sv_starts(bytes, SV("\xFE\xFF"));
    said.by = wide ? "its byte order mark says" : "the body says itself";
    said.charset = wide ? SV("utf-16") : by_declaration(bytes);
    if (said.charset.len == 0 && said.html) said.charset = by_meta(bytes);
    // What could be read as it stands is in no set of two bytes a character, whatever it says.
    bool ascii_like = !wide && bytes.len > 0;
    if (ascii_like && sv_eq_nocase(sv_slice(said.charset, 0, 6), SV("utf-16")))
        said.charset = (Sv){0};
    return said;
}

// ── as text ──

static bool as_utf8(Arena *arena, Sv bytes, Value *out, Sv *error) {
    size_t bad = 0;
    *out = value_string(bytes);
    if (utf8_valid(bytes, &bad)) return true;
    *error = sv_format(arena, "the body is not UTF-8 text: byte %zu is 0x%02x %s", bad + 1,
                       (unsigned char)bytes.at[bad], bytes_are_there);
    return false;
}

static Sv shown(Sv name) {
    return sv_slice(name, 0, SHOWN);
}

bool http_text(Arena *arena, Value header_list, Sv bytes, Value *out, Sv *error) {
    Said said = said_of(header_list, bytes);
    Sv why = {0};
    if (said.other.len > 0) {
        *error = sv_format(arena,
                           "the body is in '%.*s' by one Content-Type and in '%.*s' by another %s",
                           SV_ARG(shown(said.charset)), SV_ARG(shown(said.other)), bytes_are_there);
        return false;
    }
    if (said.charset.len == 0 || charset_is_utf8(said.charset))
        return as_utf8(arena, bytes, out, error);
    Sv name = shown(said.charset);
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    if (charset_decode(arena, name, bytes, &text, &why) && !text.full) {
        *out = value_string(buf_keep(&text, arena));
        return true;
    }
    if (text.full) why = SV("longer than a text may be");
    bool known = charset_unknown(arena, name).len == 0;
    *error = sv_format(arena, "%s '%.*s'%s%.*s %s", said.by, SV_ARG(name),
                       known ? ", but the body is " : ": ", SV_ARG(why), bytes_are_there);
    return false;
}
