// Strings, quoted names, comments and dollar-quoted bodies.
#include "drivers/sql/sql_lexer.h"

bool sql_lexer_refuse(SqlLexer *lexer, Sv error, Sv hint) {
    *lexer->problem = (SqlProblem){error, hint};
    return false;
}

static size_t sql_lexer_line_of(const SqlLexer *lexer, size_t offset) {
    size_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += lexer->text.at[i] == '\n';
    return line;
}

bool sql_lexer_refuse_open(SqlLexer *lexer, const char *what, size_t from, const char *closing) {
    return sql_lexer_refuse(lexer,
                            sv_format(lexer->arena, "%s that begins in line %zu does not end", what,
                                      sql_lexer_line_of(lexer, from)),
                            sv_format(lexer->arena, "close it with %s", closing));
}

// Within quotes of this kind, doubled ones stand for themselves; E'…' knows backslashes as well.
bool sql_skip_quoted(SqlLexer *lexer, char quote, bool backslashes) {
    size_t from = lexer->at++;
    while (lexer->at < lexer->text.len) {
        char c = lexer->text.at[lexer->at];
        if (backslashes && c == '\\') {
            lexer->at += 2;
            continue;
        }
        lexer->at++;
        if (c != quote) continue;
        if (sql_byte_at(lexer, lexer->at) != quote) return true;
        lexer->at++;
    }
    const char closing[] = {quote, '\0'};
    return sql_lexer_refuse_open(lexer, quote == '\'' ? "a string" : "a quoted name", from,
                                 closing);
}

// In MySQL's dialect they do not stand within each other.
bool sql_skip_block_comment(SqlLexer *lexer) {
    size_t from = lexer->at, depth = 0;
    bool nest = lexer->dialect != SQL_MYSQL;
    while (lexer->at < lexer->text.len) {
        Sv here = sv_slice(lexer->text, lexer->at, lexer->at + 2);
        if (sv_eq_c(here, "/*") && (nest || depth == 0)) depth++;
        if (sv_eq_c(here, "*/")) depth--;
        bool mark = (sv_eq_c(here, "/*") && (nest || lexer->at == from)) || sv_eq_c(here, "*/");
        lexer->at += mark ? 2 : 1;
        if (depth == 0) return true;
    }
    return sql_lexer_refuse_open(lexer, "a comment", from, "*/");
}

void sql_skip_line_comment(SqlLexer *lexer) {
    // To PostgreSQL a carriage return ends it as well, to MySQL it does not.
    bool mysql = lexer->dialect == SQL_MYSQL;
    while (lexer->at < lexer->text.len) {
        char c = lexer->text.at[lexer->at];
        if (mysql ? c == '\n' : sql_is_line_end(c)) return;
        lexer->at++;
    }
}

// E'…' goes on where, behind a line end, another string begins.
bool sql_skip_escaped(SqlLexer *lexer) {
    for (;;) {
        if (!sql_skip_quoted(lexer, '\'', true)) return false;
        size_t behind = lexer->at;
        bool next_line = false;
        while (lexer->at < lexer->text.len) {
            if (sv_starts(sv_slice(lexer->text, lexer->at, lexer->text.len), SV("--")))
                sql_skip_line_comment(lexer);
            else if (sql_is_blank(lexer->text.at[lexer->at]))
                next_line = sql_is_line_end(lexer->text.at[lexer->at++]) || next_line;
            else
                break;
        }
        if (next_line && sql_byte_at(lexer, lexer->at) == '\'') continue;
        lexer->at = behind;
        return true;
    }
}

// $$ … $$ or $tag$ … $tag$; false in *is_body where the dollar begins something else.
bool sql_skip_dollar_body(SqlLexer *lexer, bool *is_body) {
    size_t from = lexer->at, tag_end = from + 1;
    *is_body = false;
    if (ascii_is_digit(sql_byte_at(lexer, tag_end))) return true;
    while (sql_is_name_byte(sql_byte_at(lexer, tag_end)))
        tag_end++;
    if (sql_byte_at(lexer, tag_end) != '$') return true;
    Sv tag = sv_slice(lexer->text, from, tag_end + 1);
    size_t close = sv_find(lexer->text, tag, tag_end + 1);
    *is_body = true;
    if (close == SV_NONE)
        return sql_lexer_refuse_open(lexer, "a dollar-quoted text", from,
                                     sv_to_c(lexer->arena, tag));
    lexer->at = close + tag.len;
    return true;
}
