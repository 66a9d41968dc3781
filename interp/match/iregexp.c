#include "match/iregexp.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

typedef struct IRegexpReader {
    Sv text;
    size_t at;
    uint32_t depth;
    Buf *out;
    const char *error; // the first one
    size_t error_at;
} IRegexpReader;

static bool fail(IRegexpReader *reader, const char *error) {
    if (reader->error == NULL) {
        reader->error = error;
        reader->error_at = reader->at;
    }
    return false;
}

static int peek(const IRegexpReader *reader) {
    return reader->at < reader->text.len ? (unsigned char)reader->text.at[reader->at] : -1;
}

static bool take(IRegexpReader *reader, char c) {
    if (peek(reader) != (unsigned char)c) return false;
    reader->at++;
    return true;
}

// Adds one character in a form that has no special meaning to PCRE2, in or out of a class.
static void add_literal(IRegexpReader *reader, uint32_t c) {
    buf_addf(reader->out, "\\x{%x}", c);
}

// ── escapes ──

// \p{Lu}: the general categories RFC 9485 lists.
static bool is_category(Sv name) {
    static const char *const minors[] = {
        ['L'] = "lmotu", ['M'] = "cen",  ['N'] = "dlo", ['P'] = "cdefios",
        ['Z'] = "lps",   ['S'] = "ckmo", ['C'] = "cfno"};
    if (name.len < 1 || name.len > 2) return false;
    unsigned char major = (unsigned char)name.at[0];
    if (major >= sizeof minors / sizeof *minors || minors[major] == NULL) return false;
    return name.len == 1 || (name.at[1] != '\0' && strchr(minors[major], name.at[1]) != NULL);
}

static bool read_category(IRegexpReader *reader, char kind) {
    if (!take(reader, '{')) return fail(reader, "expected '{' after \\p");
    size_t end = sv_find_char(reader->text, '}', reader->at);
    if (end == SV_NONE) return fail(reader, "expected '}' after the category");
    Sv name = sv_slice(reader->text, reader->at, end);
    if (!is_category(name)) return fail(reader, "no such category of characters");
    reader->at = end + 1;
    buf_addf(reader->out, "\\%c{%.*s}", kind, SV_ARG(name));
    return true;
}

// Reads what follows a backslash: a single character to *c, or a category, which is written at
// once.
static bool read_escape(IRegexpReader *reader, bool *category, uint32_t *c) {
    int next = peek(reader);
    *category = next == 'p' || next == 'P';
    if (*category) {
        reader->at++;
        return read_category(reader, (char)next);
    }
    if (next == 'n')
        *c = '\n';
    else if (next == 'r')
        *c = '\r';
    else if (next == 't')
        *c = '\t';
    else if (next > 0 && strchr("()*+-.?[\\]^{|}$", next) != NULL)
        *c = (uint32_t)next;
    else
        return fail(reader, "no such escape in an I-Regexp (RFC 9485)");
    reader->at++;
    return true;
}

// ── classes ──

// Reads one character of a class, or a category (then *category is set).
static bool read_class_item(IRegexpReader *reader, bool *category, uint32_t *c) {
    *category = false;
    int next = peek(reader);
    if (next < 0) return fail(reader, "expected ']' at the end of the class");
    if (next == '[') return fail(reader, "'[' in a class is written \\[");
    if (take(reader, '\\')) return read_escape(reader, category, c);
    *c = utf8_next(reader->text, &reader->at);
    return true;
}

static bool read_range(IRegexpReader *reader) {
    bool category = false;
    uint32_t from = 0, to = 0;
    if (peek(reader) == '-')
        return fail(reader, "'-' in a class stands first, last, or is written \\-");
    if (!read_class_item(reader, &category, &from)) return false;
    if (category) return true;
    add_literal(reader, from);
    bool ranges = peek(reader) == '-' && reader->at + 1 < reader->text.len &&
                  reader->text.at[reader->at + 1] != ']';
    if (!ranges) return true;
    reader->at++;
    if (!read_class_item(reader, &category, &to)) return false;
    if (category || to < from) return fail(reader, "the range in the class ends before it begins");
    buf_add_char(reader->out, '-');
    add_literal(reader, to);
    return true;
}

static bool read_class(IRegexpReader *reader) {
    buf_add_char(reader->out, '[');
    if (take(reader, '^')) buf_add_char(reader->out, '^');
    bool any = take(reader, '-');
    if (any) add_literal(reader, '-');
    while (peek(reader) != ']') {
        if (peek(reader) == '-' && reader->at + 1 < reader->text.len &&
            reader->text.at[reader->at + 1] == ']') {
            reader->at++;
            add_literal(reader, '-');
        } else if (!read_range(reader)) {
            return false;
        }
        any = true;
    }
    if (!any) return fail(reader, "an empty class matches nothing");
    reader->at++;
    buf_add_char(reader->out, ']');
    return true;
}

// ── pieces ──

static bool read_branches(IRegexpReader *reader);

static bool read_group(IRegexpReader *reader) {
    if (++reader->depth > LIMIT_REGEX_NESTING)
        return fail(reader, "the groups are nested too deeply");
    if (peek(reader) == '?') return fail(reader, "groups are plain (…) in an I-Regexp (RFC 9485)");
    buf_add_c(reader->out, "(?:");
    if (!read_branches(reader)) return false;
    if (!take(reader, ')')) return fail(reader, "expected ')'");
    buf_add_char(reader->out, ')');
    reader->depth--;
    return true;
}

static bool read_atom(IRegexpReader *reader) {
    int next = peek(reader);
    switch (next) {
    case '(': reader->at++; return read_group(reader);
    case '[': reader->at++; return read_class(reader);
    case '.': reader->at++; return buf_add_c(reader->out, "[^\\n\\r]");
    case '^':
    case '$': reader->at++; return buf_add_char(reader->out, (char)next);
    case '\\': {
        reader->at++;
        bool category = false;
        uint32_t c = 0;
        if (!read_escape(reader, &category, &c)) return false;
        if (!category) add_literal(reader, c);
        return true;
    }
    case '*':
    case '+':
    case '?':
    case '{': return fail(reader, "there is nothing to repeat before this");
    case ']':
    case '}': return fail(reader, "a bracket that closes nothing is written with a backslash");
    default: add_literal(reader, utf8_next(reader->text, &reader->at)); return true;
    }
}

static bool read_number(IRegexpReader *reader, uint32_t *out) {
    size_t from = reader->at;
    uint32_t number = 0;
    while (ascii_is_digit(peek(reader)) && reader->at - from < 6) {
        number = number * 10 + (uint32_t)(peek(reader) - '0');
        reader->at++;
    }
    *out = number;
    return reader->at > from;
}

static bool read_range_quantifier(IRegexpReader *reader) {
    uint32_t least = 0, most = 0;
    if (!read_number(reader, &least)) return fail(reader, "expected a number after '{'");
    buf_addf(reader->out, "{%u", least);
    if (take(reader, ',')) {
        buf_add_char(reader->out, ',');
        if (read_number(reader, &most)) {
            if (most < least) return fail(reader, "the repetition ends before it begins");
            buf_addf(reader->out, "%u", most);
        }
    }
    if (!take(reader, '}')) return fail(reader, "expected '}' after the repetition");
    return buf_add_char(reader->out, '}');
}

static bool read_piece(IRegexpReader *reader) {
    bool anchor = peek(reader) == '^' || peek(reader) == '$';
    if (!read_atom(reader)) return false;
    int next = peek(reader);
    if (next != '*' && next != '+' && next != '?' && next != '{') return true;
    if (anchor) return fail(reader, "there is nothing to repeat before this");
    reader->at++;
    if (next == '{') {
        if (!read_range_quantifier(reader)) return false;
    } else {
        buf_add_char(reader->out, (char)next);
    }
    next = peek(reader);
    if (next == '*' || next == '+' || next == '?' || next == '{') {
        return fail(reader, "a repetition is not repeated in an I-Regexp (RFC 9485)");
    }
    return true;
}

static bool read_branches(IRegexpReader *reader) {
    for (;;) {
        while (peek(reader) >= 0 && peek(reader) != '|' && peek(reader) != ')') {
            if (!read_piece(reader)) return false;
        }
        if (!take(reader, '|')) return true;
        buf_add_char(reader->out, '|');
    }
}

bool iregexp_translate(Buf *out, Sv pattern, bool whole, const char **error, size_t *at) {
    IRegexpReader reader = {.text = pattern, .out = out};
    buf_add_c(out, whole ? "\\A(?:" : "(?:");
    bool good = read_branches(&reader);
    if (good && reader.at < pattern.len) good = fail(&reader, "this ')' closes nothing");
    buf_add_c(out, whole ? ")\\z" : ")");
    if (good && out->full) good = fail(&reader, "the regular expression is too long");
    if (good) return true;
    *error = reader.error;
    *at = reader.error_at;
    return false;
}
