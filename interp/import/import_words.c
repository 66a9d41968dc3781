#include "import/import_words.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text_list.h"
#include "import/import_code.h"
#include "import/import_joined.h"

typedef struct PageWords {
    Arena *arena;
    Sv script;
    size_t at;
    ShellWords *out;
    Joined comment;
} PageWords;

static char here(const PageWords *words) {
    return words->at < words->script.len ? words->script.at[words->at] : '\n';
}

static Sv rest(const PageWords *words) {
    return sv_slice(words->script, words->at, words->script.len);
}

// $NAME or ${NAME}; anything else after a $ is up to the shell.
static bool read_variable(PageWords *words, Buf *word) {
    size_t from = words->at + 1;
    bool braces = from < words->script.len && words->script.at[from] == '{';
    from += braces;
    size_t end = from;
    while (end < words->script.len && ascii_is_word(words->script.at[end]))
        end++;
    bool digit = end > from && ascii_is_digit(words->script.at[from]);
    if (end == from || digit) return false;
    if (braces && (end >= words->script.len || words->script.at[end] != '}')) return false;
    Sv name = sv_slice(words->script, from, end);
    buf_addf(word, "<$%.*s>", SV_ARG(name));
    words->at = end + braces;
    return true;
}

static bool read_single(PageWords *words, Buf *word) {
    size_t end = sv_find_char(words->script, '\'', words->at + 1);
    if (end == SV_NONE) return false;
    buf_add(word, sv_slice(words->script, words->at + 1, end));
    words->at = end + 1;
    return true;
}

static bool read_double(PageWords *words, Buf *word) {
    for (words->at++; words->at < words->script.len;) {
        char c = here(words);
        if (c == '"') {
            words->at++;
            return true;
        }
        if (c == '`') return false;
        if (c == '$') {
            if (!read_variable(words, word)) return false;
            continue;
        }
        char next = words->at + 1 < words->script.len ? words->script.at[words->at + 1] : '\0';
        if (c == '\\' && next == '\n') {
            words->at += 2;
            continue;
        }
        if (c == '\\' && (next == '"' || next == '\\' || next == '$' || next == '`')) {
            c = next;
            words->at++;
        }
        buf_add_char(word, c);
        words->at++;
    }
    return false;
}

// Characters that end a word, or cannot be part of one.
static bool is_break(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '|';
}

static bool read_plain(PageWords *words, Buf *word) {
    Sv name;
    char c = here(words);
    size_t length = code_placeholder(words->script, words->at, false, &name);
    if (length) {
        buf_add(word, sv_slice(words->script, words->at, words->at + length));
        words->at += length;
        return true;
    }
    bool amid = word->len > 0 && words->at + 1 < words->script.len &&
                !is_break(words->script.at[words->at + 1]) &&
                words->script.at[words->at + 1] != '&';
    if (c == '<' || c == '>' || c == '(' || c == ')' || c == '`' || (c == '&' && !amid))
        return false;
    if (c == '\\') {
        words->at++;
        c = here(words);
    }
    buf_add_char(word, c);
    words->at++;
    return true;
}

static bool read_word(PageWords *words, Sv *out) {
    BUF_AUTO Buf word = buf_new(LIMIT_PAGE_BYTES * 2);
    while (words->at < words->script.len && !is_break(here(words))) {
        if (sv_starts(rest(words), SV("\\\n"))) break;
        char c = here(words);
        bool read = c == '\''  ? read_single(words, &word)
                    : c == '"' ? read_double(words, &word)
                    : c == '$' ? read_variable(words, &word)
                               : read_plain(words, &word);
        if (!read) return false;
    }
    *out = buf_keep(&word, words->arena);
    return true;
}

static void take_comment(PageWords *words) {
    size_t end = sv_find_char(words->script, '\n', words->at);
    Sv text = sv_slice(words->script, words->at, end);
    while (text.len && (text.at[0] == '#' || text.at[0] == ' '))
        text = sv_slice(text, 1, text.len);
    if (text.len) joined_add(words->arena, &words->comment, " ", sv_trim(text));
    words->out->comment = words->comment.text;
    words->at = end == SV_NONE ? words->script.len : end;
}

static bool take_pipe(PageWords *words) {
    if (sv_starts(rest(words), SV("||"))) return false;
    size_t end = sv_find_char(words->script, '\n', words->at);
    words->out->pipe = sv_trim(sv_slice(words->script, words->at + 1, end));
    words->at = end == SV_NONE ? words->script.len : end;
    return true;
}

bool shell_words(Arena *arena, Sv script, size_t *at, ShellWords *out) {
    PageWords words = {.arena = arena, .script = script, .at = *at, .out = out};
    while (words.at < script.len && !arena_exhausted(arena)) {
        char c = here(&words);
        if (sv_starts(rest(&words), SV("\\\n"))) {
            words.at += 2;
        } else if (c == '\n' || c == ';') {
            words.at++;
            if (out->list.count) break;
        } else if (c == '|') {
            if (!out->list.count || !take_pipe(&words)) return false;
        } else if (is_break(c)) {
            words.at++;
        } else if (c == '#') {
            take_comment(&words);
        } else {
            Sv word;
            if (!out->list.count) out->from = words.at;
            if (!read_word(&words, &word)) return false;
            text_list_add(arena, &out->list, word);
        }
    }
    *at = words.at;
    return true;
}
