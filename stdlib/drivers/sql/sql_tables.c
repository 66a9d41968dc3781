// What is known of statements, functions and PRAGMAs, from their tables.
#include "drivers/sql/sql_reads.h"

const SqlStatementRow sql_statement_rows[] = {
#define SQL_STATEMENT(kind, word, does, hint) {word, SQL_##kind, does, hint},
#include "drivers/sql/sql_statements.def"
#undef SQL_STATEMENT
};
const size_t sql_statement_row_count = sizeof sql_statement_rows / sizeof *sql_statement_rows;

const SqlStatementRow *sql_statement_row(Sv word) {
    for (size_t i = 0; i < sql_statement_row_count; i++)
        if (sv_eq_nocase(word, sv_from_c(sql_statement_rows[i].word)))
            return &sql_statement_rows[i];
    return NULL;
}

Sv sql_statement_closest(Arena *arena, Sv word) {
    Sv *words = arena_new_array(arena, Sv, sql_statement_row_count);
    size_t count = 0;
    for (size_t i = 0; i < sql_statement_row_count; i++)
        if (sql_statement_rows[i].kind == SQL_READS)
            words[count++] = sv_from_c(sql_statement_rows[i].word);
    return sv_closest(word, words, count);
}

typedef struct ActingFunction {
    Sv schema; // empty = any
    Sv name;
    const char *does;
} ActingFunction;

static const ActingFunction functions[] = {
#define SQL_FUNCTION(name, does)            {SV_INIT(""), SV_INIT(name), does},
#define SQL_FUNCTION_OF(schema, name, does) {SV_INIT(schema), SV_INIT(name), does},
#include "drivers/sql/sql_functions.def"
#undef SQL_FUNCTION
#undef SQL_FUNCTION_OF
};

static bool is_called(const ActingFunction *row, Sv schema, Sv name) {
    Sv begin = sv_slice(row->name, 0, row->name.len - 1);
    bool any_end = row->name.at[begin.len] == '*';
    if (any_end ? name.len < begin.len || !sv_eq_nocase(begin, sv_slice(name, 0, begin.len))
                : !sv_eq_nocase(row->name, name))
        return false;
    return row->schema.len == 0 || sv_eq_nocase(row->schema, schema);
}

const char *sql_function_acts(Sv schema, Sv name) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (is_called(&functions[i], schema, name)) return functions[i].does;
    return NULL;
}

typedef struct PragmaRow {
    Sv name;
    bool argument;
} PragmaRow;

static const PragmaRow pragmas[] = {
#define SQL_PRAGMA(name, argument, tells) {SV_INIT(name), argument},
#include "drivers/sql/sql_pragmas.def"
#undef SQL_PRAGMA
};

bool sql_pragma_reads(Sv name, bool argument) {
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
        if (sv_eq_nocase(name, pragmas[i].name)) return pragmas[i].argument || !argument;
    return false;
}
