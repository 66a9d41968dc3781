// SQLite: one statement, on a file that is opened read-only unless the step says write.
#include "drivers/sqlite/sqlite_driver.h"

#include "drivers/sqlite/sqlite_value.h"
#include <poll.h>

enum { OPERATIONS_BETWEEN_LOOKS = 4000, LONGEST_PAUSE_MS = 20 };

// ── waiting and stopping ──

// Another process holds the lock: wait a little, longer each time, while there is time.
static int wait_for_lock(void *context, int tries) {
    SqliteSession *session = context;
    int64_t ms = tries < 5 ? 1 << tries : LONGEST_PAUSE_MS;
    session->end = wait_sleep(&session->call->waiter, ms * 1000000);
    return session->end == WAIT_READY;
}

static int look_up(void *context) {
    SqliteSession *session = context;
    const Waiter *waiter = &session->call->waiter;
    struct pollfd cancel = {.fd = waiter->cancel_fd, .events = POLLIN};
    if (waiter->cancel_fd >= 0 && poll(&cancel, 1, 0) > 0)
        session->end = WAIT_CANCELLED;
    else if (wait_left(waiter) == 0)
        session->end = WAIT_DEADLINE;
    return session->end != WAIT_READY;
}

// ── one statement ──

static bool bind_all(SqliteSession *session, sqlite3_stmt *statement) {
    Arena *arena = session->call->arena;
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
        const char *name = sqlite3_bind_parameter_name(statement, i);
        const Value *value =
            name && name[0] == ':' ? value_get_c(session->statement->params, name + 1) : NULL;
        if (!value)
            return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                            sv_format(arena, "the query holds '%s', but values are bound by name",
                                      name ? name : "?"),
                            SV("write :name, and beside the query params: { name: … }"));
        Sv error;
        if (!sqlite_bind(statement, i, *value, arena, &error))
            return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                            sv_format(arena, "params.%s %.*s", name + 1, SV_ARG(error)), (Sv){0});
    }
    return true;
}

typedef struct SqliteRows {
    Value *cells;
    unsigned count, capacity;
    SqlMeter meter;
} SqliteRows;

static bool take_row(SqliteSession *session, sqlite3_stmt *statement, const SqlAnswer *answer,
                     SqliteRows *rows) {
    Arena *arena = session->call->arena;
    const SqlStatement *wanted = session->statement;
    Sv over;
    for (size_t i = 0; i < answer->column_count; i++) {
        int column = (int)i;
        Value value;
        Sv error;
        if (!sql_meter_field(&rows->meter, sqlite_column_size(statement, column), arena, &over))
            return sql_fail_limit(session->failure, arena, wanted, over, SV("select less of it"));
        if (!sqlite_column(statement, column, arena, &value, &error))
            return sql_fail_limit(
                session->failure, arena, wanted,
                sv_format(arena, "column '%.*s' %.*s", SV_ARG(answer->columns[i]), SV_ARG(error)),
                SV("take it as bytes: CAST(… AS BLOB)"));
        arena_grow(arena, rows->cells, rows->count, rows->capacity);
        rows->cells[rows->count++] = value;
    }
    if (!sql_meter_row(&rows->meter, arena, &over))
        return sql_fail_limit(session->failure, arena, wanted, over,
                              SV("count them, or add a LIMIT"));
    return true;
}

static void name_columns(Arena *arena, sqlite3_stmt *statement, SqlAnswer *out) {
    size_t count = (size_t)sqlite3_column_count(statement);
    Sv *columns = arena_new_array(arena, Sv, count);
    for (size_t i = 0; i < count; i++)
        columns[i] = sv_copy(arena, sv_from_c(sqlite3_column_name(statement, (int)i)));
    out->columns = columns;
    out->column_count = count;
}

// A change is carried to its end even if it gives too many rows, so that it is known to be done.
static bool step_all(SqliteSession *session, sqlite3_stmt *statement, SqlAnswer *out) {
    SqliteRows rows = {0};
    bool taken = true;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        taken = taken && take_row(session, statement, out, &rows);
        if (!taken && !session->statement->write) return false;
    }
    if (code != SQLITE_DONE) return sqlite_fail(session, code);
    // What is not committed yet can still be ended as late.
    bool done = session->statement->write && !session->statement->transaction;
    if (!done && look_up(session)) return sqlite_fail(session, SQLITE_INTERRUPT);
    out->cells = rows.cells;
    out->row_count = rows.meter.rows;
    return taken;
}

static bool execute(SqliteSession *session, const char *text) {
    int code = sqlite3_exec(session->db, text, NULL, NULL, NULL);
    return code == SQLITE_OK || sqlite_fail(session, code);
}

// The step is asked while everything can still be rolled back.
static bool settle(SqliteSession *session, SqlAnswer *out) {
    const SqlStatement *wanted = session->statement;
    out->taken_back = !wanted->may_stay(wanted->self, out);
    if (out->taken_back) return execute(session, "ROLLBACK");
    if (execute(session, "COMMIT")) return true;
    Outcome *failure = session->failure;
    if (failure->end == OUTCOME_FAILED)
        failure->reason =
            sv_format(session->call->arena, "it was not committed: %.*s", SV_ARG(failure->reason));
    return false;
}

// Checked before it acts, so that a change with such columns does nothing.
static bool check_columns(SqliteSession *session, const SqlAnswer *answer) {
    static const SqlStatement before_it_acts = {0};
    if (sql_check_columns(session->failure, session->call->arena, &before_it_acts, answer->columns,
                          answer->column_count))
        return true;
    session->failure->end = OUTCOME_BAD_VALUE;
    return false;
}

static bool run_prepared(SqliteSession *session, sqlite3_stmt *statement, SqlAnswer *out) {
    const SqlStatement *wanted = session->statement;
    if (!wanted->write && !sqlite_reads(session, statement)) return sqlite_fail_read_only(session);
    if (!bind_all(session, statement)) return false;
    name_columns(session->call->arena, statement, out);
    if (!check_columns(session, out)) return false;
    bool begin = wanted->write && wanted->transaction;
    sqlite3_int64 before = sqlite3_total_changes64(session->db);
    if (begin && !execute(session, "BEGIN IMMEDIATE")) return false;
    session->running = true;
    bool done = step_all(session, statement, out);
    // COMMIT fails while a statement is pending.
    sqlite3_reset(statement);
    // What triggers change is counted in the total, and there alone.
    out->idle =
        done && wanted->text->changes_rows && sqlite3_total_changes64(session->db) == before;
    if (sqlite3_total_changes64(session->db) != before)
        out->affected = sqlite3_changes64(session->db);
    return done && (!begin || settle(session, out));
}

static bool run_statement(SqliteSession *session, SqlAnswer *out) {
    const SqlText *text = session->statement->text;
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(session->db, text->text.at, (int)text->text.len, &statement, NULL);
    bool done =
        code == SQLITE_OK ? run_prepared(session, statement, out) : sqlite_fail(session, code);
    sqlite3_finalize(statement);
    if (!sqlite3_get_autocommit(session->db))
        sqlite3_exec(session->db, "ROLLBACK", NULL, NULL, NULL);
    return done;
}

bool sqlite_run(const ActionCall *call, const SqlConnection *connection,
                const SqlStatement *statement, SqlAnswer *out, Outcome *failure) {
    SqliteSession session = {.call = call,
                             .statement = statement,
                             .shown = sql_show_address(call->arena, connection->sql, call->folder),
                             .end = WAIT_READY,
                             .failure = failure};
    if (!sql_load(LATE_SQLITE, call->arena, failure)) return false;
    if (!sqlite_open(&session, connection->sql)) return false;
    sqlite3_busy_handler(session.db, wait_for_lock, &session);
    sqlite3_progress_handler(session.db, OPERATIONS_BETWEEN_LOOKS, look_up, &session);
    sqlite_guard(&session);
    *out = (SqlAnswer){.notices = value_list(call->arena, NULL, 0), .server = session.shown};
    bool done = run_statement(&session, out);
    sqlite_unguard(&session);
    sqlite3_busy_handler(session.db, NULL, NULL);
    sqlite3_progress_handler(session.db, 0, NULL, NULL);
    sqlite_give_back(&session);
    return done;
}

// A file's own locks are the file system's, which other hosts see only where that is sure to tell
// them.
const SharedLock *const sqlite_lock = NULL;
