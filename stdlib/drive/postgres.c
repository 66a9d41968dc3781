// PostgreSQL: one statement, in a transaction that only reads unless the step says write.
#include "drive/postgres.h"

#include "drive/postgres_rows.h"
#include <string.h>

static const char pool_kind[] = "postgres";
enum { MOST_NOTICES = 100, MOST_COMMANDS = 3 };

// ── notices ──

static void take_notice(void *context, const PGresult *result) {
    PostgresSession *session = context;
    if (session->notices.count >= MOST_NOTICES) return;
    Arena *arena = session->call->arena;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (!message) return;
    list_add(&session->notices,
             value_string(sv_format(arena, "%s: %s", severity ? severity : "NOTICE", message)));
}

static void ignore_notice(void *nothing, const PGresult *result) {
    (void)nothing, (void)result;
}

// ── connections that are kept ──

static void close_kept(void *thing) {
    postgres_close(thing);
}

// A server that closed the connection since has sent its end, which can be read without sending
// anything.
static bool still_open(PGconn *conn) {
    struct pollfd fd = {.fd = PQsocket(conn), .events = POLLIN};
    while (poll(&fd, 1, 0) > 0)
        if (!PQconsumeInput(conn)) return false;
    return PQstatus(conn) == CONNECTION_OK;
}

static bool take_connection(PostgresSession *session) {
    Sv key = sql_pool_key(session->call, session->statement);
    for (Postgres *kept; (kept = pool_take(session->call->pool, pool_kind, key,
                                           session->call->kept_since, &session->begun));) {
        session->postgres = kept;
        session->conn = kept->conn;
        if (still_open(kept->conn)) return true;
        postgres_close(kept);
    }
    return postgres_open(session);
}

// What a statement may leave in the session (SET, PREPARE, LISTEN …) must not reach the next step.
static bool leaves_nothing(const PostgresSession *session) {
    static const char *const verbs[] = {"SELECT", "INSERT", "UPDATE", "DELETE",
                                        "MERGE",  "WITH",   "VALUES", "TABLE"};
    if (!session->statement->write) return true;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (sv_eq_c(session->statement->text->verb, verbs[i])) return true;
    return false;
}

static void give_back(PostgresSession *session) {
    bool idle = PQstatus(session->conn) == CONNECTION_OK &&
                PQpipelineStatus(session->conn) == PQ_PIPELINE_OFF &&
                PQtransactionStatus(session->conn) == PQTRANS_IDLE;
    PQsetNoticeReceiver(session->conn, ignore_notice, NULL);
    if (idle && leaves_nothing(session))
        pool_put(session->call->pool, pool_kind, session->call->connection_name,
                 sql_pool_key(session->call, session->statement), session->begun, session->postgres,
                 close_kept);
    else
        postgres_close(session->postgres);
}

// ── the conversation ──

// What is sent at once: the statement, and what stands around it.
typedef struct Exchange {
    const char *before; // NULL = nothing
    const char *limit;  // the server's own deadline, behind `before`; NULL = none
    const char *after;
    PostgresRows rows;
    bool failed; // the server refused something; the failure says what
} Exchange;

static bool send_plain(PostgresSession *session, const char *text) {
    return !text || PQsendQueryParams(session->conn, text, 0, NULL, NULL, NULL, NULL, 0);
}

static bool send_statement(PostgresSession *session, const PostgresBinds *binds) {
    const char *text =
        sv_to_c(session->call->arena, sql_numbered(session->call->arena, session->statement->text));
    return PQsendQueryParams(session->conn, text, binds->count, binds->types, binds->values,
                             binds->lengths, binds->formats, 0);
}

static bool send_all(PostgresSession *session, const Exchange *exchange,
                     const PostgresBinds *binds) {
    // All of it goes out together: a transaction costs no more round trips than the statement
    // alone.
    bool pipelined = exchange->before != NULL;
    bool sent = (!pipelined || PQenterPipelineMode(session->conn)) &&
                send_plain(session, exchange->before) && send_plain(session, exchange->limit) &&
                send_statement(session, binds) && send_plain(session, exchange->after) &&
                (!pipelined || PQpipelineSync(session->conn));
    if (!sent) return postgres_fail_lost(session);
    bool flushed = postgres_flush(session);
    session->sent = true;
    return flushed;
}

// A read stops at the first thing wrong; a change is followed to its end, so that it is known to be
// done.
static bool take_result(PostgresSession *session, Exchange *exchange, const PGresult *result,
                        bool is_statement) {
    switch (PQresultStatus(result)) {
    case PGRES_SINGLE_TUPLE:
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
        if (!is_statement || postgres_take_rows(session, result, &exchange->rows)) return true;
        return session->statement->write;
    case PGRES_PIPELINE_ABORTED: return true; // what follows a failure
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        return sql_fail(session->failure, OUTCOME_NO_ANSWER,
                        SV("COPY needs a stream, which a step does not have"),
                        SV("use shell: with psql"));
    default:
        exchange->failed = true;
        postgres_fail_result(session, result);
        return PQstatus(session->conn) == CONNECTION_OK;
    }
}

// All results of one command.
static bool take_command(PostgresSession *session, Exchange *exchange, bool is_statement) {
    if (is_statement) PQsetSingleRowMode(session->conn);
    for (PGresult *result;;) {
        if (!postgres_next(session, &result)) return false;
        if (!result) return true;
        bool taken = take_result(session, exchange, result, is_statement);
        PQclear(result);
        if (!taken) return false;
    }
}

static bool take_sync(PostgresSession *session, Exchange *exchange) {
    PGresult *result;
    if (!postgres_next(session, &result)) return false;
    bool synced = result && PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    // A constraint that is checked at the end speaks up only here.
    bool taken = synced || !result || take_result(session, exchange, result, false);
    PQclear(result);
    if (synced) return PQexitPipelineMode(session->conn) || postgres_fail_lost(session);
    return taken && (result ? take_sync(session, exchange) : postgres_fail_lost(session));
}

static bool converse(PostgresSession *session, Exchange *exchange, const PostgresBinds *binds) {
    if (!send_all(session, exchange, binds)) return false;
    if (exchange->before && !take_command(session, exchange, false)) return false;
    if (exchange->limit && !take_command(session, exchange, false)) return false;
    if (!take_command(session, exchange, true)) return false;
    if (exchange->after && !take_command(session, exchange, false)) return false;
    return !exchange->before || take_sync(session, exchange);
}

// Leaves a transaction that a failure left open.
static bool leave_transaction(PostgresSession *session) {
    if (PQtransactionStatus(session->conn) == PQTRANS_IDLE) return true;
    PGresult *result;
    Outcome told = *session->failure;
    bool left = postgres_simple(session, "ROLLBACK", &result);
    if (left) PQclear(result);
    *session->failure = told;
    return left;
}

static bool exchange_all(PostgresSession *session, Exchange *exchange) {
    PostgresBinds binds;
    if (!postgres_bind(session, &binds)) return false;
    if (!converse(session, exchange, &binds)) {
        // What still runs is stopped: nobody waits for it any more.
        if (PQtransactionStatus(session->conn) == PQTRANS_ACTIVE) postgres_cancel(session);
        return false;
    }
    if (!leave_transaction(session)) return false;
    postgres_suggest_table(session);
    if (exchange->failed || exchange->rows.refused) return false;
    return postgres_finish_rows(session, &exchange->rows);
}

enum { SERVER_GRACE_MS = 500 };

// As SET LOCAL does; a shorter one that the server's people set stays.
static const char limit_text[] =
    "SELECT pg_catalog.set_config('statement_timeout', CASE WHEN "
    "pg_catalog.current_setting('statement_timeout')::interval > interval '0' AND "
    "pg_catalog.current_setting('statement_timeout')::interval < interval '%lld ms' THEN "
    "pg_catalog.current_setting('statement_timeout') ELSE '%lld' END, true)";

// The server gives up by itself soon after the step's time is over, also where no cancel reaches
// it. It holds within the transaction alone: nothing is set on the session, which behind a pooler
// is somebody else's next.
static const char *server_limit(const PostgresSession *session) {
    const ActionCall *call = session->call;
    int64_t left = wait_left(&call->waiter), grace = SERVER_GRACE_MS * (int64_t)1000000;
    if (left > INT64_MAX / 4) return NULL;
    // The statement has that long, and its COMMIT once more.
    session->failure->over_by_ns = call->env->mono_ns(call->env->self) + 2 * (left + grace);
    return sv_format(call->arena, limit_text, (long long)((left + grace) / 1000000),
                     (long long)((left + grace) / 1000000))
        .at;
}

// Every read is in a transaction that only reads. Where the session itself only reads, a plain
// SELECT is its own transaction; anything that could set something (a function, CALL, DO, SET) is
// put into one that is rolled back.
static void surround(const PostgresSession *session, Exchange *exchange) {
    const SqlStatement *statement = session->statement;
    if (statement->write && statement->transaction) {
        exchange->before = "BEGIN";
        exchange->limit = server_limit(session);
        exchange->after = "COMMIT";
    } else if (!statement->write &&
               !(statement->text->plain && postgres_is_guarded(session->postgres))) {
        exchange->before = "BEGIN READ ONLY";
        exchange->after = "ROLLBACK";
    }
}

bool postgres_run(const ActionCall *call, const SqlConnection *connection,
                  const SqlStatement *statement, SqlAnswer *out, Outcome *failure) {
    PostgresSession session = {.call = call,
                               .connection = connection,
                               .statement = statement,
                               .shown = sql_show_address(call->arena, connection->sql),
                               .notices = list_builder(call->arena),
                               .failure = failure};
    if (!sv_to_c(call->arena, statement->text->text))
        return sql_fail(failure, OUTCOME_BAD_VALUE, SV("the query holds a NUL byte"), (Sv){0});
    // A transaction that only reads lets COPY write files of the server.
    if (!statement->write && sv_eq_c(statement->text->verb, "COPY"))
        return sql_fail_read_only(failure, SV("COPY would write a file, and the step only reads"));
    if (!take_connection(&session)) return false;
    PQsetNoticeReceiver(session.conn, take_notice, &session);
    Exchange exchange = {0};
    surround(&session, &exchange);
    bool done = exchange_all(&session, &exchange);
    give_back(&session);
    if (!done) return false;
    *out = (SqlAnswer){.columns = exchange.rows.columns,
                       .column_count = exchange.rows.column_count,
                       .cells = exchange.rows.cells,
                       .row_count = exchange.rows.meter.rows,
                       .affected = exchange.rows.affected,
                       .notices = list_done(&session.notices)};
    return true;
}
