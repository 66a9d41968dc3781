// Words: quotes, expansions and the commands that produce them.
#include "base/ascii.h"
#include "base/buf.h"
#include "script/reader.h"
#include <string.h>

char sh_peek(const ShReader *reader, uint32_t ahead) {
    size_t at = (size_t)reader->at + ahead;
    return at < reader->text.len ? reader->text.at[at] : '\0';
}

bool sh_fail(ShReader *reader) {
    reader->bad = true;
    return false;
}

static bool at_end(const ShReader *reader) {
    return reader->at >= reader->text.len;
}

// ── between words ──

static void read_here(ShReader *reader, const ShHere *here) {
    ShSpan *body = &here->redirect->body;
    body->from = reader->at;
    while (!at_end(reader)) {
        size_t end = sv_find_char(reader->text, '\n', reader->at);
        size_t to = end == SV_NONE ? reader->text.len : end;
        Sv line = sv_slice(reader->text, reader->at, to);
        while (here->tabs && sv_starts(line, SV("\t")))
            line = sv_slice(line, 1, line.len);
        body->to = reader->at;
        reader->at = (uint32_t)(end == SV_NONE ? to : to + 1);
        if (sv_eq(line, here->end)) return;
    }
    body->to = reader->at;
}

static void line_end(ShReader *reader) {
    reader->at++;
    uint32_t count = reader->here_count;
    reader->here_count = 0;
    for (uint32_t i = 0; i < count; i++)
        read_here(reader, &reader->here[i]);
}

void sh_skip(ShReader *reader, bool lines) {
    while (!at_end(reader)) {
        char c = sh_peek(reader, 0);
        if (c == ' ' || c == '\t' || c == '\r') {
            reader->at++;
        } else if (c == '\\' && sh_peek(reader, 1) == '\n') {
            reader->at += 2;
        } else if (c == '#') {
            size_t end = sv_find_char(reader->text, '\n', reader->at);
            reader->at = (uint32_t)(end == SV_NONE ? reader->text.len : end);
        } else if (c == '\n' && lines) {
            line_end(reader);
        } else {
            return;
        }
    }
}

static bool ends_word(const ShReader *reader) {
    char c = sh_peek(reader, 0);
    if (at_end(reader) || ascii_is_space(c)) return true;
    return !reader->in_test && strchr(";&|()<>", c) != NULL;
}

bool sh_at_word(const ShReader *reader) {
    bool process =
        (sh_peek(reader, 0) == '<' || sh_peek(reader, 0) == '>') && sh_peek(reader, 1) == '(';
    return process || !ends_word(reader);
}

// ── within words ──

typedef struct ScriptWord {
    ShWord *word;
    Buf plain;
    bool known;
} ScriptWord;

static bool add_run(ShReader *reader, ScriptWord *word, ShRun run) {
    ShWord *into = word->word;
    word->known = false;
    arena_grow(reader->arena, into->runs, into->run_count, into->run_capacity);
    into->runs[into->run_count++] = run;
    return !reader->bad;
}

// The content of $( or <(, at the reader's position.
static bool read_run(ShReader *reader, ScriptWord *word, uint32_t opening) {
    ShRun run = {.span.from = reader->at,
                 .process = sh_peek(reader, 0) != '$',
                 .arriving = sh_peek(reader, 0) == '<'};
    bool in_test = reader->in_test;
    reader->in_test = false;
    reader->at += opening;
    run.list = sh_list(reader);
    reader->in_test = in_test;
    if (reader->bad || sh_peek(reader, 0) != ')') return sh_fail(reader);
    run.span.to = ++reader->at;
    return add_run(reader, word, run);
}

static bool read_backquoted(ShReader *reader, ScriptWord *word) {
    ShRun run = {.span.from = reader->at};
    uint32_t end = ++reader->at;
    while (end < reader->text.len && reader->text.at[end] != '`')
        end += reader->text.at[end] == '\\' ? 2 : 1;
    if (end >= reader->text.len) return sh_fail(reader);
    ShReader within = {.arena = reader->arena,
                       .text = sv_slice(reader->text, 0, end),
                       .at = reader->at,
                       .depth = reader->depth};
    run.list = sh_list(&within);
    // The effect of quotes within quotes is not examined.
    if (within.bad || within.at < end) run.list = arena_new_of(reader->arena, ShList);
    reader->at = end + 1;
    run.span.to = reader->at;
    return add_run(reader, word, run);
}

// (( … )), whose opening is at the reader's position.
static bool skip_arithmetic(ShReader *reader) {
    uint32_t open = 0;
    for (; !at_end(reader); reader->at++) {
        char c = sh_peek(reader, 0);
        open += c == '(';
        open -= c == ')';
        if (open == 0) {
            reader->at++;
            return true;
        }
    }
    return sh_fail(reader);
}

static bool read_dollar(ShReader *reader, ScriptWord *word, bool quoted);

static bool read_double(ShReader *reader, ScriptWord *word) {
    reader->at++;
    while (!at_end(reader)) {
        char c = sh_peek(reader, 0), next = sh_peek(reader, 1);
        if (c == '"') {
            reader->at++;
            return true;
        }
        if (c == '\\' && next && strchr("$`\"\\\n", next)) {
            if (next != '\n') buf_add_char(&word->plain, next);
            reader->at += 2;
        } else if (c == '$') {
            if (!read_dollar(reader, word, true)) return false;
        } else if (c == '`') {
            if (!read_backquoted(reader, word)) return false;
        } else {
            buf_add_char(&word->plain, c);
            reader->at++;
        }
    }
    return sh_fail(reader);
}

static bool read_single(ShReader *reader, ScriptWord *word) {
    size_t end = sv_find_char(reader->text, '\'', (size_t)reader->at + 1);
    if (end == SV_NONE) return sh_fail(reader);
    buf_add(&word->plain, sv_slice(reader->text, (size_t)reader->at + 1, end));
    reader->at = (uint32_t)end + 1;
    return true;
}

// $'…' with its escapes.
static bool skip_escaped(ShReader *reader, ScriptWord *word) {
    word->known = false;
    for (reader->at += 2; !at_end(reader); reader->at++) {
        if (sh_peek(reader, 0) == '\\') {
            reader->at++;
        } else if (sh_peek(reader, 0) == '\'') {
            reader->at++;
            return true;
        }
    }
    return sh_fail(reader);
}

// ${…}
static bool read_braced(ShReader *reader, ScriptWord *word, bool quoted) {
    word->known = false;
    for (reader->at += 2; !at_end(reader);) {
        char c = sh_peek(reader, 0);
        bool fine = true;
        if (c == '}') {
            reader->at++;
            return true;
        }
        if (c == '\\')
            reader->at += 2;
        else if (c == '\'' && !quoted)
            fine = read_single(reader, word);
        else if (c == '"')
            fine = read_double(reader, word);
        else if (c == '$')
            fine = read_dollar(reader, word, quoted);
        else if (c == '`')
            fine = read_backquoted(reader, word);
        else
            reader->at++;
        if (!fine) return false;
    }
    return sh_fail(reader);
}

static bool read_dollar(ShReader *reader, ScriptWord *word, bool quoted) {
    char next = sh_peek(reader, 1);
    if (++reader->depth > SH_MOST_DEPTH) return sh_fail(reader);
    bool fine = true;
    if (next == '(' && sh_peek(reader, 2) == '(') {
        word->known = false;
        reader->at++;
        fine = skip_arithmetic(reader);
    } else if (next == '(') {
        fine = read_run(reader, word, 2);
    } else if (next == '{') {
        fine = read_braced(reader, word, quoted);
    } else if (next == '\'' && !quoted) {
        fine = skip_escaped(reader, word);
    } else if (next == '"' && !quoted) {
        reader->at++;
    } else if (ascii_is_word(next) || (next && strchr("?!$@*#-", next))) {
        word->known = false;
        reader->at += 2;
        while (ascii_is_word(next) && ascii_is_word(sh_peek(reader, 0)))
            reader->at++;
    } else {
        buf_add_char(&word->plain, '$');
        reader->at++;
    }
    reader->depth--;
    return fine;
}

// a=( … )
static bool read_array(ShReader *reader, ScriptWord *word) {
    word->known = false;
    reader->at++;
    for (;;) {
        sh_skip(reader, true);
        if (sh_peek(reader, 0) == ')') {
            reader->at++;
            return true;
        }
        ShWord element;
        if (!sh_at_word(reader) || !sh_word(reader, &element)) return sh_fail(reader);
        for (uint32_t i = 0; i < element.run_count; i++)
            if (!add_run(reader, word, element.runs[i])) return false;
    }
}

// *(a|b) and the like.
static bool is_pattern_list(const ShReader *reader) {
    return sh_peek(reader, 1) == '(' && sh_peek(reader, 0) && strchr("?*+@!", sh_peek(reader, 0));
}

static bool read_part(ShReader *reader, ScriptWord *word) {
    char c = sh_peek(reader, 0), next = sh_peek(reader, 1);
    switch (c) {
    case '\\':
        if (next != '\n' && next) buf_add_char(&word->plain, next);
        word->word->raw = false;
        reader->at += next ? 2 : 1;
        return true;
    case '\'': word->word->raw = false; return read_single(reader, word);
    case '"': word->word->raw = false; return read_double(reader, word);
    case '$': return read_dollar(reader, word, false);
    case '`': return read_backquoted(reader, word);
    case '<':
    case '>':
        if (next == '(') return read_run(reader, word, 2);
        break;
    default: break;
    }
    if (is_pattern_list(reader)) {
        word->known = false;
        reader->at++;
        return skip_arithmetic(reader);
    }
    buf_add_char(&word->plain, c);
    reader->at++;
    if (c == '=' && sh_peek(reader, 0) == '(' && !reader->in_test) return read_array(reader, word);
    return true;
}

bool sh_word(ShReader *reader, ShWord *out) {
    *out = (ShWord){.span.from = reader->at, .raw = true};
    ScriptWord word = {.word = out, .plain = buf_new(reader->text.len + 1), .known = true};
    bool fine = true;
    while (fine && sh_at_word(reader))
        fine = read_part(reader, &word);
    out->span.to = reader->end = reader->at;
    if (word.known) out->plain = buf_keep(&word.plain, reader->arena);
    if (word.known && !out->plain.at) out->plain = SV("");
    buf_free(&word.plain);
    return fine && !reader->bad;
}
