// A statement while it is read, for the files that read it.
#ifndef STDLIB_DRIVERS_SQL_SQL_LEXER_H
#define STDLIB_DRIVERS_SQL_SQL_LEXER_H

#include "base/ascii.h"
#include "drivers/sql/sql_lex.h"
#include "drivers/sql/sql_reads.h"

typedef struct SqlLexer {
    Arena *arena;
    Sv text;
    size_t at;
    size_t end; // of the statement: where a semicolon stood, or the text's end
    bool ended; // a semicolon was seen
    int parens;
    int brackets;
    int bodies; // BEGIN … END of a routine or trigger, which holds semicolons
    size_t words;
    bool creates;         // CREATE …
    bool creates_routine; // … FUNCTION, PROCEDURE or TRIGGER
    Sv verb;
    bool gives_rows;
    bool returning;
    Sv callee;          // the word just before; a parenthesis makes it a call
    bool other_calls;   // something is called that may leave a trace
    bool opened;        // a parenthesis has just been opened
    bool changes_aside; // a change stands within parentheses
    bool own_blocks;
    bool copies_in; // COPY … FROM STDIN
    SqlBind *binds;
    unsigned bind_count, bind_capacity;
    Sv *names;
    unsigned name_count, name_capacity;
    SqlReading reading;
    SqlDialect dialect;
    SqlProblem *problem;
} SqlLexer;

static inline char sql_byte_at(const SqlLexer *lexer, size_t at) {
    return at < lexer->text.len ? lexer->text.at[at] : '\0';
}

static inline bool sql_is_letter(char c) {
    return ascii_is_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

static inline bool sql_is_name_byte(char c) {
    return sql_is_letter(c) || ascii_is_digit(c);
}

static inline bool sql_is_line_end(char c) {
    return c == '\n' || c == '\r';
}

// What a database takes for a blank: form feed and vertical tab too.
static inline bool sql_is_blank(char c) {
    return ascii_is_space(c) || c == '\f' || c == '\v';
}

// ── sql_lex_held.c: what holds other text ──

bool sql_lexer_refuse(SqlLexer *lexer, Sv error, Sv hint);
bool sql_lexer_refuse_open(SqlLexer *lexer, const char *what, size_t from, const char *closing);
MUST_USE bool sql_skip_quoted(SqlLexer *lexer, char quote, bool backslashes);
MUST_USE bool sql_skip_block_comment(SqlLexer *lexer);
void sql_skip_line_comment(SqlLexer *lexer);
MUST_USE bool sql_skip_escaped(SqlLexer *lexer);
MUST_USE bool sql_skip_dollar_body(SqlLexer *lexer, bool *is_body);

// ── sql_lex_word.c: words, and what they say of the statement ──

bool sql_word_is_of(Sv word, const char *const *words, size_t count);
#define SQL_WORD_IS_OF(word, words) sql_word_is_of((word), (words), sizeof(words) / sizeof *(words))
void sql_lexer_tell(SqlLexer *lexer, SqlTokenKind kind, size_t from, size_t to);
MUST_USE bool sql_lex_word(SqlLexer *lexer, Sv before, bool opened);
bool sql_changes_rows(Sv verb);

#endif
