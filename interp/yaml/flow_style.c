// Rewrites a flow collection so that each value in it that YAML would cut is quoted.
#include "yaml/flow_style.h"
#include "base/limits.h"
#include "yaml/line.h"
#include "yaml/pitfalls.h"

enum { NESTED = 8 }; // flow collections within each other that are rewritten

static bool is_collection(Sv text) {
    if (text.len < 2 || (text.at[0] != '{' && text.at[0] != '[')) return false;
    char close = text.at[0] == '{' ? '}' : ']';
    return group_end(text, 0) == text.len && text.at[text.len - 1] == close;
}

static bool is_quoted(Sv text) {
    return text.len > 1 && (text.at[0] == '\'' || text.at[0] == '"') &&
           group_end(text, 0) == text.len;
}

static bool needs_quotes(Sv text) {
    static const char cut[] = ",[]{}#:";
    if (text.len == 0 || is_quoted(text)) return false;
    for (size_t i = 0; i < text.len; i++)
        if (sv_find_char((Sv){cut, sizeof cut - 1}, text.at[i], 0) != SV_NONE) return true;
    return sv_find_char(SV("!&*|>%@`'\""), text.at[0], 0) != SV_NONE;
}

static Sv quote_value(Arena *arena, Sv text) {
    bool templated = sv_find(text, SV("${"), 0) != SV_NONE;
    bool simple = sv_find_char(text, '"', 0) == SV_NONE && sv_find_char(text, '\\', 0) == SV_NONE;
    return templated && simple ? sv_format(arena, "\"%.*s\"", SV_ARG(text))
                               : yaml_quote(arena, text);
}

static void add_collection(Arena *arena, Buf *out, Sv text, int depth);

static void add_value(Arena *arena, Buf *out, Sv text, int depth) {
    text = sv_trim(text);
    if (is_collection(text) && depth < NESTED)
        add_collection(arena, out, text, depth + 1);
    else
        buf_add(out, needs_quotes(text) ? quote_value(arena, text) : text);
}

// `key: value` of a map, or an item of a list.
static void add_piece(Arena *arena, Buf *out, Sv piece, bool map, int depth) {
    size_t colon = map ? sv_find(piece, SV(": "), 0) : SV_NONE;
    if (colon == SV_NONE) {
        add_value(arena, out, piece, depth);
        return;
    }
    buf_add(out, sv_trim(sv_slice(piece, 0, colon)));
    buf_add_c(out, ": ");
    add_value(arena, out, sv_slice(piece, colon + 2, piece.len), depth);
}

static void add_collection(Arena *arena, Buf *out, Sv text, int depth) {
    bool map = text.at[0] == '{';
    Sv inner = sv_trim(sv_slice(text, 1, text.len - 1));
    buf_add_c(out, map ? "{ " : "[");
    for (size_t from = 0; from <= inner.len;) {
        size_t comma = find_outside(inner, ',', from);
        size_t to = comma == SV_NONE ? inner.len : comma;
        add_piece(arena, out, sv_slice(inner, from, to), map, depth);
        if (comma == SV_NONE) break;
        buf_add_c(out, ", ");
        from = comma + 1;
    }
    buf_add_c(out, map ? " }" : "]");
}

bool flow_rewrite(Arena *arena, Sv text, Sv *out) {
    text = sv_trim(text);
    if (!is_collection(text)) return false;
    Buf buf BUF_AUTO = buf_new(LIMIT_FILE_BYTES * 2u);
    add_collection(arena, &buf, text, 0);
    *out = buf_keep(&buf, arena);
    return !sv_eq(*out, text);
}
