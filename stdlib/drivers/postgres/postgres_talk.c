// Sending and receiving without blocking, and asking the server to stop.
#include "drivers/postgres/postgres.h"

#include "base/heap.h"
#include "drivers/offload/offload.h"

bool postgres_flush(PostgresSession *session) {
    for (;;) {
        int left = PQflush(session->conn);
        if (left == 0) return true;
        if (left < 0) return postgres_fail_lost(session);
        // If the server wants to write first it must be read from, or both would wait for ever.
        struct pollfd fd = {.fd = PQsocket(session->conn), .events = POLLIN | POLLOUT};
        WaitStatus status = wait_for(&session->call->waiter, &fd, 1);
        if (status != WAIT_READY)
            return sql_fail_waiting(session->failure, session->call->arena, status, session->sent,
                                    "while it was sent");
        session->sent = session->may_act;
        if (fd.revents & POLLIN && !PQconsumeInput(session->conn))
            return postgres_fail_lost(session);
    }
}

bool postgres_next(PostgresSession *session, PGresult **out) {
    while (PQisBusy(session->conn)) {
        struct pollfd fd = {.fd = PQsocket(session->conn), .events = POLLIN};
        WaitStatus status = wait_for(&session->call->waiter, &fd, 1);
        if (status != WAIT_READY)
            return sql_fail_waiting(session->failure, session->call->arena, status, session->sent,
                                    session->sent || !session->statement->write
                                        ? "while it ran"
                                        : "while it ran; nothing was committed");
        // What the server said before it hung up can still be read.
        if (!PQconsumeInput(session->conn)) break;
    }
    *out = PQgetResult(session->conn);
    return true;
}

bool postgres_simple(PostgresSession *session, const char *text, PGresult **out) {
    if (!PQsendQuery(session->conn, text)) return postgres_fail_lost(session);
    // libpq has written it already where it could: a COMMIT may be kept, whatever comes now.
    session->sent = session->sent || session->may_act;
    if (!postgres_flush(session)) return false;
    PGresult *last = NULL, *result = NULL;
    for (;;) {
        if (!postgres_next(session, &result)) {
            PQclear(last);
            return false;
        }
        if (!result) break;
        // The first error is the one to report.
        bool failed = last && PQresultStatus(last) == PGRES_FATAL_ERROR;
        PQclear(failed ? result : last);
        if (!failed) last = result;
    }
    if (!last) return postgres_fail_lost(session);
    *out = last;
    return true;
}

// ── cancelling ──

static void ask_to_stop(void *what) {
    char ignored[256];
    PQcancel(what, ignored, sizeof ignored);
}

static void drop_cancel(void *what) {
    PQfreeCancel(what);
}

enum { CANCEL_MS = 200, MOST_COMMANDS = 2 * POSTGRES_MOST_AROUND + 2 };

static bool wait_for_words(PostgresSession *session, const Waiter *waiter) {
    while (PQisBusy(session->conn)) {
        struct pollfd fd = {.fd = PQsocket(session->conn), .events = POLLIN};
        if (wait_for(waiter, &fd, 1) != WAIT_READY || !PQconsumeInput(session->conn)) return false;
    }
    return true;
}

// Waits for the server's last word on a change: that it stopped, or that it had ended before. False
// if it does not say so in time. What was sent in one go is answered in order, so the answers to
// what preceded the statement may come first.
static bool hears_the_end(PostgresSession *session, const Waiter *waiter) {
    for (int ends = 0; ends < MOST_COMMANDS;) {
        if (!wait_for_words(session, waiter)) return false;
        PGresult *result = PQgetResult(session->conn);
        if (!result) {
            if (PQtransactionStatus(session->conn) != PQTRANS_ACTIVE)
                return PQstatus(session->conn) == CONNECTION_OK;
            ends++;
            continue;
        }
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        bool over = PQresultStatus(result) == PGRES_PIPELINE_SYNC ||
                    (state && sv_eq_c(sv_from_c(state), "57014"));
        PQclear(result);
        if (over) return true;
    }
    return false;
}

void postgres_cancel(PostgresSession *session) {
    const Env *env = session->call->env;
    PGcancel *cancel = PQgetCancel(session->conn);
    // libpq opens a connection for this and blocks; a server that is gone must not hold up the
    // step.
    Offload *offload = cancel ? offload_start(ask_to_stop, drop_cancel, cancel) : NULL;
    if (!offload) {
        PQfreeCancel(cancel);
        return;
    }
    Waiter waiter = {.env = env,
                     .cancel_fd = -1,
                     .deadline_ns = env->mono_ns(env->self) + CANCEL_MS * (int64_t)1000000};
    WaitStatus status = offload_wait(offload, &waiter);
    offload_release(offload);
    if (status != WAIT_READY) return;
    if (!session->statement->write)
        wait_for_words(session, &waiter);
    else if (hears_the_end(session, &waiter))
        session->failure->over = true;
}
