// Binds the placeholders in a statement by name.
#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "import/import_code.h"
#include "import/import_internal.h"
#include "import/import_sql.h"

static Sv from(Sv text, size_t at) {
    return sv_slice(text, at, text.len);
}

static void add_name(Arena *arena, SqlBound *out, Sv name, Sv written) {
    if (!svmap_add(&out->taken, name, NULL)) return;
    arena_grow(arena, out->names, out->count, out->capacity);
    out->names[out->count++] = (SqlName){name, written};
}

// <org_id>, with no blank in it: `a <b and c> d` are comparisons.
static size_t angled(Sv text, size_t at, Sv *name) {
    size_t length = code_placeholder(text, at, false, name);
    return length && sv_find_char(*name, ' ', 0) == SV_NONE ? length : 0;
}

// '<org_id>' is a whole value; a part of one cannot be bound.
static bool bind_string(Arena *arena, Sv string, Buf *text, SqlBound *out) {
    Sv inner = sv_slice(string, 1, string.len - 1), name;
    if (string.at[0] == '\'' && inner.len &&
        code_placeholder(inner, 0, false, &name) == inner.len) {
        Sv snake = import_snake(arena, name);
        add_name(arena, out, snake, inner);
        buf_addf(text, ":%.*s", SV_ARG(snake));
        return true;
    }
    for (size_t i = 0; i < inner.len; i++)
        if (code_placeholder(inner, i, false, &name)) return false;
    buf_add(text, string);
    return true;
}

static bool bind_colon(Arena *arena, Sv text, size_t *at, Buf *buf, SqlBound *out) {
    size_t here = *at;
    if (here + 1 < text.len && text.at[here + 1] == ':') {
        buf_add_c(buf, "::");
        *at += 2;
        return true;
    }
    bool quoted = here + 1 < text.len && text.at[here + 1] == '\'';
    size_t start = here + 1 + quoted, end = sql_word_end(text, start);
    if (here + 1 < text.len && text.at[here + 1] == '"') return false;
    bool named = end > start && sql_is_letter(text.at[start]);
    if (quoted && (!named || end >= text.len || text.at[end] != '\'')) return false;
    *at = named ? end + quoted : here + 1;
    if (!named) {
        buf_add_char(buf, ':');
        return true;
    }
    Sv name = sv_slice(text, start, end);
    add_name(arena, out, name, sv_slice(text, here, *at));
    buf_addf(buf, ":%.*s", SV_ARG(name));
    return true;
}

enum { LONGEST_BRACED = 128, MOST_NAMES = 500 };

// {{batch_id}}
static size_t two_braces(Sv text, size_t at, Sv *name) {
    if (!sv_starts(from(text, at), SV("{{"))) return 0;
    size_t end = sv_find(sv_slice(text, 0, at + LONGEST_BRACED), SV("}}"), at);
    *name = end == SV_NONE ? (Sv){0} : sv_trim(sv_slice(text, at + 2, end));
    bool word = name->len && sql_is_letter(name->at[0]) && sql_word_end(*name, 0) == name->len;
    return word ? end + 2 - at : 0;
}

// {name}, ?, @name, %s: placeholders of other programs.
static bool is_foreign(Sv text, size_t at) {
    char c = text.at[at], next = at + 1 < text.len ? text.at[at + 1] : '\0';
    return c == '{' || c == '?' || (c == '@' && sql_is_letter(next)) ||
           (c == '%' && (next == '(' || next == 's')) || (c == '$' && ascii_is_digit(next));
}

bool sql_bind(Arena *arena, Sv statement, SqlBound *out) {
    if (sv_find(statement, SV("${"), 0) != SV_NONE) return false;
    BUF_AUTO Buf text = buf_new(LIMIT_PAGE_BYTES * 2);
    out->taken = svmap_new(arena);
    for (size_t i = 0; i < statement.len;) {
        size_t quiet = sql_quiet_end(statement, i), length;
        Sv name;
        if (quiet == SV_NONE) return false;
        if (quiet == i && (length = two_braces(statement, i, &name)) > 0) {
            add_name(arena, out, name, sv_slice(statement, i, i + length));
            buf_addf(&text, ":%.*s", SV_ARG(name));
            i += length;
            continue;
        }
        if (is_foreign(statement, i)) return false;
        if (quiet > i) {
            Sv part = sv_slice(statement, i, quiet);
            bool string = !sql_is_comment(statement, i) && statement.at[i] != '$';
            if (!string) buf_add(&text, part);
            if (string && !bind_string(arena, part, &text, out)) return false;
            i = quiet;
        } else if ((length = angled(statement, i, &name)) > 0) {
            Sv snake = import_snake(arena, name);
            add_name(arena, out, snake, sv_slice(statement, i, i + length));
            buf_addf(&text, ":%.*s", SV_ARG(snake));
            i += length;
        } else if (statement.at[i] == ':') {
            if (!bind_colon(arena, statement, &i, &text, out)) return false;
        } else {
            buf_add_char(&text, statement.at[i++]);
        }
    }
    out->text = buf_keep(&text, arena);
    return out->count <= MOST_NAMES;
}
