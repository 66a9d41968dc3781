// Turns number and text literals into values; escapes are read here.
#include "base/ascii.h"
#include "base/num.h"
#include "base/utf8.h"
#include "cel/syntax/lexer.h"

#include <math.h>

// ── numbers ──

static Diag *refuse_size(CelLexer *lexer, Token token, const char *type, const char *range) {
    return lexer_error(lexer, DIAG_CEL_LITERAL, token.from, token.to,
                       "%.*s is out of the range of %s (%s)", SV_ARG(token_text(lexer, token)),
                       type, range);
}

// In answers such numbers become decimals.
static bool refuse_int(CelLexer *lexer, Token token, Sv text) {
    Diag *diag = refuse_size(lexer, token, "int", "-9223372036854775808 to 9223372036854775807");
    bool hex = text.len > 1 && (text.at[1] == 'x' || text.at[1] == 'X');
    if (diag && !hex)
        lexer_hint(lexer, diag, token.from, token.to, "decimal('%.*s')", SV_ARG(text));
    return false;
}

static bool whole_number(Sv digits, uint64_t *out) {
    if (sv_starts(digits, SV("0x")) || sv_starts(digits, SV("0X"))) {
        return num_parse_hex(sv_slice(digits, 2, digits.len), out);
    }
    return num_parse_u64(digits, out);
}

bool literal_number(CelLexer *lexer, Token token, bool negative, Value *out) {
    Sv text = token_text(lexer, token);
    if (token.kind == TOKEN_DOUBLE) {
        double number = 0;
        if (!num_parse_double(text, &number) || isinf(number)) {
            refuse_size(lexer, token, "double", "at most 1.797e308");
            return false;
        }
        *out = value_double(negative ? -number : number);
        return true;
    }
    uint64_t number = 0;
    if (token.kind == TOKEN_UINT) {
        if (!whole_number(sv_slice(text, 0, text.len - 1), &number)) {
            refuse_size(lexer, token, "uint", "0 to 18446744073709551615");
            return false;
        }
        *out = value_uint(number);
        return true;
    }
    if (!whole_number(text, &number) || number > (uint64_t)INT64_MAX + (negative ? 1 : 0)) {
        return refuse_int(lexer, token, text);
    }
    *out = value_int(negative ? (int64_t)(0 - number) : (int64_t)number);
    return true;
}

// ── escapes ──

typedef struct TextReader {
    CelLexer *lexer;
    Token token;
    Sv text;      // between the quotes
    size_t at;    // within it
    size_t start; // of `text` within the lexer's text
    bool bytes;
    Buf out;
} TextReader;

// The literal as a raw text, if that is possible: what is usually meant by '\d'.
static void hint_raw(TextReader *reader, Diag *diag) {
    if (reader->bytes || diag == NULL) return;
    Sv whole = token_text(reader->lexer, reader->token);
    lexer_hint(reader->lexer, diag, reader->token.from, reader->token.to, "r%.*s", SV_ARG(whole));
}

static bool refuse_escape(TextReader *reader, size_t from, size_t to, const char *why) {
    CelLexer *lexer = reader->lexer;
    bool unknown = to - from < 3;
    Sv escape = sv_slice(reader->text, from, to);
    Diag *diag = lexer_error(lexer, DIAG_CEL_ESCAPE, reader->start + from,
                             reader->start + from + escape.len, "'%.*s' %s", SV_ARG(escape), why);
    if (unknown) hint_raw(reader, diag);
    return false;
}

static bool digits_at(const TextReader *reader, size_t from, size_t count, unsigned base,
                      uint32_t *out) {
    uint32_t number = 0;
    for (size_t i = from; i < from + count; i++) {
        if (i >= reader->text.len) return false;
        int digit = ascii_hex_value(reader->text.at[i]);
        if (digit < 0 || (unsigned)digit >= base) return false;
        number = number * base + (unsigned)digit;
    }
    *out = number;
    return true;
}

static char simple_escape(char c) {
    switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`': return c;
    default: return '\0';
    }
}

static bool add_code_point(TextReader *reader, size_t from, size_t to, uint32_t code_point) {
    if (reader->bytes) {
        buf_add_char(&reader->out, (char)(unsigned char)code_point);
        return true;
    }
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        return refuse_escape(reader, from, to, "is not a Unicode character");
    }
    buf_add_utf8(&reader->out, code_point);
    return true;
}

// At a backslash.
static bool read_escape(TextReader *reader) {
    size_t from = reader->at;
    char c = from + 1 < reader->text.len ? reader->text.at[from + 1] : '\0';
    char simple = simple_escape(c);
    if (simple != '\0') {
        buf_add_char(&reader->out, simple);
        reader->at += 2;
        return true;
    }
    bool octal = ascii_is_digit(c) && c <= '3';
    size_t digits = c == 'x' || c == 'X' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : octal ? 3 : 0;
    size_t digits_from = from + (octal ? 1 : 2);
    if (digits == 0) {
        size_t to = from + 1;
        if (to < reader->text.len) utf8_next(reader->text, &to);
        return refuse_escape(reader, from, to,
                             "is not an escape; in a regular expression use a raw text");
    }
    size_t to = digits_from + digits;
    if (reader->bytes && digits >= 4)
        return refuse_escape(reader, from, to, "cannot stand in bytes; use \\x");
    uint32_t code_point = 0;
    if (!digits_at(reader, digits_from, digits, octal ? 8 : 16, &code_point)) {
        return refuse_escape(reader, from, to,
                             octal         ? "is not an escape: an octal one has three digits"
                             : digits == 2 ? "is not an escape: \\x takes two hexadecimal digits"
                             : digits == 4
                                 ? "is not an escape: \\u takes four hexadecimal digits"
                                 : "is not an escape: \\U takes eight hexadecimal digits");
    }
    reader->at = to;
    return add_code_point(reader, from, to, code_point);
}

bool literal_text(CelLexer *lexer, Arena *arena, Token token, Value *out) {
    Sv whole = token_text(lexer, token);
    size_t quote = 0;
    while (whole.at[quote] != '\'' && whole.at[quote] != '"')
        quote++;
    bool raw = quote > 0 && (whole.at[quote - 1] == 'r' || whole.at[quote - 1] == 'R');
    bool triple = whole.len >= quote + 6 && whole.at[quote + 1] == whole.at[quote] &&
                  whole.at[quote + 2] == whole.at[quote];
    size_t width = triple ? 3 : 1;
    Sv text = sv_slice(whole, quote + width, whole.len - width);
    bool bytes = token.kind == TOKEN_BYTES;
    if (raw || sv_find_char(text, '\\', 0) == SV_NONE) {
        *out = bytes ? value_bytes(text) : value_string(text);
        return true;
    }
    // An escape is never longer decoded than written.
    TextReader reader = {.lexer = lexer,
                         .token = token,
                         .text = text,
                         .start = token.from + quote + width,
                         .bytes = bytes,
                         .out = buf_new(text.len + 8)};
    bool fine = true;
    while (fine && reader.at < text.len) {
        if (text.at[reader.at] == '\\') {
            fine = read_escape(&reader);
        } else {
            buf_add_char(&reader.out, text.at[reader.at++]);
        }
    }
    Sv decoded = buf_keep(&reader.out, arena);
    buf_free(&reader.out);
    if (fine) *out = bytes ? value_bytes(decoded) : value_string(decoded);
    return fine;
}
