// Calls of libmariadb that wait for the server, each through the waiter, and asking it to stop.
#include "drivers/mariadb/mariadb_driver.h"

// ── one call ──

static bool wait_for_server(MariadbSession *session, int awaited, int *ready) {
    bool reads = awaited & MYSQL_WAIT_READ, writes = awaited & MYSQL_WAIT_WRITE;
    struct pollfd fd = {.fd = (int)mysql_get_socket(session->mysql),
                        .events = (short)((reads ? POLLIN : 0) | (writes ? POLLOUT : 0) |
                                          (awaited & MYSQL_WAIT_EXCEPT ? POLLPRI : 0))};
    WaitStatus status = wait_for(&session->waiter, &fd, 1);
    if (status != WAIT_READY) {
        bool doubt = session->sent || !session->statement->write;
        return sql_fail_waiting(session->failure, session->call->arena, status, doubt,
                                doubt ? "while it ran" : "before it was sent");
    }
    bool ended = fd.revents & (POLLHUP | POLLERR | POLLNVAL);
    *ready = (fd.revents & POLLIN || (ended && reads) ? MYSQL_WAIT_READ : 0) |
             (fd.revents & POLLOUT || (ended && writes) ? MYSQL_WAIT_WRITE : 0) |
             (fd.revents & POLLPRI ? MYSQL_WAIT_EXCEPT : 0);
    return true;
}

// Of one that is given up on half way it is kept how it goes on.
static bool finish(MariadbSession *session, int awaited,
                   int (*go_on)(MariadbSession *session, int ready)) {
    while (awaited) {
        int ready = 0;
        if (!wait_for_server(session, awaited, &ready)) {
            session->pending = go_on;
            session->awaited = awaited;
            session->broken = true;
            return false;
        }
        awaited = go_on(session, ready);
    }
    return true;
}

// What begins a call, and what goes on with it.
#define GOES_ON(name, call)                                                                        \
    static int name(MariadbSession *session, int ready) {                                          \
        return call;                                                                               \
    }

GOES_ON(go_on_query, mysql_real_query_cont(&session->status, session->mysql, ready))
bool mariadb_query(MariadbSession *session, const char *text) {
    int awaited = mysql_real_query_start(&session->status, session->mysql, text,
                                         (unsigned long)sv_from_c(text).len);
    return finish(session, awaited, go_on_query);
}

GOES_ON(go_on_storing, mysql_store_result_cont(&session->result, session->mysql, ready))
bool mariadb_store(MariadbSession *session) {
    return finish(session, mysql_store_result_start(&session->result, session->mysql),
                  go_on_storing);
}

GOES_ON(go_on_preparing, mysql_stmt_prepare_cont(&session->status, session->prepared, ready))
bool mariadb_prepare(MariadbSession *session, Sv text) {
    int awaited = mysql_stmt_prepare_start(&session->status, session->prepared, text.at,
                                           (unsigned long)text.len);
    return finish(session, awaited, go_on_preparing);
}

GOES_ON(go_on_executing, mysql_stmt_execute_cont(&session->status, session->prepared, ready))
bool mariadb_execute(MariadbSession *session) {
    return finish(session, mysql_stmt_execute_start(&session->status, session->prepared),
                  go_on_executing);
}

GOES_ON(go_on_fetching, mysql_stmt_fetch_cont(&session->status, session->prepared, ready))
bool mariadb_fetch(MariadbSession *session) {
    return finish(session, mysql_stmt_fetch_start(&session->status, session->prepared),
                  go_on_fetching);
}

GOES_ON(go_on_next, mysql_stmt_next_result_cont(&session->status, session->prepared, ready))
bool mariadb_next_result(MariadbSession *session) {
    return finish(session, mysql_stmt_next_result_start(&session->status, session->prepared),
                  go_on_next);
}

GOES_ON(go_on_resetting, mysql_reset_connection_cont(&session->status, session->mysql, ready))
bool mariadb_reset(MariadbSession *session) {
    return finish(session, mysql_reset_connection_start(&session->status, session->mysql),
                  go_on_resetting);
}

// ── stopping ──

enum { STOP_MS = 150 };

// The server's last word on what it was doing.
static bool hears_the_end(MariadbSession *session) {
    Outcome told = *session->failure;
    int (*go_on)(MariadbSession *, int) = session->pending;
    session->pending = NULL;
    int ready = 0;
    bool heard = wait_for_server(session, session->awaited, &ready) &&
                 finish(session, go_on(session, ready), go_on);
    *session->failure = told;
    unsigned error = session->prepared ? mysql_stmt_errno(session->prepared) : 0;
    if (!error) error = mysql_errno(session->mysql);
    return heard && !mariadb_is_own_error(error);
}

// What ran in a transaction is gone with it.
static bool takes_back(MariadbSession *session) {
    Outcome told = *session->failure;
    bool back = mariadb_query(session, "ROLLBACK") && session->status == 0;
    *session->failure = told;
    session->kept = back && mysql_warning_count(session->mysql) > 0;
    return back;
}

void mariadb_stop(MariadbSession *session) {
    const Env *env = session->call->env;
    const Waiter waiter = {.env = env,
                           .cancel_fd = -1,
                           .deadline_ns = env->mono_ns(env->self) + STOP_MS * (int64_t)1000000};
    Outcome told = *session->failure;
    if (!session->pending) return;
    session->waiter = waiter;
    MariadbDoor *door =
        mariadb_door_new(session, sv_from_c(session->mariadb->numeric), session->mariadb->local);
    *session->failure = told;
    if (!door) return;
    WaitStatus status = mariadb_door_stop(door, &waiter, mysql_thread_id(session->mysql));
    mariadb_door_free(door);
    if (status != WAIT_READY || !hears_the_end(session) || !session->statement->write) return;
    session->failure->over = true;
    if (!session->sent || session->committing || !session->open || !takes_back(session)) return;
    if (!session->kept) session->failure->end = OUTCOME_NOT_STARTED;
    session->failure->reason =
        sv_format(session->call->arena, "%.*s; %s", SV_ARG(session->failure->reason),
                  session->kept ? MARIADB_REMAINS : "nothing was changed");
}
