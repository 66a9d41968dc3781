// Rewrites a text with ${…}, where a bare expression is wanted, as that expression.
#include "base/ascii.h"
#include "base/limits.h"
#include "plan/inputs/input_value.h"
#include "plan/read/expr.h"

// Whether the text beside a ${…} does something with its value: compares it, calls it, negates it.
// '/x' and ' of ' do not: they are meant as text.
static bool operates(Sv text) {
    static const char *const signs[] = {"==", "!=",  "<",    ">",   "&&",  "||", " ? ", "(",
                                        "[",  " + ", " in ", " - ", " * ", "!",  NULL};
    for (const char *const *sign = signs; *sign; sign++)
        if (sv_find(text, sv_from_c(*sign), 0) != SV_NONE) return true;
    return false;
}

// ${ x } and ${{ x }} at `at`: what is in it and where it ends. False where none begins there.
static bool part_at(Sv text, size_t at, Sv *inner, size_t *end) {
    Sv rest = sv_slice(text, at, text.len);
    if (!sv_starts(rest, SV("${"))) return false;
    bool twice = sv_starts(rest, SV("${{"));
    size_t close = sv_find(text, twice ? SV("}}") : SV("}"), at);
    if (close == SV_NONE) return false;
    *inner = sv_trim(sv_slice(text, at + (twice ? 3 : 2), close));
    *end = close + (twice ? 2 : 1);
    return true;
}

static bool is_path(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_word(text.at[i]) && text.at[i] != '.' && text.at[i] != '?') return false;
    return true;
}

// An input whose values are texts needs no string(…).
static bool is_text_input(const RunbookLoader *loader, Sv path) {
    if (!sv_starts(path, SV("inputs."))) return false;
    const Runbook *runbook = loader->runbook;
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (sv_eq(runbook->inputs[i].name, sv_slice(path, 7, path.len)))
            return input_cel_type(loader->arena, &runbook->inputs[i]).kind == CEL_TYPE_STRING;
    return false;
}

static void add_piece(Buf *out, const char *before, Sv piece, const char *behind) {
    buf_addf(out, "%s%s%.*s%s", out->len > 0 ? " + " : "", before, SV_ARG(piece), behind);
}

static void add_literal(Arena *arena, Buf *out, Sv text) {
    if (text.len == 0) return;
    Buf escaped BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\'' || text.at[i] == '\\') buf_add_char(&escaped, '\\');
        buf_add_char(&escaped, text.at[i]);
    }
    add_piece(out, "'", buf_keep(&escaped, arena), "'");
}

// v${inputs.tag}-x is 'v' + inputs.tag + '-x'.
static Sv concatenation(const RunbookLoader *loader, Sv text) {
    Arena *arena = loader->arena;
    Buf out BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    size_t from = 0;
    for (size_t at = 0; at < text.len;) {
        Sv inner;
        size_t end;
        if (!part_at(text, at, &inner, &end)) {
            at++;
            continue;
        }
        add_literal(arena, &out, sv_slice(text, from, at));
        bool text_already = is_text_input(loader, inner);
        add_piece(&out, text_already ? "" : "string(", inner, text_already ? "" : ")");
        from = at = end;
    }
    add_literal(arena, &out, sv_slice(text, from, text.len));
    return buf_keep(&out, arena);
}

// The text beside the parts, without quoted texts.
static Sv beside_parts(Arena *arena, Sv text) {
    Buf out BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    for (size_t at = 0; at < text.len;) {
        Sv inner;
        size_t end;
        if (part_at(text, at, &inner, &end))
            at = end;
        else
            buf_add_char(&out, text.at[at++]);
    }
    return buf_keep(&out, arena);
}

Sv bare_expression(const RunbookLoader *loader, Sv text) {
    text = sv_trim(text);
    Arena *arena = loader->arena;
    Sv beside = beside_parts(arena, text), only;
    size_t only_end;
    if (part_at(text, 0, &only, &only_end) && only_end == text.len) return only;
    if (!operates(beside)) return concatenation(loader, text);
    Buf out BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    for (size_t at = 0; at < text.len;) {
        Sv inner;
        size_t end;
        char c = text.at[at];
        size_t close = c == '\'' || c == '"' ? sv_find_char(text, c, at + 1) : SV_NONE;
        if (part_at(text, at, &inner, &end)) {
            bool bare = is_path(inner);
            buf_addf(&out, "%s%.*s%s", bare ? "" : "(", SV_ARG(inner), bare ? "" : ")");
            at = end;
        } else if (close != SV_NONE && sv_find(sv_slice(text, at, close), SV("${"), 0) != SV_NONE) {
            // '${inputs.tag}' within an expression would be those very characters.
            bool called = close + 1 < text.len && text.at[close + 1] == '.';
            Sv joined = concatenation(loader, sv_slice(text, at + 1, close));
            buf_addf(&out, "%s%.*s%s", called ? "(" : "", SV_ARG(joined), called ? ")" : "");
            at = close + 1;
        } else if (close != SV_NONE) {
            buf_add(&out, sv_slice(text, at, close + 1));
            at = close + 1;
        } else {
            buf_add_char(&out, text.at[at++]);
        }
    }
    return buf_keep(&out, arena);
}
