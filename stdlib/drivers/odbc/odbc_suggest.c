// A table or column that may have been meant, from what the driver lists.
#include "drivers/odbc/odbc_driver.h"

enum { MOST_NAMES = 2000, NAME_UNITS = 512 };

static bool ends_name(char c) {
    return c == '"' || c == '\'' || c == '`' || c == ' ' || c == '\n' || c == '(';
}

// The name that a message is about: in quotes, or behind "no such table: ".
static Sv name_in(Sv message) {
    static const char *const before[] = {
        "no such table: ", "no such column: ", "relation \"", "column \"",
        "Table '",         "column '",         "name '",      NULL};
    for (size_t i = 0; before[i]; i++) {
        Sv word = sv_from_c(before[i]);
        size_t at = sv_find(message, word, 0);
        if (at == SV_NONE) continue;
        size_t from = at + word.len, to = from;
        while (to < message.len && !ends_name(message.at[to]))
            to++;
        Sv name = sv_slice(message, from, to);
        for (size_t dot; (dot = sv_find_char(name, '.', 0)) != SV_NONE;)
            name = sv_slice(name, dot + 1, name.len);
        return name;
    }
    return (Sv){0};
}

static void add_names(OdbcTask *task, SQLHSTMT statement, SQLUSMALLINT column, TextList *out) {
    while (out->count < MOST_NAMES && SQL_SUCCEEDED(SQLFetch(statement))) {
        SQLWCHAR wide[NAME_UNITS];
        SQLLEN bytes = 0;
        Sv name;
        if (SQL_SUCCEEDED(SQLGetData(statement, column, SQL_C_WCHAR, wide, sizeof wide, &bytes)) &&
            bytes > 0 && (size_t)bytes < sizeof wide &&
            odbc_narrow(task->arena, wide, (size_t)bytes / sizeof *wide, &name))
            text_list_add(task->arena, out, name);
    }
}

static TextList tables(OdbcTask *task) {
    TextList names = {0};
    SQLHSTMT statement = odbc_statement_new(task);
    if (!statement) return names;
    static SQLWCHAR kinds[] = {'T', 'A', 'B', 'L', 'E', ',', 'V', 'I', 'E', 'W', 0};
    if (SQL_SUCCEEDED(SQLTablesW(statement, NULL, 0, NULL, 0, NULL, 0, kinds, SQL_NTS)))
        add_names(task, statement, 3, &names);
    odbc_statement_end(task, statement);
    return names;
}

// Those of the tables that the statement names.
static TextList columns(OdbcTask *task) {
    TextList names = {0}, all = tables(task);
    for (uint32_t i = 0; i < all.count; i++) {
        if (!sql_is_named(task->text.text, all.items[i])) continue;
        SQLHSTMT statement = odbc_statement_new(task);
        if (!statement) break;
        SQLINTEGER length;
        SQLWCHAR *table = odbc_wide(task->arena, all.items[i], &length);
        if (SQL_SUCCEEDED(
                SQLColumnsW(statement, NULL, 0, NULL, 0, table, (SQLSMALLINT)length, NULL, 0)))
            add_names(task, statement, 4, &names);
        odbc_statement_end(task, statement);
    }
    return names;
}

Sv odbc_closest(OdbcTask *task, Sv message, Sv state) {
    Sv name = name_in(message);
    bool table = sv_eq_c(state, "42P01") || sv_eq_c(state, "42S02") ||
                 sv_find(message, SV("no such table"), 0) != SV_NONE;
    bool column = sv_eq_c(state, "42703") || sv_eq_c(state, "42S22") ||
                  sv_find(message, SV("no such column"), 0) != SV_NONE;
    if (!name.len || !(table || column)) return (Sv){0};
    // What was asked for here must not become what is told.
    Outcome told = task->told;
    // A server that refused something takes nothing more in its transaction.
    if (task->odbc->manual) SQLEndTran(SQL_HANDLE_DBC, task->odbc->dbc, SQL_ROLLBACK);
    TextList names = table ? tables(task) : columns(task);
    if (task->odbc->manual) SQLEndTran(SQL_HANDLE_DBC, task->odbc->dbc, SQL_ROLLBACK);
    task->told = told;
    return sv_closest(name, names.items, names.count);
}
