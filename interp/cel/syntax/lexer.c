#include "cel/syntax/lexer.h"
#include "base/ascii.h"
#include "base/shown/shown.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <string.h>

static bool is_letter(char c) {
    return ascii_is_letter(c) || c == '_';
}

// The character `ahead` of the current one; NUL at the end, which no token begins with.
static char look(const CelLexer *lexer, size_t ahead) {
    size_t at = lexer->at + ahead;
    return at < lexer->text.len ? lexer->text.at[at] : '\0';
}

Sv token_text(const CelLexer *lexer, Token token) {
    return sv_slice(lexer->text, token.from, token.to);
}

// ── errors ──

Diag *lexer_error(CelLexer *lexer, DiagId id, size_t from, size_t to, const char *format, ...) {
    bool first = !lexer->failed;
    lexer->failed = true;
    if (!first || lexer->diags == NULL) return NULL;
    va_list args;
    va_start(args, format);
    BUF_AUTO Buf message = buf_new(4096);
    buf_addv(&message, format, args);
    va_end(args);
    return diag_add(lexer->diags, id, spanmap_span(lexer->map, from, to), "%.*s",
                    SV_ARG(buf_sv(&message)));
}

Sv text_rewritten(Arena *arena, Sv text, size_t from, size_t to, Sv instead) {
    size_t start = from, end = to;
    while (start > 0 && text.at[start - 1] != '\n')
        start--;
    while (end < text.len && text.at[end] != '\n')
        end++;
    return sv_trim(sv_format(arena, "%.*s%.*s%.*s", SV_ARG(sv_slice(text, start, from)),
                             SV_ARG(instead), SV_ARG(sv_slice(text, to, end))));
}

void lexer_hint(CelLexer *lexer, Diag *diag, size_t from, size_t to, const char *format, ...) {
    if (diag == NULL) return;
    va_list args;
    va_start(args, format);
    BUF_AUTO Buf instead = buf_new(64 * 1024);
    buf_addv(&instead, format, args);
    va_end(args);
    lexer->mend = (Mend){diag, from, to, buf_keep(&instead, lexer->diags->arena)};
    Sv line = text_rewritten(lexer->diags->arena, lexer->whole, lexer->whole_at + from,
                             lexer->whole_at + to, buf_sv(&instead));
    line = spanmap_written(lexer->map, lexer->diags->arena, line);
    diag_hint(lexer->diags, diag, "write it as: %.*s", SV_ARG(line));
}

Sv token_show(const CelLexer *lexer, Arena *arena, Token token) {
    Sv text = token_text(lexer, token);
    Sv cut = utf8_fit(text, 40);
    const char *more = cut.len < text.len ? "…" : "";
    switch (token.kind) {
    case TOKEN_END: return SV("the end of the expression");
    case TOKEN_NAME:
    case TOKEN_QUOTED: return sv_format(arena, "the name '%.*s%s'", SV_ARG(cut), more);
    case TOKEN_INT:
    case TOKEN_UINT:
    case TOKEN_DOUBLE: return sv_format(arena, "the number %.*s%s", SV_ARG(cut), more);
    case TOKEN_STRING:
    case TOKEN_BYTES: return sv_format(arena, "the text %.*s%s", SV_ARG(cut), more);
    default: return sv_format(arena, "'%.*s'", SV_ARG(text));
    }
}

// ── what is not CEL ──

// Spellings of other languages, longest first, with what CEL writes instead.
typedef struct ForeignSign {
    const char *text;
    const char *instead; // NULL: it cannot simply be replaced
    const char *message;
} ForeignSign;

static const ForeignSign foreigners[] = {
    {"===", "==", "'===' is not an operator here; equality is '=='"},
    {"!==", "!=", "'!==' is not an operator here; inequality is '!='"},
    {"=~", NULL,
     "'=~' is not an operator here; a regular expression is asked with text.matches(r'…')"},
    {"!~", NULL,
     "'!~' is not an operator here; a regular expression is asked with !text.matches(r'…')"},
    {"=>", NULL, "'=>' is not known here; a macro names its variable first: list.all(x, x > 0)"},
    {"<>", "!=", "'<>' is not an operator here; inequality is '!='"},
    {"**", NULL, "'**' is not an operator here; multiply the number with itself"},
    {"??", NULL,
     "'\?\?' is not an operator here; a fallback is written as a.?b.orValue('fallback')"},
    {"?.", ".?", "'?.' is written the other way round here: '.?'"},
    {"${", NULL, "an expression stands bare here, without ${…}"},
    {"=", "==", "'=' assigns in other languages; equality is '=='"},
    {"&", "&&", "a single '&' is not an operator here; 'and' is written '&&'"},
    {"|", "||", "a single '|' is not an operator here; 'or' is written '||'"},
    {"$", NULL, "'$' means nothing here; names are written bare: inputs.base_url"},
    {"#", NULL,
     "'#' begins a comment only at a line's start; within an expression comments begin with '//'"},
    {"@", NULL, "'@' means nothing here"},
    {"^", NULL, "'^' is not an operator here"},
    {"~", NULL, "'~' is not an operator here"},
    {";", NULL, "';' means nothing here; one expression stands on a line"},
    {"\\", NULL, "'\\' means nothing outside of a text"},
    {"“", NULL, "typographic quotes do not delimit a text; use ' or \""},
    {"”", NULL, "typographic quotes do not delimit a text; use ' or \""},
    {"‘", NULL, "typographic quotes do not delimit a text; use ' or \""},
    {"’", NULL, "typographic quotes do not delimit a text; use ' or \""},
    {"\xc2\xa0", " ", "a no-break space stands where a space should"},
    {"≠", "!=", "'≠' is written '!='"},
    {"≤", "<=", "'≤' is written '<='"},
    {"≥", ">=", "'≥' is written '>='"},
    {"–", "-", "a dash stands where a minus '-' should"},
    {"−", "-", "a typographic minus stands where '-' should"},
};

static const ForeignSign *foreign_at(const CelLexer *lexer) {
    Sv rest = sv_slice(lexer->text, lexer->at, lexer->text.len);
    for (size_t i = 0; i < sizeof foreigners / sizeof *foreigners; i++) {
        if (sv_starts(rest, sv_from_c(foreigners[i].text))) return &foreigners[i];
    }
    return NULL;
}

static Token end_here(const CelLexer *lexer) {
    return (Token){TOKEN_END, (uint32_t)lexer->at, (uint32_t)lexer->at};
}

// A filter of templates and of jq: `list | length`.
static bool names_filter(const CelLexer *lexer, size_t at) {
    static const char *const filters[] = {
        "length", "count",  "upper", "lower", "trim",  "first",  "last",    "join",
        "sort",   "unique", "keys",  "int",   "float", "string", "default", "map",
        "select", "min",    "max",   "sum",   "bool",  "tojson", "fromjson"};
    while (at < lexer->text.len && lexer->text.at[at] == ' ')
        at++;
    size_t end = at;
    while (end < lexer->text.len && is_letter(lexer->text.at[end]))
        end++;
    Sv word = sv_slice(lexer->text, at, end);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (sv_eq_c(word, filters[i])) return end == lexer->text.len || lexer->text.at[end] != '.';
    return false;
}

static Token refuse_foreign(CelLexer *lexer, const ForeignSign *foreign) {
    size_t from = lexer->at, to = from + strlen(foreign->text);
    if (strcmp(foreign->text, "|") == 0 && names_filter(lexer, to)) {
        lexer_error(
            lexer, DIAG_CEL_FOREIGN, from, to,
            "'|' hands nothing on here; a function is called behind its value: list.size()");
        return end_here(lexer);
    }
    Diag *diag = lexer_error(lexer, DIAG_CEL_FOREIGN, from, to, "%s", foreign->message);
    if (strcmp(foreign->text, "=>") == 0) lexer_hint_arrow(lexer, diag);
    if (foreign->instead != NULL)
        lexer_hint(lexer, diag, from, to, "%s", foreign->instead);
    else if (strcmp(foreign->text, "$") == 0 && is_letter(look(lexer, 1)))
        lexer_hint(lexer, diag, from, to, "%s", "");
    return end_here(lexer);
}

static Token refuse_character(CelLexer *lexer) {
    const ForeignSign *foreign = foreign_at(lexer);
    if (foreign != NULL) return refuse_foreign(lexer, foreign);
    size_t to = lexer->at;
    utf8_next(lexer->text, &to);
    BUF_AUTO Buf shown = buf_new(64);
    shown_add(&shown, sv_slice(lexer->text, lexer->at, to), false);
    lexer_error(lexer, DIAG_CEL_SYNTAX, lexer->at, to, "the character '%.*s' means nothing here",
                SV_ARG(buf_sv(&shown)));
    return end_here(lexer);
}

// ── white space and comments ──

static void skip_blank(CelLexer *lexer) {
    for (;;) {
        char c = look(lexer, 0);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            lexer->at++;
        } else if (c == '/' && look(lexer, 1) == '/') {
            while (lexer->at < lexer->text.len && look(lexer, 0) != '\n')
                lexer->at++;
        } else {
            return;
        }
    }
}

// ── numbers ──

static void take_digits(CelLexer *lexer) {
    while (ascii_is_digit(look(lexer, 0)))
        lexer->at++;
}

// What a number followed by letters may mean.
static void hint_suffix(CelLexer *lexer, Diag *diag, size_t from, size_t suffix_at, size_t to) {
    Sv suffix = sv_slice(lexer->text, suffix_at, to),
       number = sv_slice(lexer->text, from, suffix_at);
    static const char *const units[] = {"s", "ms", "m", "h", "us", "ns", "min", "sec"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!sv_eq_c(suffix, units[i])) continue;
        Sv unit = i < 6 ? suffix : i == 6 ? SV("m") : SV("s");
        lexer_hint(lexer, diag, from, to, "duration('%.*s%.*s')", SV_ARG(number), SV_ARG(unit));
        return;
    }
    if (sv_eq(suffix, SV("d"))) lexer_hint(lexer, diag, from, to, "days(%.*s)", SV_ARG(number));
    bool grouped = suffix.len > 1 && suffix.at[0] == '_';
    for (size_t i = 0; grouped && i < suffix.len; i++)
        grouped = ascii_is_digit(suffix.at[i]) || suffix.at[i] == '_';
    if (!grouped || diag == NULL) return;
    BUF_AUTO Buf plain = buf_new(256);
    for (size_t i = from; i < to; i++) {
        if (lexer->text.at[i] != '_') buf_add_char(&plain, lexer->text.at[i]);
    }
    lexer_hint(lexer, diag, from, to, "%.*s", SV_ARG(buf_sv(&plain)));
}

static Token number_token(CelLexer *lexer) {
    size_t from = lexer->at;
    TokenKind kind = TOKEN_INT;
    if (look(lexer, 0) == '0' && (look(lexer, 1) == 'x' || look(lexer, 1) == 'X') &&
        ascii_is_hex(look(lexer, 2))) {
        lexer->at += 2;
        while (ascii_is_hex(look(lexer, 0)))
            lexer->at++;
    } else {
        take_digits(lexer);
        if (look(lexer, 0) == '.' && ascii_is_digit(look(lexer, 1))) {
            kind = TOKEN_DOUBLE;
            lexer->at++;
            take_digits(lexer);
        }
        size_t sign = look(lexer, 1) == '+' || look(lexer, 1) == '-' ? 1 : 0;
        if ((look(lexer, 0) == 'e' || look(lexer, 0) == 'E') &&
            ascii_is_digit(look(lexer, 1 + sign))) {
            kind = TOKEN_DOUBLE;
            lexer->at += 1 + sign;
            take_digits(lexer);
        }
    }
    if (kind == TOKEN_INT && (look(lexer, 0) == 'u' || look(lexer, 0) == 'U')) {
        kind = TOKEN_UINT;
        lexer->at++;
    }
    size_t to = lexer->at;
    if (is_letter(look(lexer, 0)) || ascii_is_digit(look(lexer, 0))) {
        while (is_letter(look(lexer, 0)) || ascii_is_digit(look(lexer, 0)))
            lexer->at++;
        Diag *diag = lexer_error(lexer, DIAG_CEL_LITERAL, from, lexer->at, "'%.*s' is not a number",
                                 SV_ARG(sv_slice(lexer->text, from, lexer->at)));
        hint_suffix(lexer, diag, from, to, lexer->at);
        return end_here(lexer);
    }
    return (Token){kind, (uint32_t)from, (uint32_t)to};
}

// ── texts ──

// The offset of the opening quote if a text begins here: r'…', b"…", br'…', '…'.
static bool text_ahead(const CelLexer *lexer, size_t *quote, bool *raw, bool *bytes) {
    size_t ahead = 0;
    *bytes = look(lexer, 0) == 'b' || look(lexer, 0) == 'B';
    if (*bytes) ahead++;
    *raw = look(lexer, ahead) == 'r' || look(lexer, ahead) == 'R';
    if (*raw) ahead++;
    *quote = ahead;
    return look(lexer, ahead) == '\'' || look(lexer, ahead) == '"';
}

static Token text_token(CelLexer *lexer, size_t quote_ahead, bool raw, bool bytes) {
    size_t from = lexer->at;
    char quote = look(lexer, quote_ahead);
    bool triple = look(lexer, quote_ahead + 1) == quote && look(lexer, quote_ahead + 2) == quote;
    size_t width = triple ? 3 : 1;
    size_t at = from + quote_ahead + width;
    for (; at < lexer->text.len; at++) {
        char c = lexer->text.at[at];
        if (c == '\\' && !raw) {
            at++;
        } else if ((c == '\n' || c == '\r') && !triple) {
            break;
        } else if (c == quote && (!triple || (sv_slice(lexer->text, at, at + 3).len == 3 &&
                                              lexer->text.at[at + 1] == quote &&
                                              lexer->text.at[at + 2] == quote))) {
            lexer->at = at + width;
            return (Token){bytes ? TOKEN_BYTES : TOKEN_STRING, (uint32_t)from, (uint32_t)lexer->at};
        }
    }
    size_t opening = from + quote_ahead + width;
    lexer_error(lexer, DIAG_CEL_LITERAL, from, opening,
                "the text that begins here is not closed: a closing %.*s is missing",
                SV_ARG(sv_slice(lexer->text, from + quote_ahead, opening)));
    return end_here(lexer);
}

static Token quoted_name(CelLexer *lexer) {
    size_t from = lexer->at, at = from + 1;
    while (at < lexer->text.len) {
        char c = lexer->text.at[at];
        if (!is_letter(c) && !ascii_is_digit(c) && strchr(".-/ ", c) == NULL) break;
        at++;
    }
    if (at < lexer->text.len && lexer->text.at[at] == '`' && at > from + 1) {
        lexer->at = at + 1;
        return (Token){TOKEN_QUOTED, (uint32_t)from, (uint32_t)lexer->at};
    }
    lexer_error(
        lexer, DIAG_CEL_LITERAL, from, at,
        "a name between backquotes holds letters, digits and ._-/ only, and is closed by `");
    return end_here(lexer);
}

// ── operators ──

typedef struct Sign {
    char text[3];
    TokenKind kind;
} Sign;

// Operators of two characters first.
static const Sign signs[] = {
    {"==", TOKEN_EQUAL},       {"!=", TOKEN_UNEQUAL},
    {"<=", TOKEN_LESS_EQUAL},  {">=", TOKEN_GREATER_EQUAL},
    {"&&", TOKEN_AND},         {"||", TOKEN_OR},
    {".", TOKEN_DOT},          {",", TOKEN_COMMA},
    {":", TOKEN_COLON},        {"?", TOKEN_QUESTION},
    {"(", TOKEN_LEFT_PAREN},   {")", TOKEN_RIGHT_PAREN},
    {"[", TOKEN_LEFT_BRACKET}, {"]", TOKEN_RIGHT_BRACKET},
    {"{", TOKEN_LEFT_BRACE},   {"}", TOKEN_RIGHT_BRACE},
    {"!", TOKEN_NOT},          {"-", TOKEN_MINUS},
    {"+", TOKEN_PLUS},         {"*", TOKEN_STAR},
    {"/", TOKEN_SLASH},        {"%", TOKEN_PERCENT},
    {"<", TOKEN_LESS},         {">", TOKEN_GREATER},
};

static Token sign_token(CelLexer *lexer) {
    char first = look(lexer, 0), second = look(lexer, 1), third = look(lexer, 2);
    // Spellings that would be read as two operators and then reported at the wrong place. "?."
    // needs a name before and after it, since `a ?.5 : 1` is a condition.
    bool foreign = ((first == '=' || first == '!') && second == '=' && third == '=') ||
                   (first == '<' && second == '>') || (first == '*' && second == '*') ||
                   (first == '!' && second == '~') || (first == '?' && second == '?') ||
                   (first == '?' && second == '.' && is_letter(third));
    if (foreign) return refuse_character(lexer);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i].text[0] != first) continue;
        if (signs[i].text[1] != '\0' && signs[i].text[1] != second) continue;
        size_t from = lexer->at;
        lexer->at += signs[i].text[1] != '\0' ? 2 : 1;
        return (Token){signs[i].kind, (uint32_t)from, (uint32_t)lexer->at};
    }
    return refuse_character(lexer);
}

Token lexer_next(CelLexer *lexer) {
    skip_blank(lexer);
    if (lexer->failed || lexer->at >= lexer->text.len) return end_here(lexer);
    char c = look(lexer, 0);
    size_t quote = 0;
    bool raw = false, bytes = false;
    if (text_ahead(lexer, &quote, &raw, &bytes)) return text_token(lexer, quote, raw, bytes);
    if (is_letter(c)) {
        size_t from = lexer->at;
        while (is_letter(look(lexer, 0)) || ascii_is_digit(look(lexer, 0)))
            lexer->at++;
        return (Token){TOKEN_NAME, (uint32_t)from, (uint32_t)lexer->at};
    }
    if (ascii_is_digit(c) || (c == '.' && ascii_is_digit(look(lexer, 1))))
        return number_token(lexer);
    if (c == '`') return quoted_name(lexer);
    return sign_token(lexer);
}
