// Opening a connection to PostgreSQL without blocking, and checking an address before anything
// runs.
#include "drivers/postgres/postgres.h"

#include "base/heap.h"
#include "base/system/file.h"
#include "drivers/offload/offload.h"
#include "drivers/postgres/postgres_gate.h"
#include "drivers/postgres/postgres_tls.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void ignore_notice(void *nothing, const PGresult *result) {
    (void)nothing, (void)result;
}

// ── addresses ──

// libpq quotes parts of an address that it does not understand, and such a part may be the
// password.
bool postgres_check_address(Arena *arena, Sv address, Sv *error, Sv *hint) {
    LateFailure missing;
    // libpq knows it from 18 on.
    if (sv_find(address, SV("sslkeylogfile="), 0) != SV_NONE) {
        *error = SV("'sslkeylogfile' would write the keys of the session to a file, with which all "
                    "of it can be read");
        *hint = SV("leave it out of the address");
        return false;
    }
    if (!late_load(LATE_PQ, &missing)) return true;
    const char *text = sv_to_c(arena, address);
    char *why = NULL;
    PQconninfoOption *options = text ? PQconninfoParse(text, &why) : NULL;
    PQfreemem(why);
    PQconninfoFree(options);
    if (options && postgres_is_plausible(sv_from_c(postgres_option(arena, address, "host")),
                                         sv_from_c(postgres_option(arena, address, "port"))))
        return true;
    Sv shown = postgres_show(arena, address, (Sv){0});
    *error = sv_format(arena, "'%.*s' is no address of a PostgreSQL database", SV_ARG(shown));
    *hint = SV(
        "postgres://USER@HOST:5432/DATABASE; special characters in a part are written %40 for @, %2F for /");
    return false;
}

// ── a file of passwords: only one that somebody named, and that nobody else can read ──

// Of no file, where libpq would look into the home folder's by itself.
static const char no_file[] = "/dev/null/none";

Sv postgres_password_path(const ActionCall *call, Sv named) {
    return path_join_home(call->arena, getenv("HOME"), call->folder, named);
}

// The runbook's own, the address's, or the operator's; NULL = none.
static const char *named_file(PostgresSession *session) {
    Arena *arena = session->call->arena;
    Sv own = session->connection->password_file;
    if (own.len) return sv_to_c(arena, postgres_password_path(session->call, own));
    const char *of_address = postgres_option(arena, session->connection->sql, "passfile");
    return of_address && *of_address ? of_address : getenv("PGPASSFILE");
}

static bool refuse_file(PostgresSession *session, Sv path, const char *why, Sv hint) {
    return sql_fail(
        session->failure, OUTCOME_NOT_STARTED,
        sv_format(session->call->arena, "the password file '%.*s' %s", SV_ARG(path), why), hint);
}

static bool choose_password(PostgresSession *session, const char **out) {
    struct stat found;
    const char *path = named_file(session);
    bool own = session->connection->password_file.len > 0;
    Sv shown = own ? session->connection->password_file : sv_from_c(path);
    *out = path && *path ? path : no_file;
    if (*out == no_file || session->connection->password.len) return true;
    // libpq takes none from a file that is not there, and only warns of the others.
    bool there = stat(path, &found) == 0;
    if (own && !there) return refuse_file(session, shown, "cannot be read: is it there?", (Sv){0});
    if (own && !S_ISREG(found.st_mode)) return refuse_file(session, shown, "is no file", (Sv){0});
    if (!there || !S_ISREG(found.st_mode)) *out = no_file;
    if (*out == no_file || !(found.st_mode & (S_IRWXG | S_IRWXO))) return true;
    return refuse_file(session, shown, "can be read by others than its owner",
                       sv_format(session->call->arena, "chmod 600 %.*s", SV_ARG(shown)));
}

// ── connecting ──

enum { MOST_OPTIONS = 16 };

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

static bool gather(PostgresSession *session, const PostgresHosts *hosts, const PostgresTls *tls,
                   Options *options) {
    Arena *arena = session->call->arena;
    const char *address = sv_to_c(arena, session->connection->sql);
    const char *password = sv_to_c(arena, session->connection->password);
    if (!address || !password)
        return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                        SV("the connection's address or password holds a NUL byte"), (Sv){0});
    // The address comes first, so that what follows overrides its parts.
    add(options, "dbname", address);
    add(options, "password", password);
    add(options, "passfile", session->password_file);
    // What was shown and allowed, whatever a service file says by now.
    add(options, "host", hosts->host.at);
    add(options, "hostaddr", hosts->hostaddr.at);
    add(options, "port", hosts->port.at);
    add(options, "dbname", sv_to_c(arena, session->target.database));
    add(options, "sslmode", tls->mode);
    add(options, "sslrootcert", tls->root);
    add(options, "sslcert", tls->cert);
    add(options, "sslkey", tls->key);
    add(options, "gssencmode", tls->gss);
    add(options, "client_encoding", "UTF8");
    add(options, "fallback_application_name", "runbook");
    return true;
}

static bool wait_for_server(PostgresSession *session, short events) {
    struct pollfd fd = {.fd = PQsocket(session->conn), .events = events};
    WaitStatus status = wait_for(&session->call->waiter, &fd, 1);
    if (status == WAIT_READY) return true;
    Sv what = sv_format(session->call->arena, "before '%.*s' had answered", SV_ARG(session->shown));
    return sql_fail_waiting(session->failure, session->call->arena, status, false, what.at);
}

// One PQconnectPoll. It can take as long as the server likes: that says how often SCRAM is to hash
// the password, up to 2³¹ times.
typedef struct Poll {
    PGconn *conn; // NULL once the session has it back
    PostgresPollingStatusType status;
} Poll;

static void do_poll(void *what) {
    Poll *poll = what;
    poll->status = PQconnectPoll(poll->conn);
}

static void drop_poll(void *what) {
    Poll *poll = what;
    PQfinish(poll->conn);
    heap_free(poll);
}

// Work that is given up keeps the connection, and ends it.
static bool poll_once(PostgresSession *session, PostgresPollingStatusType *status) {
    Poll *poll = heap_alloc(sizeof *poll);
    *poll = (Poll){session->conn, PGRES_POLLING_FAILED};
    Offload *offload = offload_start(do_poll, drop_poll, poll);
    if (!offload) {
        heap_free(poll);
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        SV("the system gives no thread to connect by"), (Sv){0});
    }
    WaitStatus waited = offload_wait(offload, &session->call->waiter);
    if (waited == WAIT_READY) {
        *status = poll->status;
        poll->conn = NULL;
    } else {
        session->conn = NULL;
    }
    offload_release(offload);
    if (waited == WAIT_READY) return true;
    Sv what = sv_format(session->call->arena, "before '%.*s' had answered", SV_ARG(session->shown));
    return sql_fail_waiting(session->failure, session->call->arena, waited, false, what.at);
}

static bool connect_to(PostgresSession *session, PostgresGate *gate) {
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    if (PQstatus(session->conn) == CONNECTION_BAD) return postgres_fail_open(session);
    while (status != PGRES_POLLING_OK) {
        short events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (!(gate ? postgres_gate_wait(gate, status) : wait_for_server(session, events)) ||
            !poll_once(session, &status))
            return false;
        if (status == PGRES_POLLING_FAILED) return postgres_fail_open(session);
        if (gate && !postgres_gate_follow(gate)) return false;
    }
    return !gate || postgres_gate_leave(gate);
}

void postgres_close(Postgres *postgres) {
    PQfinish(postgres->conn);
    heap_free(postgres);
}

static bool open_by(PostgresSession *session, const PostgresHosts *hosts, const PostgresTls *tls) {
    Options options = {0};
    if (!gather(session, hosts, tls, &options)) return false;
    session->conn = PQconnectStartParams(options.names, options.values, 1);
    if (!session->conn)
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        SV("there is no memory for a connection"), (Sv){0});
    PQsetNoticeReceiver(session->conn, ignore_notice, NULL);
    PostgresGate *gate = tls->gated ? postgres_gate_new(session) : NULL;
    bool open = connect_to(session, gate) && PQsetnonblocking(session->conn, 1) == 0;
    if (gate) postgres_gate_free(gate);
    if (open && tls->encrypted && !PQsslInUse(session->conn))
        open = sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        SV("the connection turned out not to be encrypted"), (Sv){0});
    if (open) return true;
    PQfinish(session->conn);
    session->conn = NULL;
    return false;
}

bool postgres_open(PostgresSession *session) {
    PostgresHosts hosts;
    PostgresTls tls;
    Sv error;
    if (!postgres_target(session->call->arena, session->connection->sql, &session->target, &error))
        return sql_fail(session->failure, OUTCOME_NOT_STARTED, error,
                        SV("look at the connection's address, the environment (PG…) and the "
                           "service file"));
    if (!postgres_find_hosts(session, &hosts) || !postgres_choose_tls(session, hosts.local, &tls) ||
        !choose_password(session, &session->password_file))
        return false;
    Outcome before = *session->failure;
    bool open = open_by(session, &hosts, &tls);
    if (!open && tls.falls && session->lacks_tls) {
        tls = postgres_without_tls(&tls);
        *session->failure = before;
        session->lacked_tls = true;
        open = open_by(session, &hosts, &tls);
    }
    if (!open) return false;
    session->postgres = heap_alloc(sizeof *session->postgres);
    session->postgres->conn = session->conn;
    return true;
}
