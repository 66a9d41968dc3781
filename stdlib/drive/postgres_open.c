// Opening a connection to PostgreSQL without blocking, and checking an address before anything
// runs.
#include "drive/postgres.h"

#include "base/heap.h"
#include "base/num.h"
#include <stdlib.h>
#include <string.h>

static void ignore_notice(void *nothing, const PGresult *result) {
    (void)nothing, (void)result;
}

// ── addresses ──

// libpq quotes pieces of an address that it does not understand, and a piece may be the password.
bool postgres_check_address(Arena *arena, Sv address, Sv *error, Sv *mend) {
    const char *text = sv_to_c(arena, address);
    char *why = NULL;
    PQconninfoOption *options = text ? PQconninfoParse(text, &why) : NULL;
    PQfreemem(why);
    if (options) {
        PQconninfoFree(options);
        return true;
    }
    Sv shown = sql_show_address(arena, address);
    *error = sv_format(arena, "'%.*s' is no address of a PostgreSQL database", SV_ARG(shown));
    *mend = SV(
        "postgres://USER@HOST:5432/DATABASE; special characters in a part are written %40 for @, %2F for /");
    return false;
}

char *postgres_option(Arena *arena, Sv address, const char *name) {
    PQconninfoOption *options = PQconninfoParse(sv_to_c(arena, address), NULL);
    char *value = NULL;
    for (PQconninfoOption *at = options; at && at->keyword; at++)
        if (strcmp(at->keyword, name) == 0 && at->val) value = sv_to_c(arena, sv_from_c(at->val));
    PQconninfoFree(options);
    return value;
}

// ── connecting ──

enum { MOST_OPTIONS = 8 };

typedef struct Options {
    const char *names[MOST_OPTIONS];
    const char *values[MOST_OPTIONS];
    size_t count;
} Options;

static void add(Options *options, const char *name, const char *value) {
    if (!value || !value[0]) return;
    options->names[options->count] = name;
    options->values[options->count++] = value;
}

static bool gather(PostgresSession *session, Options *options) {
    Arena *arena = session->call->arena;
    const char *address = sv_to_c(arena, session->connection->sql);
    const char *password = sv_to_c(arena, session->connection->password);
    PostgresHosts hosts;
    if (!address || !password)
        return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                        SV("the connection's address or password holds a NUL byte"), (Sv){0});
    if (!postgres_find_hosts(session, &hosts)) return false;
    // The address comes first, so that what follows is used in the place of its own parts.
    add(options, "dbname", address);
    add(options, "password", password);
    add(options, "host", hosts.host.at);
    add(options, "hostaddr", hosts.hostaddr.at);
    add(options, "port", hosts.port.at);
    add(options, "client_encoding", "UTF8");
    add(options, "fallback_application_name", "runbook");
    return true;
}

static bool wait_for_server(PostgresSession *session, short events) {
    struct pollfd fd = {.fd = PQsocket(session->conn), .events = events};
    WaitEnd end = wait_for(&session->call->waiter, &fd, 1);
    if (end == WAIT_READY) return true;
    Sv what = sv_format(session->call->arena, "before '%.*s' had answered", SV_ARG(session->shown));
    return sql_fail_waiting(session->failure, session->call->arena, end, false, what.at);
}

static bool connect_to(PostgresSession *session) {
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    if (PQstatus(session->conn) == CONNECTION_BAD) return postgres_fail_open(session);
    while (status != PGRES_POLLING_OK) {
        if (!wait_for_server(session, status == PGRES_POLLING_READING ? POLLIN : POLLOUT))
            return false;
        status = PQconnectPoll(session->conn);
        if (status == PGRES_POLLING_FAILED) return postgres_fail_open(session);
    }
    return true;
}

static bool has_setting(const PGconn *conn, const char *name, const char *start) {
    const char *value = PQparameterStatus(conn, name);
    return value && strncmp(value, start, strlen(start)) == 0;
}

static bool is_read_only(const PGconn *conn) {
    const char *value = PQparameterStatus(conn, "default_transaction_read_only");
    return value && strcmp(value, "on") == 0;
}

// A pooler answers with a process of its own at the start, and with the server's in a query.
static bool is_direct(const PGconn *conn, const PGresult *result) {
    int64_t pid;
    return PQresultStatus(result) == PGRES_TUPLES_OK &&
           num_parse_i64(sv_from_c(PQgetvalue(result, 0, 0)), &pid) && pid == PQbackendPID(conn);
}

// Times are read in one form only; what reads says so to the server; both in one round trip.
static bool settle(PostgresSession *session, bool *guarded) {
    const PGconn *conn = session->conn;
    bool dates = has_setting(conn, "DateStyle", "ISO");
    bool intervals = has_setting(conn, "IntervalStyle", "postgres") &&
                     !has_setting(conn, "IntervalStyle", "postgres_");
    bool write = session->statement->write;
    *guarded = false;
    if (dates && intervals && write) return true;
    Sv all = sv_format(session->call->arena, "%s%s%sSELECT pg_catalog.pg_backend_pid()",
                       dates ? "" : "SET datestyle = 'ISO, YMD';",
                       intervals ? "" : "SET intervalstyle = 'postgres';",
                       write ? "" : "SET default_transaction_read_only = on;");
    PGresult *result;
    if (!postgres_simple(session, all.at, &result)) return false;
    bool set = PQresultStatus(result) != PGRES_FATAL_ERROR || postgres_fail_result(session, result);
    *guarded = set && !write && is_direct(conn, result) && is_read_only(conn);
    PQclear(result);
    return set;
}

bool postgres_is_guarded(const Postgres *postgres) {
    return postgres->guarded && is_read_only(postgres->conn);
}

void postgres_close(Postgres *postgres) {
    PQfinish(postgres->conn);
    heap_free(postgres);
}

bool postgres_open(PostgresSession *session) {
    Options options = {0};
    if (!gather(session, &options)) return false;
    session->conn = PQconnectStartParams(options.names, options.values, 1);
    if (!session->conn)
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        SV("there is no memory for a connection"), (Sv){0});
    PQsetNoticeReceiver(session->conn, ignore_notice, NULL);
    bool guarded;
    bool open =
        connect_to(session) && PQsetnonblocking(session->conn, 1) == 0 && settle(session, &guarded);
    if (!open) {
        PQfinish(session->conn);
        session->conn = NULL;
        // What it was asked while it was opened was not the step's statement.
        if (session->failure->end == OUTCOME_NO_ANSWER) session->failure->end = OUTCOME_NOT_STARTED;
        return false;
    }
    session->postgres = heap_alloc(sizeof *session->postgres);
    session->postgres->conn = session->conn;
    session->postgres->guarded = guarded;
    return true;
}
