// COMMIT. A driver calls one good that the server answered by ROLLBACK, or that never reached it.
// So PostgreSQL is asked afterwards what became of the transaction; of others only the connection
// can tell.
#include "drivers/odbc/odbc_driver.h"

static bool fail_unknown(OdbcTask *task) {
    Sv reason =
        sv_format(task->arena, "%.*s does not say whether it was committed", SV_ARG(task->place));
    return sql_fail_given_up(&task->told, task->arena, true, true, reason, (Sv){0});
}

static bool was_committed(OdbcTask *task, Sv transaction) {
    Sv became;
    const char *ask =
        sv_format(task->arena, "SELECT pg_catalog.txid_status(%.*s)", SV_ARG(transaction)).at;
    bool told = odbc_ask(task, ask, &became);
    // What was asked began a transaction of its own.
    if (!SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, task->odbc->dbc, SQL_ROLLBACK)))
        task->broken = true;
    if (told && sv_eq_c(became, "committed")) return true;
    if (!told || !sv_eq_c(became, "aborted")) return fail_unknown(task);
    return sql_fail(&task->told, OUTCOME_FAILED,
                    SV("the server did not commit it, but rolled it back"), (Sv){0});
}

bool odbc_commit(OdbcTask *task) {
    Odbc *odbc = task->odbc;
    Sv transaction = {0};
    // It has a number once it has written something.
    if (odbc->tells_commits &&
        !odbc_ask(task, "SELECT pg_catalog.txid_current_if_assigned()", &transaction))
        return false;
    task->committing = true;
    if (!SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, odbc->dbc, SQL_COMMIT)))
        return odbc_fail(task, SQL_HANDLE_DBC, odbc->dbc);
    if (odbc_is_dead(task)) return odbc_fail_dead(task);
    return !transaction.len || was_committed(task, transaction);
}
