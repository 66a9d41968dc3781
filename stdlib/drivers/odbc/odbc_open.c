// Opening a connection by the driver manager, and what a session is before a statement.
#include "drivers/odbc/odbc_driver.h"

#include "base/heap.h"
#include "drivers/offload/offload.h"
#include <string.h>

enum { CLOSE_MS = 50 };

// ── ending ──

static void end(void *what) {
    Odbc *odbc = what;
    if (odbc->open) {
        // Within a transaction it would not end.
        if (odbc->manual) SQLEndTran(SQL_HANDLE_DBC, odbc->dbc, SQL_ROLLBACK);
        SQLDisconnect(odbc->dbc);
    }
    if (odbc->dbc) SQLFreeHandle(SQL_HANDLE_DBC, odbc->dbc);
    if (odbc->env) SQLFreeHandle(SQL_HANDLE_ENV, odbc->env);
}

static void drop(void *what) {
    heap_free(what);
}

void odbc_close(Odbc *odbc) {
    const Env *env = env_system();
    Offload *offload = offload_start(end, drop, odbc);
    if (!offload) return;
    Waiter waiter = {.env = env,
                     .cancel_fd = -1,
                     .deadline_ns = env->mono_ns(env->self) + CLOSE_MS * (int64_t)1000000};
    ignore_result(offload_wait(offload, &waiter));
    offload_release(offload);
}

// ── opening ──

static SQLPOINTER number(uintptr_t value) {
    return (SQLPOINTER)value;
}

static bool make_handles(OdbcTask *task) {
    Odbc *odbc = task->odbc;
    uintptr_t seconds = (uintptr_t)(task->left_ns / 1000000000 + 1);
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &odbc->env)) ||
        !SQL_SUCCEEDED(SQLSetEnvAttr(odbc->env, SQL_ATTR_ODBC_VERSION, number(SQL_OV_ODBC3),
                                     SQL_IS_UINTEGER)) ||
        !SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, odbc->env, &odbc->dbc)))
        return sql_fail(&task->told, OUTCOME_NOT_STARTED,
                        SV("the ODBC driver manager gives no connection"), (Sv){0});
    // Hints, which a driver may not know.
    if (seconds < 1000000)
        SQLSetConnectAttrW(odbc->dbc, SQL_ATTR_LOGIN_TIMEOUT, number(seconds), SQL_IS_UINTEGER);
    if (!task->statement.write)
        SQLSetConnectAttrW(odbc->dbc, SQL_ATTR_ACCESS_MODE, number(SQL_MODE_READ_ONLY),
                           SQL_IS_UINTEGER);
    return true;
}

static OdbcMaker maker_of(Odbc *odbc, Arena *arena) {
    SQLWCHAR wide[128];
    SQLSMALLINT bytes = 0;
    Sv name = {0};
    if (!SQL_SUCCEEDED(SQLGetInfoW(odbc->dbc, SQL_DBMS_NAME, wide, sizeof wide, &bytes)) ||
        bytes < 0 || (size_t)bytes >= sizeof wide ||
        !odbc_narrow(arena, wide, (size_t)bytes / sizeof *wide, &name))
        return ODBC_OTHER;
    if (sv_starts(name, SV("PostgreSQL"))) return ODBC_POSTGRES;
    if (sv_starts(name, SV("SQLite"))) return ODBC_SQLITE;
    if (sv_eq_c(name, "MariaDB") || sv_eq_c(name, "MySQL")) return ODBC_MARIADB;
    return ODBC_OTHER;
}

// Older servers, and others that speak like it, cannot be asked.
static bool learn(OdbcTask *task) {
    Sv count;
    if (!odbc_ask(task,
                  "SELECT count(*) FROM pg_catalog.pg_proc WHERE proname IN ('txid_status', "
                  "'txid_current_if_assigned')",
                  &count))
        return false;
    task->odbc->tells_commits = sv_eq_c(count, "2");
    return true;
}

// Some drivers set the locale of the whole process as they connect, and read it meanwhile: so one
// connection is opened after the other.
static bool connect_by(OdbcTask *task) {
    Odbc *odbc = task->odbc;
    SQLINTEGER length;
    SQLWCHAR *way = odbc_wide(task->arena, task->way, &length);
    static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&door);
    // Whoever waited for it may be gone by now.
    bool wanted = atomic_load(&task->stage) != ODBC_FORBIDDEN;
    odbc->open = wanted && SQL_SUCCEEDED(SQLDriverConnectW(odbc->dbc, NULL, way, SQL_NTS, NULL, 0,
                                                           NULL, SQL_DRIVER_NOPROMPT));
    pthread_mutex_unlock(&door);
    memset(way, 0, (size_t)length * sizeof *way);
    return odbc->open || (wanted && odbc_fail_open(task));
}

bool odbc_open(OdbcTask *task) {
    Odbc *odbc = task->odbc = heap_alloc(sizeof *odbc);
    if (!make_handles(task) || !connect_by(task)) return false;
    odbc->maker = maker_of(odbc, task->arena);
    SQLGetInfoW(odbc->dbc, SQL_TXN_CAPABLE, &odbc->transactions, sizeof odbc->transactions, NULL);
    return odbc->maker != ODBC_POSTGRES || !task->statement.write || learn(task);
}

// ── a session ──

// What is set in a transaction ends with it.
static const char postgres_sets[] =
    "SELECT pg_catalog.set_config('standard_conforming_strings', 'on', true), "
    "pg_catalog.set_config('TimeZone', 'UTC', true), pg_catalog.set_config('DateStyle', 'ISO', true), "
    "pg_catalog.set_config('statement_timeout', CASE WHEN "
    "pg_catalog.current_setting('statement_timeout')::interval > interval '0' AND "
    "pg_catalog.current_setting('statement_timeout')::interval < interval '%lld ms' THEN "
    "pg_catalog.current_setting('statement_timeout') ELSE '%lld' END, true), "
    "CASE WHEN pg_catalog.current_setting('client_connection_check_interval', true) = '0' AND "
    "pg_catalog.version() !~* 'windows|mingw|visual c|msvc' THEN "
    "pg_catalog.set_config('client_connection_check_interval', '1000', true) END";

enum { GRACE_MS = 500, MOST_MS = 2000000000 };

static long long milliseconds(const OdbcTask *task) {
    int64_t ms = task->left_ns / 1000000 + GRACE_MS;
    return ms < MOST_MS ? ms : MOST_MS;
}

long long odbc_patience_ms(const OdbcTask *task) {
    // Its driver waits so long more than once: as it opens, begins, and carries out.
    int64_t part = task->left_ns / 1000000 / 4;
    return part < MOST_MS ? part : MOST_MS;
}

static bool set_commit(OdbcTask *task, bool manual) {
    Odbc *odbc = task->odbc;
    if (odbc->manual == manual) return true;
    uintptr_t how = manual ? SQL_AUTOCOMMIT_OFF : SQL_AUTOCOMMIT_ON;
    if (!SQL_SUCCEEDED(
            SQLSetConnectAttrW(odbc->dbc, SQL_ATTR_AUTOCOMMIT, number(how), SQL_IS_UINTEGER)))
        return odbc_fail(task, SQL_HANDLE_DBC, odbc->dbc);
    odbc->manual = manual;
    return true;
}

static bool can_hold(OdbcTask *task) {
    static const char *const rows[] = {"SELECT", "INSERT", "UPDATE", "DELETE",
                                       "MERGE",  "WITH",   "VALUES"};
    Odbc *odbc = task->odbc;
    if (task->alone || !task->statement.write) return true;
    if (odbc->transactions == SQL_TC_NONE)
        return sql_fail(&task->told, OUTCOME_NOT_STARTED,
                        SV("the ODBC driver says that it has no transactions"),
                        SV("leave transaction: true out"));
    bool of_rows = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        of_rows = of_rows || sv_eq_c(task->text.verb, rows[i]);
    if (of_rows || odbc->transactions == SQL_TC_ALL) return true;
    return sql_fail(
        &task->told, OUTCOME_NOT_STARTED,
        sv_format(task->arena,
                  "%.*s cannot be rolled back there: the ODBC driver says that transactions "
                  "hold changes of rows alone",
                  SV_ARG(task->text.verb)),
        SV("leave transaction: true out"));
}

bool odbc_prepare_session(OdbcTask *task) {
    bool reads = !task->statement.write;
    if (!can_hold(task)) return false;
    switch (task->odbc->maker) {
    case ODBC_SQLITE: {
        Sv wait = sv_format(task->arena, "PRAGMA busy_timeout = %lld", odbc_patience_ms(task));
        // Outside of a transaction, which its driver would begin for them.
        return set_commit(task, false) && odbc_simple(task, wait.at) &&
               (!reads || odbc_simple(task, "PRAGMA query_only = 1")) &&
               set_commit(task, !task->alone);
    }
    case ODBC_POSTGRES: {
        if (!set_commit(task, !task->alone)) return false;
        if (task->alone) return true;
        long long ms = milliseconds(task);
        return (!reads || odbc_simple(task, "SET TRANSACTION READ ONLY")) &&
               odbc_simple(task, sv_format(task->arena, postgres_sets, ms, ms).at);
    }
    case ODBC_MARIADB:
        return (!reads || (set_commit(task, false) &&
                           odbc_simple(task, "SET SESSION TRANSACTION READ ONLY"))) &&
               set_commit(task, !task->alone);
    case ODBC_OTHER: break;
    }
    return set_commit(task, !task->alone);
}
