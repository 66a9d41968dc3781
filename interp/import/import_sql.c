#include "import/import_sql.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "import/import_code.h"
#include "import/import_internal.h"

#include <string.h>

bool sql_is_letter(char c) {
    return ascii_is_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_word_char(char c) {
    return sql_is_letter(c) || ascii_is_digit(c);
}

static bool is_one_of(Sv word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq_nocase(word, sv_from_c(words[i]))) return true;
    return false;
}
#define IS_ONE_OF(word, words) is_one_of((word), (words), sizeof(words) / sizeof *(words))

static Sv from(Sv text, size_t at) {
    return sv_slice(text, at, text.len);
}

size_t sql_word_end(Sv text, size_t at) {
    while (at < text.len && is_word_char(text.at[at]))
        at++;
    return at;
}

// ── strings and comments ──

// $$ … $$ and $name$ … $name$
static size_t dollar_body_end(Sv text, size_t at) {
    size_t open = sql_word_end(text, at + 1);
    if (open >= text.len || text.at[open] != '$') return at;
    Sv fence = sv_slice(text, at, open + 1);
    size_t close = sv_find(text, fence, open + 1);
    return close == SV_NONE ? SV_NONE : close + fence.len;
}

static size_t comment_end(Sv text, size_t at) {
    bool line = sv_starts(from(text, at), SV("--"));
    size_t end = line ? sv_find_char(text, '\n', at) : sv_find(text, SV("*/"), at + 2);
    if (line) return end == SV_NONE ? text.len : end;
    return end == SV_NONE ? SV_NONE : end + 2;
}

bool sql_is_comment(Sv text, size_t at) {
    return sv_starts(from(text, at), SV("--")) || sv_starts(from(text, at), SV("/*"));
}

// The offset behind the string, comment or body that begins here; `at` if none begins, SV_NONE if
// it does not end.
size_t sql_quiet_end(Sv text, size_t at) {
    char c = text.at[at];
    if (sql_is_comment(text, at)) return comment_end(text, at);
    if (c == '$') return dollar_body_end(text, at);
    if (c != '\'' && c != '"' && c != '`') return at;
    size_t end = sv_find_char(text, c, at + 1);
    return end == SV_NONE ? SV_NONE : end + 1;
}

// ── what a statement is ──

// Functions that sound as if they did something.
static bool does_something(Arena *arena, Sv function) {
    static const char *const parts[] = {"terminate", "cancel",  "reload", "rotate", "notify",
                                        "switch",    "promote", "create", "drop",   "delete",
                                        "purge",     "insert",  "update", "send",   "exec"};
    char *lower = arena_copy(arena, function.at, function.len);
    for (size_t i = 0; i < function.len; i++)
        lower[i] = ascii_lower(lower[i]);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (sv_find((Sv){lower, function.len}, sv_from_c(parts[i]), 0) != SV_NONE) return true;
    return code_is_risky(function);
}

static bool is_call(Sv text, size_t end) {
    while (end < text.len && ascii_is_space(text.at[end]))
        end++;
    return end < text.len && text.at[end] == '(';
}

static void take_first(SqlPiece *piece, Sv word) {
    static const char *const begin[] = {"begin", "start"};
    static const char *const end[] = {"commit", "end"};
    static const char *const session[] = {"set",       "use",     "listen",   "lock",    "declare",
                                          "savepoint", "release", "rollback", "abort",   "prepare",
                                          "reset",     "fetch",   "close",    "discard", "copy",
                                          "execute",   "do",      "unlisten", "attach"};
    static const char *const giving[] = {"select", "with",   "values",  "table",
                                         "show",   "pragma", "explain", "call"};
    piece->rows = IS_ONE_OF(word, giving);
    piece->begins = IS_ONE_OF(word, begin);
    piece->ends = IS_ONE_OF(word, end);
    piece->of_session = IS_ONE_OF(word, session);
}

static void take_word(Arena *arena, SqlPiece *piece, Sv word, bool call) {
    static const char *const temporary[] = {"temp", "temporary"};
    if (call && does_something(arena, word)) piece->sounds_so = true;
    if (sv_eq_nocase(word, SV("returning"))) piece->rows = true;
    if (IS_ONE_OF(word, temporary)) piece->of_session = true;
}

// SELECT count(*) FROM …, and nothing else.
static bool is_count(Sv text) {
    if (!sv_eq_nocase(sv_slice(text, 0, 6), SV("select"))) return false;
    Sv rest = sv_trim(from(text, 6));
    if (!sv_eq_nocase(sv_slice(rest, 0, 5), SV("count")) || !is_call(rest, 5)) return false;
    int depth = 0;
    for (size_t i = 5; i < rest.len; i++) {
        depth += rest.at[i] == '(' ? 1 : rest.at[i] == ')' ? -1 : 0;
        if (depth == 0 && rest.at[i] == ',') return false;
        bool word = sql_is_letter(rest.at[i]) && !is_word_char(rest.at[i - 1]);
        Sv here = word ? sv_slice(rest, i, sql_word_end(rest, i)) : (Sv){0};
        if (sv_eq_nocase(here, SV("group")) || sv_eq_nocase(here, SV("union"))) return false;
    }
    return true;
}

static bool judge(Arena *arena, SqlPiece *piece) {
    Sv text = piece->text;
    bool first = true, creates = false, routine = false;
    for (size_t i = 0; i < text.len;) {
        size_t quiet = sql_quiet_end(text, i), end = sql_word_end(text, i);
        if (quiet != i) {
            i = quiet;
            continue;
        }
        if (end > i && sql_is_letter(text.at[i])) {
            Sv word = sv_slice(text, i, end);
            if (first) take_first(piece, word);
            creates = creates || (first && sv_eq_nocase(word, SV("create")));
            routine = routine || sv_eq_nocase(word, SV("function")) ||
                      sv_eq_nocase(word, SV("procedure")) || sv_eq_nocase(word, SV("trigger"));
            if (creates && routine && sv_eq_nocase(word, SV("begin"))) return false;
            if (!first) take_word(arena, piece, word, is_call(text, end));
            first = false;
        }
        i = end > i ? end : i + 1;
    }
    piece->single = is_count(text);
    return true;
}

// ── one behind the other ──

static Sv comment_words(Arena *arena, Sv comment) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES);
    bool block = sv_starts(comment, SV("/*"));
    if (block) comment = sv_slice(comment, 2, comment.len - 2);
    Sv line;
    while (sv_next_line(&comment, &line)) {
        line = sv_trim(line);
        while (line.len && (line.at[0] == '-' || line.at[0] == '*' || line.at[0] == '='))
            line = sv_trim(from(line, 1));
        if (line.len) buf_addf(&out, "%s%.*s", out.len ? " " : "", SV_ARG(line));
    }
    return buf_keep(&out, arena);
}

// Blanks, semicolons and comments in front of the next statement.
static bool skip_to_next(Arena *arena, Sv text, size_t *at, Joined *comment) {
    while (*at < text.len) {
        if (ascii_is_space(text.at[*at]) || text.at[*at] == ';') {
            ++*at;
            continue;
        }
        if (!sql_is_comment(text, *at)) return true;
        size_t end = comment_end(text, *at);
        if (end == SV_NONE) return false;
        Sv words = comment_words(arena, sv_slice(text, *at, end));
        if (words.len) joined_add(arena, comment, " ", words);
        *at = end;
    }
    return true;
}

static size_t statement_end(Sv text, size_t at) {
    while (at < text.len && text.at[at] != ';') {
        size_t quiet = sql_quiet_end(text, at);
        if (quiet == SV_NONE) return SV_NONE;
        at = quiet == at ? at + 1 : quiet;
    }
    return at;
}

bool sql_pieces(Arena *arena, Sv text, SqlPieces *out) {
    size_t at = 0, before = 0;
    uint32_t line = 0;
    while (!arena_exhausted(arena)) {
        SqlPiece piece = {0};
        Joined comment = {0};
        if (!skip_to_next(arena, text, &at, &comment)) return false;
        piece.comment = comment.text;
        if (at >= text.len) return out->count > 0;
        piece.shell_command = text.at[at] == '\\' || text.at[at] == '.';
        size_t end = piece.shell_command ? sv_find_char(text, '\n', at) : statement_end(text, at);
        if (end == SV_NONE && !piece.shell_command) return false;
        piece.text = sv_trim(sv_slice(text, at, end));
        line += (uint32_t)sv_count(sv_slice(text, before, at), '\n');
        before = at;
        piece.line = line;
        if (!piece.shell_command && !judge(arena, &piece)) return false;
        arena_grow(arena, out->items, out->count, out->capacity);
        out->items[out->count++] = piece;
        at = end == SV_NONE ? text.len : end;
    }
    return false;
}

// A call, a number, a text or *.
static bool has_value(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (strchr("(*'0123456789", text.at[i])) return true;
    return false;
}

bool sql_looks_so(Sv text) {
    static const struct {
        const char *first, *later; // a word that must follow; NULL = any
    } rows[] = {
        {"select", NULL},   {"with", "as"},         {"insert", "into"},    {"update", "set"},
        {"delete", "from"}, {"truncate", NULL},     {"alter", "table"},    {"drop", "table"},
        {"drop", "index"},  {"create", "index"},    {"create", "table"},   {"vacuum", NULL},
        {"reindex", NULL},  {"refresh", "view"},    {"explain", "select"}, {"create", "unique"},
        {"merge", "into"},  {"grant", "on"},        {"revoke", "on"},      {"alter", "role"},
        {"alter", "user"},  {"create", "role"},     {"create", "user"},    {"alter", "system"},
        {"drop", "role"},   {"create", "extension"}};
    Sv first = sv_slice(text, 0, sql_word_end(text, 0)), rest = from(text, first.len);
    bool capitals = first.len > 0 && ascii_is_upper(first.at[0]);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!sv_eq_nocase(first, sv_from_c(rows[i].first)) || !sv_trim(rest).len) continue;
        Sv wanted = sv_from_c(rows[i].later ? rows[i].later : capitals ? "" : "from");
        // "SELECT one of the options" is a sentence.
        bool found = wanted.len == 0 && (!sv_eq_nocase(first, SV("select")) || has_value(rest));
        if (!wanted.len) wanted = SV("from");
        for (size_t at = 0; at < rest.len && !found;) {
            size_t end = sql_word_end(rest, at);
            found = end > at && sv_eq_nocase(sv_slice(rest, at, end), wanted);
            at = end > at ? end : at + 1;
        }
        if (found) return true;
    }
    return false;
}
