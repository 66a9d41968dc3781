#include "drivers/sql/sql_lexer.h"

#include "base/buf.h"
#include "base/utf8.h"
#include <string.h>

// 12, 0x1F, 1_000, 1e5: a keyword may follow without a blank.
static void lex_number(SqlLexer *lexer) {
    size_t from = lexer->at;
    bool other_base =
        sql_byte_at(lexer, from) == '0' && sql_is_letter(sql_byte_at(lexer, from + 1));
    while (ascii_is_digit(sql_byte_at(lexer, lexer->at)) || sql_byte_at(lexer, lexer->at) == '_' ||
           (other_base && ascii_is_alnum(sql_byte_at(lexer, lexer->at))))
        lexer->at++;
    if (ascii_lower(sql_byte_at(lexer, lexer->at)) == 'e' &&
        ascii_is_digit(sql_byte_at(lexer, lexer->at + 1))) {
        lexer->at++;
        while (ascii_is_digit(sql_byte_at(lexer, lexer->at)))
            lexer->at++;
    }
    sql_lexer_tell(lexer, SQL_TOKEN_NUMBER, from, lexer->at);
}

// ── binds ──

static size_t number_of(SqlLexer *lexer, Sv name) {
    for (size_t i = 0; i < lexer->name_count; i++)
        if (sv_eq(lexer->names[i], name)) return i;
    arena_grow(lexer->arena, lexer->names, lexer->name_count, lexer->name_capacity);
    lexer->names[lexer->name_count] = name;
    return lexer->name_count++;
}

// In a[1:n] the colon separates the bounds of a slice.
static bool is_slice(const SqlLexer *lexer) {
    if (lexer->brackets == 0 || lexer->at == 0) return false;
    char before = lexer->text.at[lexer->at - 1];
    return sql_is_name_byte(before) || before == ')' || before == ']';
}

static void lex_colon(SqlLexer *lexer) {
    size_t from = lexer->at;
    sql_lexer_tell(lexer, SQL_TOKEN_MARK, from, from + 1);
    if (sql_byte_at(lexer, from + 1) == ':') {
        lexer->at += 2;
        return;
    }
    bool is_bind = sql_is_letter(sql_byte_at(lexer, from + 1)) && !is_slice(lexer);
    lexer->at++;
    if (!is_bind) return;
    while (sql_is_name_byte(sql_byte_at(lexer, lexer->at)))
        lexer->at++;
    Sv name = sv_slice(lexer->text, from + 1, lexer->at);
    arena_grow(lexer->arena, lexer->binds, lexer->bind_count, lexer->bind_capacity);
    lexer->binds[lexer->bind_count++] = (SqlBind){name, from, number_of(lexer, name)};
    sql_lexer_tell(lexer, SQL_TOKEN_TEXT, from, lexer->at);
}

static bool lex_dollar(SqlLexer *lexer) {
    bool is_body = false, standard = lexer->dialect == SQL_STANDARD;
    size_t from = lexer->at;
    if (standard && !sql_skip_dollar_body(lexer, &is_body)) return false;
    sql_lexer_tell(lexer, SQL_TOKEN_TEXT, from, lexer->at);
    if (is_body) return true;
    lexer->at++;
    if (sql_byte_at(lexer, lexer->at) == '{')
        return sql_lexer_refuse(lexer, SV("'${' stands in the query, which is never templated"),
                                SV("write :name, and beside the query params: { name: ${…} }"));
    // There $ may begin a name.
    if (!standard || !ascii_is_digit(sql_byte_at(lexer, lexer->at))) return true;
    while (ascii_is_digit(sql_byte_at(lexer, lexer->at)))
        lexer->at++;
    return sql_lexer_refuse(lexer,
                            sv_format(lexer->arena,
                                      "'%.*s' stands in the query, but values are bound by name",
                                      SV_ARG(sv_slice(lexer->text, from, lexer->at))),
                            SV("write :name, and beside the query params: { name: … }"));
}

// ── one piece after the other ──

// MySQL's server takes one statement, and knows itself where the body of a routine ends.
static bool lex_semicolon(SqlLexer *lexer) {
    bool in_body = lexer->bodies > 0 || (lexer->dialect == SQL_MYSQL && lexer->creates_routine);
    if (!in_body && !lexer->ended) {
        lexer->ended = true;
        lexer->end = lexer->at;
    }
    lexer->at++;
    return true;
}

// INSERT INTO name (…), … ON CONFLICT (…)
static bool names_columns(const SqlLexer *lexer, Sv before) {
    if (!sv_eq_c(lexer->verb, "INSERT")) return false;
    return lexer->words <= 3 || sv_eq_nocase(before, SV("conflict"));
}

static void lex_bracket(SqlLexer *lexer, char c, Sv callee) {
    if (c == '(') lexer->parens++;
    if (c == '(' && callee.len > 0 && !sql_call_is_plain(callee) && !names_columns(lexer, callee))
        lexer->other_calls = true;
    if (c == ')') lexer->parens--;
    if (c == '[') lexer->brackets++;
    if (c == ']' && lexer->brackets > 0) lexer->brackets--;
    lexer->at++;
}

static bool begins_line_comment(const SqlLexer *lexer, Sv here) {
    if (lexer->dialect == SQL_STANDARD) return sv_eq_c(here, "--");
    // 5--1 is 6.
    unsigned char behind = (unsigned char)sql_byte_at(lexer, lexer->at + 2);
    return here.at[0] == '#' || (sv_eq_c(here, "--") && (behind <= ' ' || behind == 0x7f));
}

// Within /*+ … */ MySQL reads quotes, in which the end of the comment would be none.
static bool is_quoted_hint(const SqlLexer *lexer) {
    if (lexer->dialect != SQL_MYSQL || sql_byte_at(lexer, lexer->at + 2) != '+') return false;
    size_t end = sv_find(lexer->text, SV("*/"), lexer->at + 2);
    Sv hint = sv_slice(lexer->text, lexer->at, end);
    return sv_find_char(hint, '\'', 0) != SV_NONE || sv_find_char(hint, '"', 0) != SV_NONE ||
           sv_find_char(hint, '`', 0) != SV_NONE;
}

// /*! … */ and /*M! … */
static bool is_carried_out(const SqlLexer *lexer) {
    if (lexer->dialect != SQL_MYSQL) return false;
    char mark = sql_byte_at(lexer, lexer->at + 2);
    return mark == '!' || (mark == 'M' && sql_byte_at(lexer, lexer->at + 3) == '!');
}

// Skips blanks and comments; false only if a comment does not end, or is none.
static bool skip_blank(SqlLexer *lexer, bool *skipped) {
    Sv here = sv_slice(lexer->text, lexer->at, lexer->at + 2);
    *skipped = true;
    if (sql_is_blank(here.at[0])) {
        lexer->at++;
    } else if (begins_line_comment(lexer, here)) {
        sql_skip_line_comment(lexer);
    } else if (sv_eq_c(here, "/*") && is_carried_out(lexer)) {
        return sql_lexer_refuse(
            lexer, SV("what stands in a comment of the form /*! … */ is carried out by MySQL"),
            SV("write it without the marks of the comment, or leave it out"));
    } else if (sv_eq_c(here, "/*") && is_quoted_hint(lexer)) {
        return sql_lexer_refuse(
            lexer, SV("a quote stands in a hint, /*+ … */, and MySQL reads on behind it"),
            SV("write the hint without quotes, or leave it out"));
    } else if (sv_eq_c(here, "/*")) {
        return sql_skip_block_comment(lexer);
    } else {
        *skipped = false;
    }
    return true;
}

static bool refuse_another(SqlLexer *lexer) {
    enum { COLUMNS = 30 };
    Sv rest = sv_slice(lexer->text, lexer->at, lexer->text.len), line = {0};
    sv_next_line(&rest, &line);
    Sv shown = utf8_fit(line, COLUMNS);
    return sql_lexer_refuse(
        lexer,
        sv_format(lexer->arena, "there is more than one statement: another begins with '%.*s%s'",
                  SV_ARG(shown), shown.len < line.len ? "…" : ""),
        SV("one step is one statement: make a step of each"));
}

// U&"…": its text holds codes of characters.
static bool is_coded(const SqlLexer *lexer) {
    size_t at = lexer->at;
    return at >= 2 && lexer->text.at[at - 1] == '&' && ascii_lower(lexer->text.at[at - 2]) == 'u' &&
           (at == 2 || !sql_is_name_byte(lexer->text.at[at - 3]));
}

static bool lex_quoted(SqlLexer *lexer, char quote) {
    size_t from = lexer->at;
    bool mysql = lexer->dialect == SQL_MYSQL, text = quote == '\'' || (mysql && quote == '"');
    SqlTokenKind kind = text                        ? SQL_TOKEN_TEXT
                        : !mysql && is_coded(lexer) ? SQL_TOKEN_CODED
                                                    : SQL_TOKEN_NAME;
    if (!sql_skip_quoted(lexer, quote, mysql && text)) return false;
    sql_lexer_tell(lexer, kind, from + 1, lexer->at - 1);
    return true;
}

static void lex_mark(SqlLexer *lexer, char c, Sv callee) {
    sql_lexer_tell(lexer, SQL_TOKEN_MARK, lexer->at, lexer->at + 1);
    lex_bracket(lexer, c, callee);
}

static bool lex_piece(SqlLexer *lexer) {
    char c = lexer->text.at[lexer->at];
    Sv callee = lexer->callee;
    bool opened = lexer->opened;
    lexer->opened = c == '(';
    bool mysql = lexer->dialect == SQL_MYSQL;
    lexer->callee = (c == '"' && !mysql) || c == '`' ? SV("\"") : (Sv){0};
    if (lexer->ended && c != ';') return refuse_another(lexer);
    if (c == '\'' || c == '"' || c == '`') return lex_quoted(lexer, c);
    if (ascii_is_digit(c)) {
        lex_number(lexer);
        return true;
    }
    if (sql_is_name_byte(c)) return sql_lex_word(lexer, callee, opened);
    switch (c) {
    case ':': lex_colon(lexer); return true;
    case '$': return lex_dollar(lexer);
    case ';': return lex_semicolon(lexer);
    case '?':
        if (!mysql) break;
        return sql_lexer_refuse(lexer, SV("'?' stands in the query, but values are bound by name"),
                                SV("write :name, and beside the query params: { name: … }"));
    case '\\':
        if (mysql)
            return sql_lexer_refuse(
                lexer,
                SV("a backslash stands in the query: commands such as \\G belong to mysql's shell"),
                SV("leave it out"));
        return sql_lexer_refuse(
            lexer, SV("a backslash stands in the query: commands such as \\d belong to psql"),
            SV("ask the catalogue: SELECT … FROM information_schema.tables"));
    case '.':
        if (lexer->words == 0)
            return sql_lexer_refuse(
                lexer, SV("commands that begin with a dot belong to SQLite's own shell"),
                SV("ask the catalogue: SELECT name FROM sqlite_schema"));
        lexer->callee = SV(".");
        break;
    default: break;
    }
    lex_mark(lexer, c, callee);
    return true;
}

static bool check_verb(SqlLexer *lexer) {
    const SqlStatementRow *row = sql_statement_row(lexer->verb);
    static const char *const of_mysql[] = {"describe", "desc"};
    if (lexer->dialect == SQL_MYSQL && SQL_WORD_IS_OF(lexer->verb, of_mysql)) return true;
    if (lexer->words == 0)
        return sql_lexer_refuse(lexer, SV("the query is empty"),
                                SV("write one statement: sql: SELECT 1"));
    if (row && row->kind == SQL_ALONE)
        return sql_lexer_refuse(lexer, sv_format(lexer->arena, "'%s' %s", row->word, row->does),
                                sv_from_c(row->hint));
    if (lexer->copies_in)
        return sql_lexer_refuse(lexer,
                                SV("COPY … FROM STDIN needs a stream, which a step does not have"),
                                SV("use shell: with psql, or INSERT the rows"));
    return true;
}

bool sql_lex_as(Arena *arena, Sv query, SqlDialect dialect, SqlText *out, SqlProblem *problem) {
    // Some editors put it at the beginning of a file.
    static const Sv byte_order_mark = SV_INIT("\xef\xbb\xbf");
    if (sv_starts(query, byte_order_mark)) query = sv_slice(query, byte_order_mark.len, query.len);
    SqlLexer lexer = {.arena = arena,
                      .text = query,
                      .end = query.len,
                      .reading = {.arena = arena, .mysql = dialect == SQL_MYSQL},
                      .dialect = dialect,
                      .problem = problem};
    while (lexer.at < query.len) {
        bool skipped;
        if (!skip_blank(&lexer, &skipped)) return false;
        if (!skipped && !lex_piece(&lexer)) return false;
    }
    if (!check_verb(&lexer)) return false;
    *out =
        (SqlText){.text = sv_trim(sv_slice(query, 0, lexer.end)),
                  .binds = lexer.binds,
                  .bind_count = lexer.bind_count,
                  .names = lexer.names,
                  .name_count = lexer.name_count,
                  .verb = lexer.verb,
                  .may_give_rows = lexer.gives_rows || lexer.returning || lexer.reading.copies_out,
                  .plain = sv_eq_c(lexer.verb, "SELECT") && !lexer.other_calls,
                  .changes_rows = sql_changes_rows(lexer.verb),
                  .changes_aside = lexer.changes_aside && lexer.gives_rows,
                  .acts_aside = lexer.changes_aside || lexer.other_calls,
                  .own_blocks = lexer.own_blocks,
                  .copies_out = lexer.reading.copies_out};
    out->acts = sql_reading_end(&lexer.reading, &out->acts_hint);
    out->acts_within = lexer.reading.within;
    size_t trimmed = (size_t)(out->text.at - query.at);
    for (size_t i = 0; i < lexer.bind_count; i++)
        lexer.binds[i].at -= trimmed;
    return true;
}

bool sql_lex(Arena *arena, Sv query, SqlText *out, SqlProblem *problem) {
    return sql_lex_as(arena, query, SQL_STANDARD, out, problem);
}

bool sql_may_be_mysql(Sv query) {
    static const char *const in_bodies[] = {"end if", "end loop", "end while", "end repeat"};
    Sv begin = sv_trim(query);
    for (size_t i = 0; i < sizeof in_bodies / sizeof *in_bodies; i++)
        if (sql_is_named(query, sv_from_c(in_bodies[i]))) return true;
    for (size_t i = 0; i < query.len; i++)
        if (query.at[i] == '\\' || query.at[i] == '`' || query.at[i] == '#') return true;
    return sv_eq_nocase(sv_slice(begin, 0, 4), SV("desc"));
}
