// MariaDB and MySQL: one statement, in a transaction that only reads unless the step says write.
#include "drivers/mariadb/mariadb_driver.h"

#include "base/shown/shown.h"
#include <stdio.h>

static const char pool_kind[] = "mariadb";
enum { MOST_NOTICES = 100, NOTICE_BYTES = 8192 };

static bool is_one_of(Sv verb, const char *const *verbs, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq_c(verb, verbs[i])) return true;
    return false;
}
#define IS_ONE_OF(verb, verbs) is_one_of((verb), (verbs), sizeof(verbs) / sizeof *(verbs))

// ── connections that are kept ──

static void close_kept(void *thing) {
    mariadb_close(thing);
}

// Nothing is to be read from one that waits for a statement, unless its end.
static bool still_open(MYSQL *mysql) {
    struct pollfd fd = {.fd = (int)mysql_get_socket(mysql), .events = POLLIN};
    return poll(&fd, 1, 0) == 0;
}

static bool take_connection(MariadbSession *session) {
    const ActionCall *call = session->call;
    Sv key = sql_pool_key(call, session->statement);
    for (Mariadb *kept;
         (kept = pool_take(call->pool, pool_kind, key, call->kept_since, &session->begun));) {
        session->mariadb = kept;
        session->mysql = kept->mysql;
        if (still_open(kept->mysql)) return true;
        mariadb_close(kept);
        session->mariadb = NULL;
        session->mysql = NULL;
    }
    return mariadb_open(session);
}

// Variables, locks of GET_LOCK, tables of a session: none of it must reach the next step.
static bool leaves_nothing(const MariadbSession *session) {
    static const char *const verbs[] = {"INSERT", "UPDATE", "DELETE", "REPLACE",
                                        "SHOW",   "DESC",   "EXPLAIN"};
    const SqlText *text = session->statement->text;
    if (sv_find_char(text->text, '@', 0) != SV_NONE) return false;
    return text->plain || (IS_ONE_OF(text->verb, verbs) && !text->acts_aside);
}

static void give_back(MariadbSession *session) {
    const ActionCall *call = session->call;
    Outcome told = *session->failure;
    if (!session->mariadb) return;
    bool good = !session->broken && !session->open;
    if (good && !leaves_nothing(session)) good = mariadb_reset(session) && session->status == 0;
    *session->failure = told;
    if (good) {
        pool_put_session(call->pool, pool_kind, call->connection_name,
                         sql_pool_key(call, session->statement), session->begun, session->mariadb,
                         close_kept);
        return;
    }
    mariadb_cancel(session->mysql);
    mariadb_close(session->mariadb);
}

// ── a statement by itself, without values ──

static bool carry_out(MariadbSession *session, const char *text) {
    return mariadb_query(session, text) && (session->status == 0 || mariadb_fail(session));
}

static void close_statement(MariadbSession *session) {
    if (session->prepared) mysql_stmt_close(session->prepared);
    session->prepared = NULL;
}

// ── what stands around the statement ──

typedef enum Around {
    AROUND_READ,
    AROUND_ASKING, // transaction: true
    AROUND_CHANGE, // of rows: what fails on its way is taken back
    AROUND_NOTHING // it commits by itself, whatever stands around it
} Around;

static Around around(const SqlStatement *statement) {
    static const char *const verbs[] = {"INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "SELECT"};
    if (!statement->write) return AROUND_READ;
    if (statement->transaction) return AROUND_ASKING;
    return IS_ONE_OF(statement->text->verb, verbs) ? AROUND_CHANGE : AROUND_NOTHING;
}

// These end a transaction before they begin, and cannot be taken back.
static bool can_be_asked(MariadbSession *session) {
    static const char *const verbs[] = {
        "ALTER", "ANALYZE", "CACHE",    "CHANGE", "CHECK",    "CREATE",    "DROP",
        "FLUSH", "GRANT",   "INSTALL",  "LOCK",   "OPTIMIZE", "RENAME",    "REPAIR",
        "RESET", "REVOKE",  "SET",      "STOP",   "UNLOCK",   "UNINSTALL", "KILL",
        "PURGE", "LOAD",    "TRUNCATE", "BACKUP", "SHUTDOWN"};
    Sv verb = session->statement->text->verb;
    // Rows that are loaded can be.
    if (sv_eq_c(verb, "LOAD") || !IS_ONE_OF(verb, verbs)) return true;
    return sql_fail(
        session->failure, OUTCOME_BAD_VALUE,
        sv_format(session->call->arena,
                  "%.*s is kept by MariaDB and MySQL at once, and cannot be rolled back",
                  SV_ARG(verb)),
        SV("leave transaction: true out"));
}

static bool begin(MariadbSession *session, Around how) {
    if (how == AROUND_NOTHING) return true;
    const char *text = how == AROUND_READ ? "START TRANSACTION READ ONLY" : "START TRANSACTION";
    session->open = carry_out(session, text);
    return session->open;
}

// ── notices ──

static void add_notice(MariadbSession *session, ListBuilder *notices, MYSQL_ROW row) {
    BUF_AUTO Buf line = buf_new(NOTICE_BYTES), shown = buf_new(NOTICE_BYTES);
    shown_add(&shown, sv_from_c(row[2]), false);
    buf_addf(&line, "%s: %.*s (%s)", row[0], SV_ARG(buf_sv(&shown)), row[1]);
    list_add(notices, value_string(buf_keep(&line, session->call->arena)));
}

static bool take_notices(MariadbSession *session, bool warned, Value *out) {
    ListBuilder notices = list_builder(session->call->arena);
    if (warned) {
        if (!carry_out(session, "SHOW WARNINGS LIMIT 100") || !mariadb_store(session)) return false;
        for (MYSQL_ROW row; session->result && notices.count < MOST_NOTICES &&
                            (row = mysql_fetch_row(session->result));)
            if (row[0] && row[1] && row[2]) add_notice(session, &notices, row);
        if (session->result) mysql_free_result(session->result);
        session->result = NULL;
    }
    *out = list_done(&notices);
    return true;
}

// ── the end of a transaction ──

// False where it may be that not all was: the server warns of tables that know no transactions.
static bool take_back(MariadbSession *session) {
    Outcome told = *session->failure;
    bool back = mariadb_query(session, "ROLLBACK") && session->status == 0;
    *session->failure = told;
    session->open = false;
    session->kept = back && mysql_warning_count(session->mysql) > 0;
    session->broken |= !back;
    return back && !session->kept;
}

// After a failure: what was not kept must be said to be, if it is.
static void take_failure_back(MariadbSession *session) {
    Outcome *failure = session->failure;
    if (!session->open || session->pending) return;
    if (session->broken) {
        session->open = false;
        return;
    }
    bool doubt = session->sent;
    if (take_back(session) || !doubt) return;
    failure->end = OUTCOME_NO_ANSWER;
    failure->taken_back = false;
    failure->reason =
        sv_format(session->call->arena, "%.*s; %s", SV_ARG(failure->reason),
                  session->kept ? MARIADB_REMAINS : "whether it was undone is not known");
}

static bool commit(MariadbSession *session) {
    session->sent = session->committing = true;
    if (!carry_out(session, "COMMIT")) return false;
    session->open = false;
    return true;
}

// The step is asked while everything can still be rolled back.
static bool settle(MariadbSession *session, SqlAnswer *out) {
    const SqlStatement *statement = session->statement;
    if (!(session->mysql->server_status & SERVER_STATUS_IN_TRANS)) {
        session->open = false;
        return sql_fail(session->failure, OUTCOME_FAILED,
                        SV("it was carried out, and it ended its transaction by itself, so that it "
                           "was kept before it was judged"),
                        SV("leave transaction: true out: a procedure that commits cannot be "
                           "rolled back"));
    }
    out->taken_back = !statement->may_stay(statement->self, out);
    if (!out->taken_back) return commit(session);
    if (take_back(session)) return true;
    return sql_fail(session->failure, OUTCOME_NO_ANSWER,
                    session->kept ? SV("it was rolled back, but " MARIADB_REMAINS)
                                  : SV("it was rolled back, and the server did not confirm that"),
                    (Sv){0});
}

// ── the statement ──

// What cannot be prepared gives no rows.
static bool run_as_text(MariadbSession *session, SqlAnswer *out) {
    close_statement(session);
    session->sent = session->statement->write;
    if (!carry_out(session, sv_to_c(session->call->arena, session->statement->text->text)))
        return false;
    if (mysql_field_count(session->mysql) > 0) {
        if (!mariadb_store(session)) return false;
        if (session->result) mysql_free_result(session->result);
        session->result = NULL;
    } else {
        out->affected = (int64_t)mysql_affected_rows(session->mysql);
    }
    return take_notices(session, mysql_warning_count(session->mysql) > 0, &out->notices);
}

static void count_rows(MariadbSession *session, const MariadbRows *rows, SqlAnswer *out) {
    const SqlText *text = session->statement->text;
    int64_t affected = (int64_t)mysql_stmt_affected_rows(session->prepared);
    out->columns = rows->columns;
    out->column_count = rows->column_count;
    out->cells = rows->cells;
    out->row_count = rows->meter.rows;
    if (!session->statement->write) return;
    // RETURNING gives each row that was touched.
    if (rows->column_count)
        out->affected = text->changes_rows ? (int64_t)rows->meter.rows : 0;
    else
        out->affected = affected > 0 ? affected : 0;
}

static bool run_prepared(MariadbSession *session, MariadbRows *rows, SqlAnswer *out) {
    const SqlText *text = session->statement->text;
    session->prepared = mysql_stmt_init(session->mysql);
    if (!session->prepared) return mariadb_fail(session);
    if (!mariadb_prepare(session, sql_marked(session->call->arena, text))) return false;
    if (session->status) {
        bool as_text = mysql_stmt_errno(session->prepared) == ER_UNSUPPORTED_PS;
        return as_text && !text->bind_count ? run_as_text(session, out) : mariadb_fail(session);
    }
    if (!mariadb_bind(session)) return false;
    session->sent = session->statement->write;
    if (!mariadb_execute(session)) return false;
    if (session->status) return mariadb_fail(session);
    if (!mariadb_take_rows(session, rows)) return false;
    count_rows(session, rows, out);
    // Behind rows the library does not read how many warnings there are.
    bool warned = rows->column_count || mysql_stmt_warning_count(session->prepared) > 0;
    close_statement(session);
    return take_notices(session, warned, &out->notices);
}

static bool finish(MariadbSession *session, Around how, const MariadbRows *rows, SqlAnswer *out) {
    switch (how) {
    case AROUND_READ:
        session->open = !carry_out(session, "ROLLBACK");
        return !session->open && !rows->refused;
    case AROUND_ASKING: return !rows->refused && settle(session, out);
    // A change with too many rows was carried out all the same, as it is said.
    case AROUND_CHANGE: return commit(session) && !rows->refused;
    case AROUND_NOTHING: break;
    }
    return !rows->refused;
}

static bool run_statement(MariadbSession *session, SqlAnswer *out) {
    MariadbRows rows = {0};
    Around how = around(session->statement);
    if (how == AROUND_ASKING && !can_be_asked(session)) return false;
    bool done = mariadb_begin_session(session) && begin(session, how) &&
                run_prepared(session, &rows, out) && finish(session, how, &rows, out);
    if (done) return true;
    // Stops what still runs, since nobody waits for it.
    if (session->pending) mariadb_stop(session);
    if (!session->broken) close_statement(session);
    take_failure_back(session);
    if (!session->broken) mariadb_suggest(session);
    return false;
}

bool mariadb_run(const ActionCall *call, const SqlConnection *connection,
                 const SqlStatement *statement, SqlAnswer *out, Outcome *failure) {
    MariadbSession session = {.call = call,
                              .connection = connection,
                              .statement = statement,
                              .shown = sql_show_address(call->arena, connection->sql, call->folder),
                              .waiter = call->waiter,
                              .failure = failure};
    Sv error, hint;
    if (!sv_to_c(call->arena, statement->text->text))
        return sql_fail(failure, OUTCOME_BAD_VALUE, SV("the query holds a NUL byte"), (Sv){0});
    if (!mariadb_target(call->arena, connection->sql, &session.target, &error, &hint))
        return sql_fail(failure, OUTCOME_BAD_VALUE, error, hint);
    if (!sql_load(LATE_MARIADB, call->arena, failure)) return false;
    *out = (SqlAnswer){.notices = value_list(call->arena, NULL, 0)};
    bool done = take_connection(&session);
    if (done) {
        out->server = sv_copy(call->arena, sv_from_c(session.mariadb->server));
        out->encrypted = session.mariadb->encrypted;
        done = run_statement(&session, out);
    }
    give_back(&session);
    close_statement(&session);
    return done;
}
