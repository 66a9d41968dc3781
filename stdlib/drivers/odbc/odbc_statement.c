// One statement, on the task's thread: carried out, its rows taken, and a second answer refused.
#include "drivers/odbc/odbc_driver.h"

#include <string.h>

SQLHSTMT odbc_statement_new(OdbcTask *task) {
    SQLHSTMT statement = NULL;
    Odbc *odbc = task->odbc;
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, odbc->dbc, &statement))) {
        odbc_fail(task, SQL_HANDLE_DBC, odbc->dbc);
        return NULL;
    }
    pthread_mutex_lock(&task->guard);
    task->running = statement;
    pthread_mutex_unlock(&task->guard);
    // What was checked is what is sent: without what {fn …} and {call …} would become.
    SQLSetStmtAttrW(statement, SQL_ATTR_NOSCAN, (SQLPOINTER)SQL_NOSCAN_ON, SQL_IS_UINTEGER);
    // A hint: whoever waits has a clock of its own.
    uintptr_t seconds = (uintptr_t)(task->left_ns / 1000000000 + 1);
    if (seconds < 1000000)
        SQLSetStmtAttrW(statement, SQL_ATTR_QUERY_TIMEOUT, (SQLPOINTER)seconds, SQL_IS_UINTEGER);
    return statement;
}

void odbc_statement_end(OdbcTask *task, SQLHSTMT statement) {
    pthread_mutex_lock(&task->guard);
    task->running = NULL;
    pthread_mutex_unlock(&task->guard);
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

bool odbc_simple(OdbcTask *task, const char *text) {
    SQLHSTMT statement = odbc_statement_new(task);
    if (!statement) return false;
    SQLWCHAR *wide = odbc_wide(task->arena, sv_from_c(text), NULL);
    SQLRETURN got = SQLExecDirectW(statement, wide, SQL_NTS);
    bool done =
        got == SQL_SUCCESS || got == SQL_NO_DATA || odbc_fail(task, SQL_HANDLE_STMT, statement);
    odbc_statement_end(task, statement);
    return done;
}

bool odbc_ask(OdbcTask *task, const char *text, Sv *out) {
    SQLHSTMT statement = odbc_statement_new(task);
    if (!statement) return false;
    SQLWCHAR *wide = odbc_wide(task->arena, sv_from_c(text), NULL), field[128];
    SQLLEN bytes = SQL_NULL_DATA;
    SQLRETURN got = SQLExecDirectW(statement, wide, SQL_NTS);
    if (SQL_SUCCEEDED(got)) got = SQLFetch(statement);
    if (SQL_SUCCEEDED(got))
        got = SQLGetData(statement, 1, SQL_C_WCHAR, field, sizeof field, &bytes);
    bool done =
        SQL_SUCCEEDED(got) || got == SQL_NO_DATA || odbc_fail(task, SQL_HANDLE_STMT, statement);
    bool told = bytes >= 0 && (size_t)bytes < sizeof field;
    *out = (Sv){0};
    if (done && told)
        ignore_result(odbc_narrow(task->arena, field, (size_t)bytes / sizeof *field, out));
    odbc_statement_end(task, statement);
    return done;
}

static void count_rows(OdbcTask *task, SQLHSTMT statement) {
    SqlAnswer *answer = &task->answer;
    SQLLEN count = -1;
    if (!task->statement.write) return;
    bool told = SQL_SUCCEEDED(SQLRowCount(statement, &count)) && count >= 0;
    if (task->text.changes_rows && told) answer->affected = count;
    // With rows in the answer drivers count those, or nothing.
    if (task->text.changes_rows && answer->column_count)
        answer->affected = (int64_t)answer->row_count;
    answer->untold =
        task->text.changes_aside || (task->text.changes_rows && !told && !answer->column_count);
}

// Whatever came first, what follows could be anything.
static bool is_alone(OdbcTask *task, SQLHSTMT statement) {
    SQLRETURN more = SQLMoreResults(statement);
    if (more == SQL_NO_DATA) return true;
    if (!SQL_SUCCEEDED(more)) return odbc_fail(task, SQL_HANDLE_STMT, statement);
    return sql_fail_limit(&task->told, task->arena, &task->statement,
                          SV("it gives more than one result, and a step takes one"),
                          SV("ask for one of them"));
}

// The driver manager narrows texts for a driver that does not know wide ones, and may lose
// characters, those of two units above all: then the probe does not come back as it went.
static bool keeps_characters(OdbcTask *task, Sv text) {
    static const SQLWCHAR probe[] = {'\'', 0x20AC, '\'', 0xD83D, 0xDE00, '\'', 0};
    SQLWCHAR sent[8] = {0}, back[32] = {0};
    SQLINTEGER count = 0;
    unsigned char highest = 0;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] > highest) highest = (unsigned char)text.at[i];
    if (highest < 0x80) return true;
    size_t length = highest < 0xF0 ? 3 : 6;
    memcpy(sent, probe, length * sizeof *probe);
    if (SQL_SUCCEEDED(SQLNativeSqlW(task->odbc->dbc, sent, SQL_NTS, back, 32, &count)) &&
        memcmp(probe, back, length * sizeof *probe) == 0)
        return true;
    return sql_fail(
        &task->told, OUTCOME_BAD_VALUE,
        SV("the query holds characters that do not reach its ODBC driver as they are"),
        SV("bind the value where it stands, by :name; or use the driver's Unicode version"));
}

static bool carry_out(OdbcTask *task, SQLHSTMT statement) {
    if (!keeps_characters(task, task->text.text)) return false;
    SQLWCHAR *wide = odbc_wide(task->arena, sql_marked(task->arena, &task->text), NULL);
    task->prepared = true;
    if (!SQL_SUCCEEDED(SQLPrepareW(statement, wide, SQL_NTS)))
        return odbc_fail(task, SQL_HANDLE_STMT, statement);
    if (!odbc_bind_all(task, statement)) return false;
    int before = ODBC_BEFORE;
    if (!atomic_compare_exchange_strong(&task->stage, &before, ODBC_SENT) && before != ODBC_SENT)
        return false;
    SQLRETURN got = SQLExecute(statement);
    // A change of no row.
    if (!SQL_SUCCEEDED(got) && got != SQL_NO_DATA)
        return odbc_fail(task, SQL_HANDLE_STMT, statement);
    if (got == SQL_SUCCESS_WITH_INFO) odbc_take_notices(task, SQL_HANDLE_STMT, statement);
    return true;
}

bool odbc_statement(OdbcTask *task) {
    SQLHSTMT statement = odbc_statement_new(task);
    if (!statement) return false;
    bool done = carry_out(task, statement) && odbc_take_rows(task, statement, &task->answer);
    if (done) count_rows(task, statement);
    done = done && is_alone(task, statement);
    odbc_statement_end(task, statement);
    return done;
}
