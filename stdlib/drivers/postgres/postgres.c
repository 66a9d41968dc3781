// PostgreSQL: one statement, in a transaction that only reads unless the step says write.
#include "drivers/postgres/postgres.h"

#include "base/num.h"
#include "drivers/postgres/postgres_rows.h"
#include <string.h>

static const char pool_kind[] = "postgres";
enum { MOST_NOTICES = 100 };
#define NOT_COMMITTED "the server did not commit it, but rolled it back"

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

// If the server has closed the connection meanwhile, its end can be read without sending anything.
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

// Closing a connection within a transaction ends the server's session, even behind a pooler.
static void give_back(PostgresSession *session) {
    bool idle = PQstatus(session->conn) == CONNECTION_OK &&
                PQpipelineStatus(session->conn) == PQ_PIPELINE_OFF &&
                PQtransactionStatus(session->conn) == PQTRANS_IDLE;
    PQsetNoticeReceiver(session->conn, ignore_notice, NULL);
    if (idle && postgres_leaves_nothing(session))
        pool_put_session(session->call->pool, pool_kind, session->call->connection_name,
                         sql_pool_key(session->call, session->statement), session->begun,
                         session->postgres, close_kept);
    else
        postgres_close(session->postgres);
}

// ── the conversation ──

// What is sent in one go: the statement, and what surrounds it.
typedef struct Exchange {
    PostgresTransaction around;
    PostgresRows rows;
    bool ended;   // the server said that the statement ended well
    bool failed;  // the server refused something …
    Outcome told; // … and this is why: the first reason is the one to report
} Exchange;

static bool send_each(PostgresSession *session, const char *const *texts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!PQsendQueryParams(session->conn, texts[i], 0, NULL, NULL, NULL, NULL, 0)) return false;
    return true;
}

static bool send_statement(PostgresSession *session, const PostgresBinds *binds) {
    const char *text =
        sv_to_c(session->call->arena, sql_numbered(session->call->arena, session->statement->text));
    return PQsendQueryParams(session->conn, text, binds->count, binds->types, binds->values,
                             binds->lengths, binds->formats, 0);
}

static bool send_all(PostgresSession *session, const PostgresTransaction *around,
                     const PostgresBinds *binds) {
    // Everything is sent together: a transaction costs no more round trips than the statement by
    // itself.
    bool pipelined = around->before_count > 0;
    bool sent = (!pipelined || PQenterPipelineMode(session->conn)) &&
                send_each(session, around->before, around->before_count) &&
                send_statement(session, binds) &&
                send_each(session, around->after, around->after_count) &&
                (!pipelined || PQpipelineSync(session->conn));
    if (!sent) return postgres_fail_lost(session);
    bool flushed = postgres_flush(session);
    session->sent = session->may_act;
    return flushed;
}

static Sv tag_of(const PGresult *result) {
    const char *tag = PQcmdStatus((PGresult *)(uintptr_t)result);
    return tag ? sv_from_c(tag) : (Sv){0};
}

// libpq ends a result too where the server begins another one without a word about the first.
static bool tells_the_end(const PGresult *result) {
    return PQresultStatus(result) != PGRES_SINGLE_TUPLE && tag_of(result).len > 0;
}

// "SELECT 2" where two rows came. CREATE TABLE AS says so too, and gives none.
static bool counts_agree(const PostgresSession *session, const PGresult *result,
                         const PostgresRows *rows) {
    Sv tag = tag_of(result);
    int64_t said = 0;
    bool counted = sv_starts(tag, SV("SELECT ")) || sv_starts(tag, SV("FETCH "));
    if (!counted || (session->statement->write && PQresultStatus(result) == PGRES_COMMAND_OK))
        return true;
    return num_parse_i64(sv_slice(tag, sv_find_char(tag, ' ', 0) + 1, tag.len), &said) &&
           said >= 0 && (uint64_t)said == rows->meter.rows;
}

// The COMMIT that follows a change must have been one.
static bool is_kept(PostgresSession *session, const Exchange *exchange, const PGresult *result) {
    if (!exchange->around.commits || !exchange->ended || sv_eq_c(tag_of(result), "COMMIT"))
        return true;
    return sql_fail(session->failure, OUTCOME_FAILED, SV(NOT_COMMITTED), (Sv){0});
}

// A read stops at the first error; a change is followed to its end, so that it is known to be done.
static bool take_result(PostgresSession *session, Exchange *exchange, const PGresult *result,
                        bool is_statement) {
    switch (PQresultStatus(result)) {
    case PGRES_SINGLE_TUPLE:
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
        if (!is_statement) return is_kept(session, exchange, result);
        session->committing = exchange->ended = tells_the_end(result);
        if (!postgres_take_rows(session, result, &exchange->rows)) return session->statement->write;
        return !exchange->ended || counts_agree(session, result, &exchange->rows) ||
               postgres_fail_count(session, tag_of(result), exchange->rows.meter.rows);
    case PGRES_PIPELINE_ABORTED: return true; // what follows a failure
    case PGRES_PIPELINE_SYNC: return postgres_fail_untold(session);
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        return sql_fail(session->failure, OUTCOME_NO_ANSWER,
                        SV("COPY needs a stream, which a step does not have"),
                        SV("use shell: with psql"));
    default:
        if (!exchange->failed) {
            exchange->failed = true;
            postgres_fail_result(session, result);
            exchange->told = *session->failure;
        }
        return PQstatus(session->conn) == CONNECTION_OK;
    }
}

// All results of one command.
static bool take_command(PostgresSession *session, Exchange *exchange, bool is_statement) {
    if (is_statement) PQsetSingleRowMode(session->conn);
    for (PGresult *result;;) {
        if (!postgres_next(session, &result)) return false;
        if (!result) break;
        bool taken = take_result(session, exchange, result, is_statement);
        PQclear(result);
        if (!taken) return false;
    }
    // Rows without the end of them are no answer.
    return !is_statement || exchange->ended || exchange->failed || postgres_fail_untold(session);
}

static bool take_sync(PostgresSession *session, Exchange *exchange) {
    PGresult *result;
    if (!postgres_next(session, &result)) return false;
    bool synced = result && PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    // A deferred constraint fails only here.
    bool taken = synced || !result || take_result(session, exchange, result, false);
    PQclear(result);
    if (synced) return PQexitPipelineMode(session->conn) || postgres_fail_lost(session);
    return taken && (result ? take_sync(session, exchange) : postgres_fail_lost(session));
}

static bool converse(PostgresSession *session, Exchange *exchange, const PostgresBinds *binds) {
    const PostgresTransaction *around = &exchange->around;
    if (!send_all(session, around, binds)) return false;
    for (size_t i = 0; i < around->before_count; i++)
        if (!take_command(session, exchange, false)) return false;
    if (!take_command(session, exchange, true)) return false;
    for (size_t i = 0; i < around->after_count; i++)
        if (!take_command(session, exchange, false)) return false;
    return around->before_count == 0 || take_sync(session, exchange);
}

// ── the end of a transaction ──

// Ends a transaction that a failure left open. If something else may have been left in it the
// connection is closed.
static bool leave_transaction(PostgresSession *session) {
    if (session->traces || PQtransactionStatus(session->conn) == PQTRANS_IDLE) return true;
    PGresult *result;
    Outcome told = *session->failure;
    bool left = postgres_simple(session, "ROLLBACK", &result);
    if (left) PQclear(result);
    *session->failure = told;
    return left;
}

static SqlAnswer answer_of(PostgresSession *session, const PostgresRows *rows) {
    bool untold = session->statement->text->changes_aside;
    return (SqlAnswer){.columns = rows->columns,
                       .column_count = rows->column_count,
                       .cells = rows->cells,
                       .row_count = rows->meter.rows,
                       .affected = rows->affected,
                       .untold = untold && session->statement->write,
                       .notices = list_done(&session->notices),
                       .server = postgres_show_open(session->call->arena, session->conn),
                       .encrypted = PQsslInUse(session->conn)};
}

// A server that gave up on the transaction answers COMMIT with ROLLBACK.
static bool was_committed(PostgresSession *session, PGresult *result) {
    if (PQresultStatus(result) != PGRES_COMMAND_OK) return postgres_fail_result(session, result);
    if (strcmp(PQcmdStatus(result), "COMMIT") == 0) return true;
    return sql_fail(session->failure, OUTCOME_FAILED, SV(NOT_COMMITTED), (Sv){0});
}

static bool commit(PostgresSession *session) {
    PGresult *result;
    session->may_act = session->committing = true;
    if (!postgres_simple(session, "COMMIT", &result)) return false;
    bool committed = was_committed(session, result);
    PQclear(result);
    return committed;
}

// The step is asked while everything can still be rolled back.
static bool settle(PostgresSession *session, SqlAnswer *answer) {
    const SqlStatement *statement = session->statement;
    answer->taken_back = !statement->may_stay(statement->self, answer);
    if (!answer->taken_back) return commit(session);
    // If this fails, the end of the session does the same.
    leave_transaction(session);
    return true;
}

// What a pipeline has no room for.
typedef bool Apart(PostgresSession *session, PostgresRows *rows);

static bool exchange_apart(PostgresSession *session, Apart *talk, Exchange *exchange,
                           SqlAnswer *out) {
    if (!talk(session, &exchange->rows)) {
        if (PQtransactionStatus(session->conn) == PQTRANS_ACTIVE) postgres_cancel(session);
        return false;
    }
    *out = answer_of(session, &exchange->rows);
    return true;
}

static bool exchange_all(PostgresSession *session, Exchange *exchange, SqlAnswer *out) {
    PostgresBinds binds;
    if (postgres_is_console(session))
        return exchange_apart(session, postgres_console, exchange, out);
    if (session->statement->text->copies_out)
        return exchange_apart(session, postgres_copy_out, exchange, out);
    if (!postgres_bind(session, &binds)) return false;
    PostgresGuard guard = {0};
    if (exchange->around.alone) guard = postgres_guard_begin(session);
    bool conversed = converse(session, exchange, &binds);
    postgres_guard_end(&guard);
    if (!conversed) {
        // Stops what still runs, since nobody waits for it.
        if (PQtransactionStatus(session->conn) == PQTRANS_ACTIVE) postgres_cancel(session);
        if (exchange->failed) *session->failure = exchange->told;
        return false;
    }
    bool wrong = exchange->failed || exchange->rows.refused;
    session->traces = session->traces && wrong;
    if (wrong) {
        if (leave_transaction(session)) postgres_suggest_table(session);
        return false;
    }
    if (!postgres_finish_rows(session, &exchange->rows)) return false;
    *out = answer_of(session, &exchange->rows);
    if (exchange->around.asks) return settle(session, out);
    out->idle = exchange->around.commits && out->affected == 0 && postgres_does_no_more(session);
    return true;
}

bool postgres_run(const ActionCall *call, const SqlConnection *connection,
                  const SqlStatement *statement, SqlAnswer *out, Outcome *failure) {
    PostgresSession session = {.call = call,
                               .connection = connection,
                               .statement = statement,
                               .shown =
                                   sql_show_address(call->arena, connection->sql, call->folder),
                               .notices = list_builder(call->arena),
                               .failure = failure,
                               .may_act = !statement->transaction,
                               .traces = !statement->write && !statement->text->plain};
    if (!sv_to_c(call->arena, statement->text->text))
        return sql_fail(failure, OUTCOME_BAD_VALUE, SV("the query holds a NUL byte"), (Sv){0});
    if (!sql_load(LATE_PQ, call->arena, failure) || !take_connection(&session)) return false;
    PQsetNoticeReceiver(session.conn, take_notice, &session);
    Exchange exchange = {0};
    postgres_surround(&session, &exchange.around);
    bool done = exchange_all(&session, &exchange, out);
    give_back(&session);
    return done;
}
