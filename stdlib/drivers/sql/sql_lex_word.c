// What the words of a statement say of it.
#include "drivers/sql/sql_lexer.h"

void sql_lexer_tell(SqlLexer *lexer, SqlTokenKind kind, size_t from, size_t to) {
    sql_reading_take(&lexer->reading, (SqlToken){kind, sv_slice(lexer->text, from, to)});
}

bool sql_word_is_of(Sv word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq_nocase(word, sv_from_c(words[i]))) return true;
    return false;
}

static Sv in_capitals(Arena *arena, Sv word) {
    char *capitals = arena_alloc_raw(arena, word.len);
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        capitals[i] = ascii_upper(c);
    }
    return (Sv){capitals, word.len};
}

// A routine's or trigger's body may hold semicolons between BEGIN and END, and CASE has an END of
// its own.
static void follow_body(SqlLexer *lexer, Sv word) {
    static const char *const routines[] = {"function", "procedure", "trigger"};
    if (lexer->creates && lexer->words <= 5 && SQL_WORD_IS_OF(word, routines))
        lexer->creates_routine = true;
    if (!lexer->creates_routine) return;
    if (sv_eq_nocase(word, SV("begin")))
        lexer->bodies++;
    else if (lexer->bodies > 0 && sv_eq_nocase(word, SV("case")))
        lexer->bodies++;
    else if (lexer->bodies > 0 && sv_eq_nocase(word, SV("end")))
        lexer->bodies--;
}

// Statements that cannot be rolled back as a whole, since they commit on their way or run outside
// of any transaction.
static void follow_blocks(SqlLexer *lexer, Sv word) {
    static const char *const alone[] = {"call",    "do",      "vacuum",    "cluster",
                                        "reindex", "analyze", "checkpoint"};
    static const char *const of_the_cluster[] = {"system", "database", "tablespace",
                                                 "subscription"};
    static const char *const makers[] = {"create", "alter", "drop"};
    if (lexer->words == 1 && SQL_WORD_IS_OF(word, alone)) lexer->own_blocks = true;
    if (lexer->words == 2 && SQL_WORD_IS_OF(lexer->verb, makers) &&
        SQL_WORD_IS_OF(word, of_the_cluster))
        lexer->own_blocks = true;
    if (sv_eq_nocase(word, SV("concurrently"))) lexer->own_blocks = true;
}

static const char *const change_verbs[] = {"insert", "update", "delete", "merge", "replace"};
// Statements that may be in a WITH; there REPLACE is a function.
static const char *const parts_that_change[] = {"insert", "update", "delete", "merge"};

static void take_word(SqlLexer *lexer, Sv word, bool opened) {
    static const char *const row_verbs[] = {"select",  "values", "table", "show",
                                            "explain", "pragma", "fetch", "execute"};
    lexer->words++;
    if (lexer->words == 1) {
        lexer->verb = in_capitals(lexer->arena, word);
        lexer->gives_rows = SQL_WORD_IS_OF(word, row_verbs);
        lexer->creates = sv_eq_nocase(word, SV("create"));
    } else if (sv_eq_c(lexer->verb, "WITH") && lexer->parens == 0 && !lexer->gives_rows) {
        // The statement behind the WITH decides: in INSERT … SELECT the INSERT, not the SELECT that
        // feeds it.
        lexer->gives_rows = SQL_WORD_IS_OF(word, row_verbs);
        if (SQL_WORD_IS_OF(word, change_verbs)) lexer->verb = in_capitals(lexer->arena, word);
    }
    // Within a WITH its rows go to the statement behind it, within a routine to that.
    if (lexer->parens == 0 && !lexer->creates && sv_eq_nocase(word, SV("returning")))
        lexer->returning = true;
    if (sv_eq_c(lexer->verb, "COPY") && sv_eq_nocase(word, SV("stdin"))) lexer->copies_in = true;
    if (opened && SQL_WORD_IS_OF(word, parts_that_change)) lexer->changes_aside = true;
    follow_blocks(lexer, word);
    follow_body(lexer, word);
}

bool sql_lex_word(SqlLexer *lexer, Sv before, bool opened) {
    size_t from = lexer->at;
    while (sql_is_name_byte(sql_byte_at(lexer, lexer->at)) || sql_byte_at(lexer, lexer->at) == '$')
        lexer->at++;
    Sv word = sv_slice(lexer->text, from, lexer->at);
    bool standard = lexer->dialect == SQL_STANDARD;
    if (standard && sql_byte_at(lexer, lexer->at) == '\'' && sv_eq_nocase(word, SV("e"))) {
        size_t quote = lexer->at;
        bool ended = sql_skip_escaped(lexer);
        sql_lexer_tell(lexer, SQL_TOKEN_TEXT, quote + 1, lexer->at - 1);
        return ended;
    }
    sql_lexer_tell(lexer, SQL_TOKEN_WORD, from, lexer->at);
    // A function with a schema may be anything, whatever its name.
    lexer->callee = sv_eq_c(before, ".") ? before : word;
    take_word(lexer, word, opened);
    return true;
}

bool sql_changes_rows(Sv verb) {
    return SQL_WORD_IS_OF(verb, change_verbs) || sv_eq_c(verb, "COPY");
}
