#include "base/limits.h"
#include "yaml/line.h"
#include "yaml/pitfalls.h"

static bool has(Sv text, const char *part) {
    return sv_find(text, sv_from_c(part), 0) != SV_NONE;
}

// Puts `before` before each character of `which`.
static Sv escaped(Arena *arena, Sv text, const char *which, char before) {
    Buf out BUF_AUTO = buf_new(LIMIT_FILE_BYTES * 2u);
    for (size_t i = 0; i < text.len; i++) {
        if (sv_find_char(sv_from_c(which), text.at[i], 0) != SV_NONE) buf_add_char(&out, before);
        buf_add_char(&out, text.at[i]);
    }
    return buf_keep(&out, arena);
}

Sv yaml_within_single(Arena *arena, Sv text) {
    return escaped(arena, text, "'", '\'');
}

Sv yaml_within_double(Arena *arena, Sv text) {
    return escaped(arena, text, "\"\\", '\\');
}

Sv yaml_quote(Arena *arena, Sv text) {
    if (!has(text, "'")) return sv_format(arena, "'%.*s'", SV_ARG(text));
    if (!has(text, "\"") && !has(text, "\\")) return sv_format(arena, "\"%.*s\"", SV_ARG(text));
    return sv_format(arena, "'%.*s'", SV_ARG(yaml_within_single(arena, text)));
}

// In quotes it is a word; without them it is null.
static bool reads_as_null(Sv text) {
    return sv_eq_c(text, "~") || sv_eq_c(text, "null") || sv_eq_c(text, "Null") ||
           sv_eq_c(text, "NULL");
}

Sv yaml_scalar(Arena *arena, Sv text) {
    static const char starts[] = "!&*[]{}|>%@`'\"#,?:-";
    bool plain = text.len > 0 && !has(text, ": ") && !has(text, " #") && !has(text, "\n") &&
                 !sv_ends(text, SV(":")) && !reads_as_null(text) &&
                 sv_find_char((Sv){starts, sizeof starts - 1}, text.at[0], 0) == SV_NONE;
    return plain ? text : yaml_quote(arena, text);
}

Sv yaml_flow_scalar(Arena *arena, Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (sv_find_char(SV(",[]{}"), text.at[i], 0) != SV_NONE) return yaml_quote(arena, text);
    return yaml_scalar(arena, text);
}

Sv yaml_rewrite(Arena *arena, Span span, Sv with) {
    YamlLine line = line_at(span.source, span.offset);
    size_t end = (size_t)span.offset + span.length;
    Sv before = line_text(&line, line.first, span.offset);
    Sv after = end < line.end ? line_text(&line, end, line.end) : (Sv){0};
    size_t comment = after.len > 0 ? find_outside(after, '#', 0) : SV_NONE;
    bool cut = comment != SV_NONE && (comment == 0 || after.at[comment - 1] == ' ');
    if (cut) after = sv_slice(after, 0, comment);
    while (after.len > 0 && after.at[after.len - 1] == ' ')
        after.len--;
    return sv_format(arena, "%.*s%.*s%.*s", SV_ARG(before), SV_ARG(with), SV_ARG(after));
}
