#include "drivers/sql/sql_lex.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "drivers/sql/sql_reads.h"
#include <string.h>

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

static void tell(SqlLexer *lexer, SqlTokenKind kind, size_t from, size_t to) {
    sql_reading_take(&lexer->reading, (SqlToken){kind, sv_slice(lexer->text, from, to)});
}

static bool refuse(SqlLexer *lexer, Sv error, Sv hint) {
    *lexer->problem = (SqlProblem){error, hint};
    return false;
}

static size_t line_of(const SqlLexer *lexer, size_t offset) {
    size_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += lexer->text.at[i] == '\n';
    return line;
}

static bool refuse_open(SqlLexer *lexer, const char *what, size_t from, const char *closing) {
    return refuse(lexer,
                  sv_format(lexer->arena, "%s that begins in line %zu does not end", what,
                            line_of(lexer, from)),
                  sv_format(lexer->arena, "close it with %s", closing));
}

static char byte_at(const SqlLexer *lexer, size_t at) {
    return at < lexer->text.len ? lexer->text.at[at] : '\0';
}

static bool is_letter(char c) {
    return ascii_is_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name_byte(char c) {
    return is_letter(c) || ascii_is_digit(c);
}

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

// What a database takes for a blank: form feed and vertical tab too.
static bool is_blank(char c) {
    return ascii_is_space(c) || c == '\f' || c == '\v';
}

// ── what holds other text ──

// Within quotes of this kind, doubled ones stand for themselves; E'…' knows backslashes as well.
static bool skip_quoted(SqlLexer *lexer, char quote, bool backslashes) {
    size_t from = lexer->at++;
    while (lexer->at < lexer->text.len) {
        char c = lexer->text.at[lexer->at];
        if (backslashes && c == '\\') {
            lexer->at += 2;
            continue;
        }
        lexer->at++;
        if (c != quote) continue;
        if (byte_at(lexer, lexer->at) != quote) return true;
        lexer->at++;
    }
    const char closing[] = {quote, '\0'};
    return refuse_open(lexer, quote == '\'' ? "a string" : "a quoted name", from, closing);
}

// In MySQL's dialect they do not stand within each other.
static bool skip_block_comment(SqlLexer *lexer) {
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
    return refuse_open(lexer, "a comment", from, "*/");
}

static void skip_line_comment(SqlLexer *lexer) {
    // To PostgreSQL a carriage return ends it as well, to MySQL it does not.
    bool mysql = lexer->dialect == SQL_MYSQL;
    while (lexer->at < lexer->text.len) {
        char c = lexer->text.at[lexer->at];
        if (mysql ? c == '\n' : is_line_end(c)) return;
        lexer->at++;
    }
}

// E'…' goes on where, behind a line end, another string begins.
static bool skip_escaped(SqlLexer *lexer) {
    for (;;) {
        if (!skip_quoted(lexer, '\'', true)) return false;
        size_t behind = lexer->at;
        bool next_line = false;
        while (lexer->at < lexer->text.len) {
            if (sv_starts(sv_slice(lexer->text, lexer->at, lexer->text.len), SV("--")))
                skip_line_comment(lexer);
            else if (is_blank(lexer->text.at[lexer->at]))
                next_line = is_line_end(lexer->text.at[lexer->at++]) || next_line;
            else
                break;
        }
        if (next_line && byte_at(lexer, lexer->at) == '\'') continue;
        lexer->at = behind;
        return true;
    }
}

// $$ … $$ or $tag$ … $tag$; false in *is_body where the dollar begins something else.
static bool skip_dollar_body(SqlLexer *lexer, bool *is_body) {
    size_t from = lexer->at, tag_end = from + 1;
    *is_body = false;
    if (ascii_is_digit(byte_at(lexer, tag_end))) return true;
    while (is_name_byte(byte_at(lexer, tag_end)))
        tag_end++;
    if (byte_at(lexer, tag_end) != '$') return true;
    Sv tag = sv_slice(lexer->text, from, tag_end + 1);
    size_t close = sv_find(lexer->text, tag, tag_end + 1);
    *is_body = true;
    if (close == SV_NONE)
        return refuse_open(lexer, "a dollar-quoted text", from, sv_to_c(lexer->arena, tag));
    lexer->at = close + tag.len;
    return true;
}

// ── words ──

static bool is_one_of(Sv word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq_nocase(word, sv_from_c(words[i]))) return true;
    return false;
}
#define IS_ONE_OF(word, words) is_one_of((word), (words), sizeof(words) / sizeof *(words))

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
    if (lexer->creates && lexer->words <= 5 && IS_ONE_OF(word, routines))
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
    if (lexer->words == 1 && IS_ONE_OF(word, alone)) lexer->own_blocks = true;
    if (lexer->words == 2 && IS_ONE_OF(lexer->verb, makers) && IS_ONE_OF(word, of_the_cluster))
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
        lexer->gives_rows = IS_ONE_OF(word, row_verbs);
        lexer->creates = sv_eq_nocase(word, SV("create"));
    } else if (sv_eq_c(lexer->verb, "WITH") && lexer->parens == 0 && !lexer->gives_rows) {
        // The statement behind the WITH decides: in INSERT … SELECT the INSERT, not the SELECT that
        // feeds it.
        lexer->gives_rows = IS_ONE_OF(word, row_verbs);
        if (IS_ONE_OF(word, change_verbs)) lexer->verb = in_capitals(lexer->arena, word);
    }
    // Within a WITH its rows go to the statement behind it, within a routine to that.
    if (lexer->parens == 0 && !lexer->creates && sv_eq_nocase(word, SV("returning")))
        lexer->returning = true;
    if (sv_eq_c(lexer->verb, "COPY") && sv_eq_nocase(word, SV("stdin"))) lexer->copies_in = true;
    if (opened && IS_ONE_OF(word, parts_that_change)) lexer->changes_aside = true;
    follow_blocks(lexer, word);
    follow_body(lexer, word);
}

// 12, 0x1F, 1_000, 1e5: a keyword may follow without a blank.
static void lex_number(SqlLexer *lexer) {
    size_t from = lexer->at;
    bool other_base = byte_at(lexer, from) == '0' && is_letter(byte_at(lexer, from + 1));
    while (ascii_is_digit(byte_at(lexer, lexer->at)) || byte_at(lexer, lexer->at) == '_' ||
           (other_base && ascii_is_alnum(byte_at(lexer, lexer->at))))
        lexer->at++;
    if (ascii_lower(byte_at(lexer, lexer->at)) == 'e' &&
        ascii_is_digit(byte_at(lexer, lexer->at + 1))) {
        lexer->at++;
        while (ascii_is_digit(byte_at(lexer, lexer->at)))
            lexer->at++;
    }
    tell(lexer, SQL_TOKEN_NUMBER, from, lexer->at);
}

static bool lex_word(SqlLexer *lexer, Sv before, bool opened) {
    size_t from = lexer->at;
    while (is_name_byte(byte_at(lexer, lexer->at)) || byte_at(lexer, lexer->at) == '$')
        lexer->at++;
    Sv word = sv_slice(lexer->text, from, lexer->at);
    bool standard = lexer->dialect == SQL_STANDARD;
    if (standard && byte_at(lexer, lexer->at) == '\'' && sv_eq_nocase(word, SV("e"))) {
        size_t quote = lexer->at;
        bool ended = skip_escaped(lexer);
        tell(lexer, SQL_TOKEN_TEXT, quote + 1, lexer->at - 1);
        return ended;
    }
    tell(lexer, SQL_TOKEN_WORD, from, lexer->at);
    // A function with a schema may be anything, whatever its name.
    lexer->callee = sv_eq_c(before, ".") ? before : word;
    take_word(lexer, word, opened);
    return true;
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
    return is_name_byte(before) || before == ')' || before == ']';
}

static void lex_colon(SqlLexer *lexer) {
    size_t from = lexer->at;
    tell(lexer, SQL_TOKEN_MARK, from, from + 1);
    if (byte_at(lexer, from + 1) == ':') {
        lexer->at += 2;
        return;
    }
    bool is_bind = is_letter(byte_at(lexer, from + 1)) && !is_slice(lexer);
    lexer->at++;
    if (!is_bind) return;
    while (is_name_byte(byte_at(lexer, lexer->at)))
        lexer->at++;
    Sv name = sv_slice(lexer->text, from + 1, lexer->at);
    arena_grow(lexer->arena, lexer->binds, lexer->bind_count, lexer->bind_capacity);
    lexer->binds[lexer->bind_count++] = (SqlBind){name, from, number_of(lexer, name)};
    tell(lexer, SQL_TOKEN_TEXT, from, lexer->at);
}

static bool lex_dollar(SqlLexer *lexer) {
    bool is_body = false, standard = lexer->dialect == SQL_STANDARD;
    size_t from = lexer->at;
    if (standard && !skip_dollar_body(lexer, &is_body)) return false;
    tell(lexer, SQL_TOKEN_TEXT, from, lexer->at);
    if (is_body) return true;
    lexer->at++;
    if (byte_at(lexer, lexer->at) == '{')
        return refuse(lexer, SV("'${' stands in the query, which is never templated"),
                      SV("write :name, and beside the query params: { name: ${…} }"));
    // There $ may begin a name.
    if (!standard || !ascii_is_digit(byte_at(lexer, lexer->at))) return true;
    while (ascii_is_digit(byte_at(lexer, lexer->at)))
        lexer->at++;
    return refuse(lexer,
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
    unsigned char behind = (unsigned char)byte_at(lexer, lexer->at + 2);
    return here.at[0] == '#' || (sv_eq_c(here, "--") && (behind <= ' ' || behind == 0x7f));
}

// Within /*+ … */ MySQL reads quotes, in which the end of the comment would be none.
static bool is_quoted_hint(const SqlLexer *lexer) {
    if (lexer->dialect != SQL_MYSQL || byte_at(lexer, lexer->at + 2) != '+') return false;
    size_t end = sv_find(lexer->text, SV("*/"), lexer->at + 2);
    Sv hint = sv_slice(lexer->text, lexer->at, end);
    return sv_find_char(hint, '\'', 0) != SV_NONE || sv_find_char(hint, '"', 0) != SV_NONE ||
           sv_find_char(hint, '`', 0) != SV_NONE;
}

// /*! … */ and /*M! … */
static bool is_carried_out(const SqlLexer *lexer) {
    if (lexer->dialect != SQL_MYSQL) return false;
    char mark = byte_at(lexer, lexer->at + 2);
    return mark == '!' || (mark == 'M' && byte_at(lexer, lexer->at + 3) == '!');
}

// Skips blanks and comments; false only if a comment does not end, or is none.
static bool skip_blank(SqlLexer *lexer, bool *skipped) {
    Sv here = sv_slice(lexer->text, lexer->at, lexer->at + 2);
    *skipped = true;
    if (is_blank(here.at[0])) {
        lexer->at++;
    } else if (begins_line_comment(lexer, here)) {
        skip_line_comment(lexer);
    } else if (sv_eq_c(here, "/*") && is_carried_out(lexer)) {
        return refuse(lexer,
                      SV("what stands in a comment of the form /*! … */ is carried out by MySQL"),
                      SV("write it without the marks of the comment, or leave it out"));
    } else if (sv_eq_c(here, "/*") && is_quoted_hint(lexer)) {
        return refuse(lexer, SV("a quote stands in a hint, /*+ … */, and MySQL reads on behind it"),
                      SV("write the hint without quotes, or leave it out"));
    } else if (sv_eq_c(here, "/*")) {
        return skip_block_comment(lexer);
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
    return refuse(lexer,
                  sv_format(lexer->arena,
                            "there is more than one statement: another begins with '%.*s%s'",
                            SV_ARG(shown), shown.len < line.len ? "…" : ""),
                  SV("one step is one statement: make a step of each"));
}

// U&"…": its text holds codes of characters.
static bool is_coded(const SqlLexer *lexer) {
    size_t at = lexer->at;
    return at >= 2 && lexer->text.at[at - 1] == '&' && ascii_lower(lexer->text.at[at - 2]) == 'u' &&
           (at == 2 || !is_name_byte(lexer->text.at[at - 3]));
}

static bool lex_quoted(SqlLexer *lexer, char quote) {
    size_t from = lexer->at;
    bool mysql = lexer->dialect == SQL_MYSQL, text = quote == '\'' || (mysql && quote == '"');
    SqlTokenKind kind = text                        ? SQL_TOKEN_TEXT
                        : !mysql && is_coded(lexer) ? SQL_TOKEN_CODED
                                                    : SQL_TOKEN_NAME;
    if (!skip_quoted(lexer, quote, mysql && text)) return false;
    tell(lexer, kind, from + 1, lexer->at - 1);
    return true;
}

static void lex_mark(SqlLexer *lexer, char c, Sv callee) {
    tell(lexer, SQL_TOKEN_MARK, lexer->at, lexer->at + 1);
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
    if (is_name_byte(c)) return lex_word(lexer, callee, opened);
    switch (c) {
    case ':': lex_colon(lexer); return true;
    case '$': return lex_dollar(lexer);
    case ';': return lex_semicolon(lexer);
    case '?':
        if (!mysql) break;
        return refuse(lexer, SV("'?' stands in the query, but values are bound by name"),
                      SV("write :name, and beside the query params: { name: … }"));
    case '\\':
        if (mysql)
            return refuse(
                lexer,
                SV("a backslash stands in the query: commands such as \\G belong to mysql's shell"),
                SV("leave it out"));
        return refuse(lexer,
                      SV("a backslash stands in the query: commands such as \\d belong to psql"),
                      SV("ask the catalogue: SELECT … FROM information_schema.tables"));
    case '.':
        if (lexer->words == 0)
            return refuse(lexer, SV("commands that begin with a dot belong to SQLite's own shell"),
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
    if (lexer->dialect == SQL_MYSQL && IS_ONE_OF(lexer->verb, of_mysql)) return true;
    if (lexer->words == 0)
        return refuse(lexer, SV("the query is empty"), SV("write one statement: sql: SELECT 1"));
    if (row && row->kind == SQL_ALONE)
        return refuse(lexer, sv_format(lexer->arena, "'%s' %s", row->word, row->does),
                      sv_from_c(row->hint));
    if (lexer->copies_in)
        return refuse(lexer, SV("COPY … FROM STDIN needs a stream, which a step does not have"),
                      SV("use shell: with psql, or INSERT the rows"));
    return true;
}

static bool changes_rows(Sv verb) {
    return IS_ONE_OF(verb, change_verbs) || sv_eq_c(verb, "COPY");
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
                  .changes_rows = changes_rows(lexer.verb),
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
