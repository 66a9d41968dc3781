// Commands, pipelines and lists.
#include "base/ascii.h"
#include "script/reader.h"
#include <string.h>

static bool is_blank_or_end(char c) {
    return c == '\0' || strchr(" \t\r\n;&|()<>", c) != NULL;
}

static bool at_keyword(const ShReader *reader, const char *word) {
    size_t len = strlen(word);
    Sv rest = sv_slice(reader->text, reader->at, reader->at + len);
    return sv_eq_c(rest, word) && is_blank_or_end(sh_peek(reader, (uint32_t)len));
}

static bool take_keyword(ShReader *reader, const char *word) {
    sh_skip(reader, true);
    if (!at_keyword(reader, word)) return false;
    reader->at += (uint32_t)strlen(word);
    reader->end = reader->at;
    return true;
}

static bool at_closing(const ShReader *reader) {
    static const char *const closing[] = {"then", "do", "done", "fi", "else", "elif", "esac", "}"};
    char c = sh_peek(reader, 0);
    if (c == '\0' || c == ')' || (c == ';' && sh_peek(reader, 1) == ';')) return true;
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (at_keyword(reader, closing[i])) return true;
    return false;
}

static void add_part(ShReader *reader, ShCommand *command, ShList *list) {
    arena_grow(reader->arena, command->parts, command->part_count, command->part_capacity);
    command->parts[command->part_count++] = list;
}

static void add_word(ShReader *reader, ShCommand *command, ShWord word) {
    arena_grow(reader->arena, command->words, command->word_count, command->word_capacity);
    command->words[command->word_count++] = word;
}

// ── redirections ──

static bool at_redirect(const ShReader *reader) {
    uint32_t i = 0;
    while (ascii_is_digit(sh_peek(reader, i)))
        i++;
    char c = sh_peek(reader, i), next = sh_peek(reader, i + 1);
    if (i == 0 && c == '&' && next == '>') return true;
    return (c == '<' || c == '>') && next != '(';
}

static bool read_here_end(ShReader *reader, ShRedirect *redirect, bool tabs) {
    sh_skip(reader, false);
    if (!sh_at_word(reader) || !sh_word(reader, &redirect->word)) return sh_fail(reader);
    if (reader->here_count == SH_MOST_HERE || !redirect->word.plain.at) return sh_fail(reader);
    reader->here[reader->here_count++] = (ShHere){redirect, redirect->word.plain, tabs};
    return true;
}

static bool read_redirect(ShReader *reader, ShCommand *command) {
    while (ascii_is_digit(sh_peek(reader, 0)))
        reader->at++;
    if (command->redirect_count == command->redirect_capacity && command->redirect_count > 0)
        // A pending here-document points at its redirect.
        for (uint32_t i = 0; i < reader->here_count; i++)
            if (reader->here[i].redirect >= command->redirects &&
                reader->here[i].redirect < command->redirects + command->redirect_count)
                return sh_fail(reader);
    arena_grow(reader->arena, command->redirects, command->redirect_count,
               command->redirect_capacity);
    ShRedirect *redirect = &command->redirects[command->redirect_count++];
    *redirect = (ShRedirect){.kind = SH_TO_FILE};
    Sv rest = sv_slice(reader->text, reader->at, reader->at + 3);
    if (sv_starts(rest, SV("<<<"))) {
        redirect->kind = SH_HERE_WORD;
        reader->at += 3;
    } else if (sv_starts(rest, SV("<<"))) {
        bool tabs = sv_eq_c(rest, "<<-");
        redirect->kind = SH_HERE_TEXT;
        reader->at += tabs ? 3 : 2;
        return read_here_end(reader, redirect, tabs);
    } else {
        redirect->kind = sv_starts(rest, SV("<")) ? SH_FROM_FILE : SH_TO_FILE;
        while (sh_peek(reader, 0) && strchr("<>&|", sh_peek(reader, 0)) &&
               sh_peek(reader, 1) != '(')
            reader->at++;
    }
    sh_skip(reader, false);
    return (sh_at_word(reader) && sh_word(reader, &redirect->word)) || sh_fail(reader);
}

static bool read_redirects(ShReader *reader, ShCommand *command) {
    for (;;) {
        sh_skip(reader, false);
        if (!at_redirect(reader)) return true;
        if (!read_redirect(reader, command)) return false;
    }
}

// ── compound commands ──

static bool read_body(ShReader *reader, ShCommand *command, const char *end) {
    add_part(reader, command, sh_list(reader));
    return (!reader->bad && take_keyword(reader, end)) || sh_fail(reader);
}

static bool read_if(ShReader *reader, ShCommand *command) {
    do {
        if (!read_body(reader, command, "then")) return false;
        add_part(reader, command, sh_list(reader));
        if (reader->bad) return false;
    } while (take_keyword(reader, "elif"));
    command->has_else = take_keyword(reader, "else");
    if (command->has_else) return read_body(reader, command, "fi");
    return take_keyword(reader, "fi") || sh_fail(reader);
}

static bool skip_double_parens(ShReader *reader) {
    int open = 0;
    for (; sh_peek(reader, 0); reader->at++) {
        char c = sh_peek(reader, 0);
        open += (c == '(') - (c == ')');
        if (open == 0) {
            reader->end = ++reader->at;
            return true;
        }
    }
    return sh_fail(reader);
}

static bool read_for(ShReader *reader, ShCommand *command) {
    ShWord word;
    sh_skip(reader, false);
    if (sh_peek(reader, 0) == '(') {
        if (!skip_double_parens(reader)) return false;
    } else {
        if (!sh_at_word(reader) || !sh_word(reader, &word)) return sh_fail(reader);
        add_word(reader, command, word);
        sh_skip(reader, true);
        if (take_keyword(reader, "in"))
            for (sh_skip(reader, false); sh_at_word(reader); sh_skip(reader, false)) {
                if (!sh_word(reader, &word)) return false;
                add_word(reader, command, word);
            }
    }
    sh_skip(reader, true);
    if (sh_peek(reader, 0) == ';') reader->at++;
    return (take_keyword(reader, "do") || sh_fail(reader)) && read_body(reader, command, "done");
}

static bool read_arm(ShReader *reader, ShCommand *command) {
    ShWord pattern;
    if (sh_peek(reader, 0) == '(') reader->at++;
    for (;;) {
        sh_skip(reader, true);
        if (!sh_at_word(reader) || !sh_word(reader, &pattern)) return sh_fail(reader);
        sh_skip(reader, false);
        char c = sh_peek(reader, 0);
        if (c != '|' && c != ')') return sh_fail(reader);
        reader->at++;
        if (c == ')') break;
    }
    add_part(reader, command, sh_list(reader));
    if (reader->bad) return false;
    sh_skip(reader, true);
    while (sh_peek(reader, 0) == ';' || sh_peek(reader, 0) == '&')
        reader->at++;
    return true;
}

static bool read_case(ShReader *reader, ShCommand *command) {
    ShWord word;
    sh_skip(reader, false);
    if (!sh_at_word(reader) || !sh_word(reader, &word)) return sh_fail(reader);
    add_word(reader, command, word);
    if (!take_keyword(reader, "in")) return sh_fail(reader);
    while (!take_keyword(reader, "esac")) {
        if (!sh_peek(reader, 0) || !read_arm(reader, command)) return sh_fail(reader);
    }
    return true;
}

static bool read_test(ShReader *reader, ShCommand *command) {
    for (;;) {
        sh_skip(reader, true);
        if (take_keyword(reader, "]]")) return true;
        ShWord word;
        reader->in_test = true;
        bool fine = sh_at_word(reader) && sh_word(reader, &word) && word.span.to > word.span.from;
        reader->in_test = false;
        if (!fine) return sh_fail(reader);
        add_word(reader, command, word);
    }
}

static bool read_parens(ShReader *reader, ShCommand *command) {
    if (sh_peek(reader, 1) == '(') {
        uint32_t began = reader->at;
        command->kind = SH_ARITHMETIC;
        if (!skip_double_parens(reader)) return false;
        if (reader->text.at[reader->at - 2] == ')') return true;
        reader->at = began;
    }
    command->kind = SH_SUBSHELL;
    reader->at++;
    add_part(reader, command, sh_list(reader));
    if (reader->bad || sh_peek(reader, 0) != ')') return sh_fail(reader);
    reader->end = ++reader->at;
    return true;
}

static bool read_command(ShReader *reader, ShCommand *command);

static bool read_function(ShReader *reader, ShCommand *command) {
    ShCommand *body = arena_new_of(reader->arena, ShCommand);
    command->kind = SH_FUNCTION;
    sh_skip(reader, true);
    if (!read_command(reader, body) || body->kind == SH_SIMPLE || body->part_count == 0)
        return sh_fail(reader);
    add_part(reader, command, body->parts[0]);
    return true;
}

static bool take_parens(ShReader *reader) {
    uint32_t began = reader->at;
    sh_skip(reader, false);
    if (sh_peek(reader, 0) == '(') {
        reader->at++;
        sh_skip(reader, false);
        if (sh_peek(reader, 0) == ')') {
            reader->at++;
            return true;
        }
    }
    reader->at = began;
    return false;
}

static bool is_assignment(Sv text) {
    size_t i = 0;
    while (i < text.len && (text.at[i] == '_' || ascii_is_letter(text.at[i]) ||
                            (i > 0 && ascii_is_digit(text.at[i]))))
        i++;
    if (i == 0 || i == text.len) return false;
    if (text.at[i] == '[') i = sv_find_char(text, ']', i);
    if (i == SV_NONE) return false;
    if (text.at[i] == ']') i++;
    if (i < text.len && text.at[i] == '+') i++;
    return i < text.len && text.at[i] == '=';
}

static bool read_simple(ShReader *reader, ShCommand *command) {
    for (;;) {
        if (!read_redirects(reader, command)) return false;
        if (!sh_at_word(reader)) break;
        ShWord word;
        if (!sh_word(reader, &word)) return false;
        Sv written = sv_slice(reader->text, word.span.from, word.span.to);
        if (command->word_count == 0 && is_assignment(written)) {
            arena_grow(reader->arena, command->assigns, command->assign_count,
                       command->assign_capacity);
            command->assigns[command->assign_count++] = word;
            continue;
        }
        add_word(reader, command, word);
        if (command->word_count == 1 && word.raw && take_parens(reader))
            return read_function(reader, command);
    }
    return command->word_count + command->assign_count + command->redirect_count > 0 ||
           sh_fail(reader);
}

static bool read_keyword(ShReader *reader, ShCommand *command, bool *done) {
    *done = true;
    if (take_keyword(reader, "if")) {
        command->kind = SH_IF;
        return read_if(reader, command);
    }
    command->until = at_keyword(reader, "until");
    if (take_keyword(reader, "while") || take_keyword(reader, "until")) {
        command->kind = SH_LOOP;
        return read_body(reader, command, "do") && read_body(reader, command, "done");
    }
    if (take_keyword(reader, "for") || take_keyword(reader, "select")) {
        command->kind = SH_FOR;
        return read_for(reader, command);
    }
    if (take_keyword(reader, "case")) {
        command->kind = SH_CASE;
        return read_case(reader, command);
    }
    if (take_keyword(reader, "[[")) {
        command->kind = SH_TEST;
        return read_test(reader, command);
    }
    if (take_keyword(reader, "{")) {
        command->kind = SH_GROUP;
        return read_body(reader, command, "}");
    }
    if (take_keyword(reader, "function")) {
        ShWord name;
        sh_skip(reader, false);
        if (!sh_at_word(reader) || !sh_word(reader, &name)) return sh_fail(reader);
        add_word(reader, command, name);
        take_parens(reader);
        return read_function(reader, command);
    }
    *done = false;
    return true;
}

static bool read_command(ShReader *reader, ShCommand *command) {
    *command = (ShCommand){.kind = SH_SIMPLE, .span.from = reader->at};
    bool done = false;
    if (++reader->depth > SH_MOST_DEPTH || at_keyword(reader, "coproc")) return sh_fail(reader);
    bool fine = sh_peek(reader, 0) == '(' ? (done = true, read_parens(reader, command))
                                          : read_keyword(reader, command, &done);
    if (fine && !done) fine = read_simple(reader, command);
    if (fine && done) fine = read_redirects(reader, command);
    command->span.to = reader->end;
    reader->depth--;
    return fine && !reader->bad;
}

// ── pipelines and lists ──

static bool read_pipe(ShReader *reader, ShPipe *pipe) {
    sh_skip(reader, true);
    *pipe = (ShPipe){.span.from = reader->at};
    while (at_keyword(reader, "!") || at_keyword(reader, "time")) {
        bool negation = sh_peek(reader, 0) == '!';
        pipe->negated ^= negation;
        reader->at += negation ? 1 : 4;
        sh_skip(reader, false);
    }
    for (;;) {
        ShCommand *command = arena_new_of(reader->arena, ShCommand);
        if (!read_command(reader, command)) return false;
        arena_grow(reader->arena, pipe->commands, pipe->count, pipe->capacity);
        pipe->commands[pipe->count++] = command;
        pipe->span.to = command->span.to;
        sh_skip(reader, false);
        if (sh_peek(reader, 0) != '|' || sh_peek(reader, 1) == '|') return true;
        reader->at += sh_peek(reader, 1) == '&' ? 2 : 1;
        sh_skip(reader, true);
    }
}

static bool read_item(ShReader *reader, ShItem *item) {
    *item = (ShItem){.span.from = reader->at};
    bool or_before = false;
    for (;;) {
        arena_grow(reader->arena, item->pipes, item->count, item->capacity);
        arena_grow(reader->arena, item->or_before, item->count, item->or_capacity);
        item->or_before[item->count] = or_before;
        ShPipe *pipe = &item->pipes[item->count++];
        if (!read_pipe(reader, pipe)) return false;
        item->span.to = pipe->span.to;
        sh_skip(reader, false);
        char c = sh_peek(reader, 0);
        if ((c != '&' && c != '|') || sh_peek(reader, 1) != c) break;
        or_before = c == '|';
        reader->at += 2;
    }
    char c = sh_peek(reader, 0);
    item->background = c == '&';
    if (c == '&' || (c == ';' && sh_peek(reader, 1) != ';')) reader->at++;
    return true;
}

ShList *sh_list(ShReader *reader) {
    ShList *list = arena_new_of(reader->arena, ShList);
    if (++reader->depth > SH_MOST_DEPTH) reader->bad = true;
    while (!reader->bad && !arena_exhausted(reader->arena)) {
        sh_skip(reader, true);
        if (at_closing(reader)) break;
        arena_grow(reader->arena, list->items, list->count, list->capacity);
        if (!read_item(reader, &list->items[list->count])) reader->bad = true;
        if (!reader->bad) list->count++;
    }
    reader->depth--;
    return list;
}

ShList *script_parse(Arena *arena, Sv text) {
    if (text.len > UINT32_MAX / 2 || sv_find_char(text, '\0', 0) != SV_NONE) return NULL;
    ShReader reader = {.arena = arena, .text = text};
    ShList *list = sh_list(&reader);
    return reader.bad || reader.at < text.len ? NULL : list;
}
