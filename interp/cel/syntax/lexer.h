// Cuts expressions into tokens: names, numbers, texts with their escapes, comments. An error is
// reported once, with a hint; after it the lexer only yields the end.
#ifndef CEL_SYNTAX_LEXER_H
#define CEL_SYNTAX_LEXER_H

#include "diag/diag.h"
#include "value/value.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_NAME,   // identifiers, reserved words and keywords alike
    TOKEN_QUOTED, // `name`
    TOKEN_INT,
    TOKEN_UINT,
    TOKEN_DOUBLE,
    TOKEN_STRING,
    TOKEN_BYTES,
    TOKEN_DOT,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_QUESTION,
    TOKEN_LEFT_PAREN,
    TOKEN_RIGHT_PAREN,
    TOKEN_LEFT_BRACKET,
    TOKEN_RIGHT_BRACKET,
    TOKEN_LEFT_BRACE,
    TOKEN_RIGHT_BRACE,
    TOKEN_NOT,
    TOKEN_MINUS,
    TOKEN_PLUS,
    TOKEN_STAR,
    TOKEN_SLASH,
    TOKEN_PERCENT,
    TOKEN_EQUAL,
    TOKEN_UNEQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,
    TOKEN_AND,
    TOKEN_OR
} TokenKind;

typedef struct Token {
    TokenKind kind;
    uint32_t from, to; // bytes of the text
} Token;

// What a hint puts in place of a part of the text.
typedef struct Mend {
    Diag *diag; // of which it is the hint; NULL = there is none
    size_t from, to;
    Sv instead;
} Mend;

typedef struct CelLexer {
    Sv text;
    Sv whole;           // the text it was cut from, for hints
    size_t whole_at;    // where it begins in it
    size_t at;          // where the next token is looked for
    const SpanMap *map; // for places
    Diags *diags;       // NULL: quiet
    bool failed;        // an error was met
    Mend mend;          // the hint of that error
} CelLexer;

// The next token; TOKEN_END at the end and after an error.
Token lexer_next(CelLexer *lexer);
Sv token_text(const CelLexer *lexer, Token token);
// "the name 'x'", "')'", "the end of the expression": for messages; in the arena.
Sv token_show(const CelLexer *lexer, Arena *arena, Token token);

// Reports an error at [from, to), and marks the lexer as failed. NULL if the lexer is quiet or has
// failed before.
Diag *lexer_error(CelLexer *lexer, DiagId id, size_t from, size_t to, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
// Sets the hint "write it as: …" with [from, to) of the text replaced; does nothing if `diag` is
// NULL.
void lexer_hint(CelLexer *lexer, Diag *diag, size_t from, size_t to, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
// The same for `list.some(x => …)`, with the macro that it is here; nothing where there is none.
void lexer_hint_arrow(CelLexer *lexer, Diag *diag);

// The value of a number or text; false with an error reported.
MUST_USE bool literal_number(CelLexer *lexer, Token token, bool negative, Value *out);
MUST_USE bool literal_text(CelLexer *lexer, Arena *arena, Token token, Value *out);

// The line of the text around [from, to) with that part replaced, for hints.
Sv text_rewritten(Arena *arena, Sv text, size_t from, size_t to, Sv instead);

#endif
