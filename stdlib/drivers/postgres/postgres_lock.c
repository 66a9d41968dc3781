// A lock between hosts: an advisory lock of PostgreSQL, in a session that is there for it alone and
// lasts as long as its connection. Nothing else is ever done in that session, so what is set in it
// is nobody else's.
#include "drivers/postgres/postgres.h"

#include "base/num.h"
#include "base/shown/shown.h"
#include "base/system/digest.h"
#include <string.h>

enum { KEEP_MS = 10000, LINE_BYTES = 900, TRIES = 5 };

// The words before who holds it, in the last statement of the session: pg_stat_activity shows it.
#define MARK "/* runbook lock: "

// ── the key ──

// A lock's name is any text, and the server takes 64 bits: the first of a digest, so that it can be
// computed anywhere (docs/LANGUAGE.md, Locks).
static int64_t key_of(Arena *arena, Sv name) {
    Sha256 digest = sha256_of(sv_format(arena, "runbook:%.*s", SV_ARG(name)));
    uint64_t key = 0;
    for (size_t i = 0; i < 8; i++)
        key = key << 8 | digest.bytes[i];
    return (int64_t)key;
}

// Who holds it as a comment: nothing in it may end that, or begin another one.
static void add_comment(Buf *out, const char *line) {
    buf_add_c(out, MARK);
    for (size_t i = 0; line[i] && i < LINE_BYTES; i++)
        buf_add_char(out, line[i] == '*' || (unsigned char)line[i] < ' ' ? ' ' : line[i]);
    buf_add_c(out, " */");
}

// ── asking ──

static bool fails(PostgresSession *session, PGresult *result) {
    bool wrong = PQresultStatus(result) == PGRES_FATAL_ERROR;
    if (wrong) postgres_fail_result(session, result);
    return wrong;
}

// The rows of a statement; NULL with the failure set.
static PGresult *ask(PostgresSession *session, const char *text) {
    PGresult *result;
    if (!postgres_simple(session, text, &result)) return NULL;
    if (!fails(session, result)) return result;
    PQclear(result);
    return NULL;
}

static Sv field(Arena *arena, const PGresult *result, int column) {
    return PQgetisnull(result, 0, column)
               ? SV("")
               : sv_copy(arena, sv_from_c(PQgetvalue(result, 0, column)));
}

static bool cannot(PostgresSession *session, Sv why) {
    return sql_fail(session->failure, OUTCOME_NOT_STARTED, why, (Sv){0});
}

// Where a session is given to somebody else between statements, so is its lock.
static bool is_a_session_of_ours(PostgresSession *session) {
    Arena *arena = session->call->arena;
    PGresult *result =
        ask(session, "SELECT pg_catalog.pg_backend_pid(), pg_catalog.pg_is_in_recovery()");
    if (!result) return false;
    int64_t pid = 0;
    bool known = num_parse_i64(field(arena, result, 0), &pid);
    bool standby = sv_eq(field(arena, result, 1), SV("t"));
    PQclear(result);
    if (!known || pid != PQbackendPID(session->conn))
        return cannot(session,
                      SV("a pooler stands between, which may hand the session to somebody else "
                         "after each statement, and the lock with it: name the server itself in a "
                         "connection of its own for the lock"));
    if (standby)
        return cannot(session, SV("the server is a standby, and others do not see its locks: name "
                                  "the primary"));
    return true;
}

// Whoever looks at the server sees whose session it is; the server does not end it for being idle,
// and notices within a minute that its client is gone without a word.
static bool sign(PostgresSession *session, Sv brief) {
    Arena *arena = session->call->arena;
    char *name = PQescapeLiteral(session->conn, sv_format(arena, "runbook %.*s", SV_ARG(brief)).at,
                                 brief.len + 8);
    if (!name) return cannot(session, SV("its holder's name cannot be written"));
    Sv text = sv_format(
        arena,
        "SELECT pg_catalog.set_config('application_name', %s, false), "
        "pg_catalog.set_config('tcp_keepalives_idle', '10', false), "
        "pg_catalog.set_config('tcp_keepalives_interval', '5', false), "
        "pg_catalog.set_config('tcp_keepalives_count', '3', false), "
        "CASE WHEN pg_catalog.current_setting('idle_session_timeout', true) IS NOT NULL THEN "
        "pg_catalog.set_config('idle_session_timeout', '0', false) END",
        name);
    PQfreemem(name);
    PGresult *result = ask(session, text.at);
    PQclear(result);
    return result != NULL;
}

// ── taking it ──

static bool try_it(PostgresSession *session, int64_t key, Sv line, bool *held) {
    BUF_AUTO Buf text = buf_new(8192);
    buf_addf(&text, "SELECT pg_catalog.pg_try_advisory_lock(%lld) ", (long long)key);
    add_comment(&text, sv_to_c(session->call->arena, line));
    PGresult *result = ask(session, buf_keep(&text, session->call->arena).at);
    if (!result) return false;
    *held = sv_eq(field(session->call->arena, result, 0), SV("t"));
    PQclear(result);
    return true;
}

static Sv shown(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(8192);
    shown_add(&out, text, false);
    return buf_keep(&out, arena);
}

// What a run leaves there; else whose session it is.
static Sv who(Arena *arena, const PGresult *result) {
    Sv pid = field(arena, result, 0), user = field(arena, result, 1);
    Sv application = field(arena, result, 2), query = field(arena, result, 3);
    Sv from = field(arena, result, 4), since = field(arena, result, 5);
    size_t at = sv_find(query, SV(MARK), 0), end = sv_find(query, SV(" */"), at);
    if (at != SV_NONE && end != SV_NONE)
        return shown(arena, sv_format(arena, "%.*s; wait for its end",
                                      SV_ARG(sv_slice(query, at + strlen(MARK), end))));
    bool run = sv_starts(application, SV("runbook "));
    Sv rest =
        sv_format(arena, "(the server's process %.*s, of its user %.*s from %.*s, since %.*s)",
                  SV_ARG(pid), SV_ARG(user), SV_ARG(from), SV_ARG(since));
    return shown(arena,
                 run ? sv_format(arena, "run %.*s %.*s; wait for its end",
                                 SV_ARG(sv_slice(application, 8, application.len)), SV_ARG(rest))
                     : sv_format(arena, "a session that is no run's, '%.*s' %.*s",
                                 SV_ARG(application), SV_ARG(rest)));
}

// *out stays empty where nobody has it any more.
static bool ask_who(PostgresSession *session, int64_t key, Sv *out) {
    Arena *arena = session->call->arena;
    Sv text = sv_format(
        arena,
        "SELECT l.pid, a.usename, a.application_name, a.query, "
        "coalesce(a.client_addr::text, 'its own host'), "
        "pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
        "FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
        "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = "
        "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) "
        "AND (l.classid::int8 << 32 | l.objid::int8) = %lld",
        (long long)key);
    PGresult *result = ask(session, text.at);
    if (!result) return false;
    *out = PQntuples(result) > 0 ? who(arena, result) : (Sv){0};
    PQclear(result);
    return true;
}

static SharedLockStatus take_by(PostgresSession *session, const SharedLockWanted *wanted,
                                Sv *message) {
    int64_t key = key_of(session->call->arena, wanted->name);
    *message = SV("somebody has it, and does not say who: try again");
    if (!is_a_session_of_ours(session) || !sign(session, wanted->brief)) return SHARED_LOCK_FAILED;
    for (int i = 0; i < TRIES; i++) {
        bool held = false;
        Sv holder = {0};
        if (!try_it(session, key, wanted->line, &held)) return SHARED_LOCK_FAILED;
        if (held) return SHARED_LOCK_HELD;
        if (!ask_who(session, key, &holder)) return SHARED_LOCK_FAILED;
        if (holder.len == 0) continue;
        *message = holder;
        return SHARED_LOCK_TAKEN;
    }
    return SHARED_LOCK_TAKEN;
}

// ── while it is held ──

static int64_t left_ms(const Env *env, int64_t until_ns) {
    int64_t left = until_ns - env->mono_ns(env->self);
    return left > 0 ? left / 1000000 + 1 : 0;
}

// Whether something can be read or, where that is waited for, written within the time.
static bool wait_on(PGconn *conn, short events, int64_t until_ns) {
    struct pollfd fd = {.fd = PQsocket(conn), .events = events};
    int64_t left = left_ms(env_system(), until_ns);
    return left > 0 && poll(&fd, 1, (int)left) > 0;
}

static bool exchange(PGconn *conn, const char *text, int64_t until_ns) {
    if (!PQsendQuery(conn, text)) return false;
    for (int more; (more = PQflush(conn)) != 0;)
        if (more < 0 || !wait_on(conn, POLLIN | POLLOUT, until_ns) || !PQconsumeInput(conn))
            return false;
    bool answered = false;
    for (;;) {
        while (PQisBusy(conn))
            if (!wait_on(conn, POLLIN, until_ns) || !PQconsumeInput(conn)) return false;
        PGresult *result = PQgetResult(conn);
        if (!result) return answered && PQstatus(conn) == CONNECTION_OK;
        answered = PQresultStatus(result) == PGRES_TUPLES_OK;
        PQclear(result);
    }
}

static bool keep(void *self, const char *line, char why[SHARED_LOCK_WHY_BYTES]) {
    PGconn *conn = ((const Postgres *)self)->conn;
    BUF_AUTO Buf text = buf_new(8192);
    buf_add_c(&text, "SELECT 1 ");
    add_comment(&text, line);
    buf_add_char(&text, '\0');
    const Env *env = env_system();
    int64_t until_ns = env->mono_ns(env->self) + KEEP_MS * (int64_t)1000000;
    if (exchange(conn, text.at, until_ns)) return true;
    bool late = left_ms(env, until_ns) == 0;
    Sv said = sv_from_c(PQerrorMessage(conn)), first = {0};
    sv_next_line(&said, &first);
    if (sv_starts(first, SV("FATAL:  "))) first = sv_slice(first, 8, first.len);
    snprintf(why, SHARED_LOCK_WHY_BYTES, "%s%s%.*s",
             late ? "the database that holds it has not answered for 10 seconds"
                  : "the session that held it is gone",
             first.len && !late ? ": " : "", SV_ARG(first));
    return false;
}

static void leave(void *self) {
    postgres_close(self);
}

static SharedLockStatus take(const ActionCall *call, const SharedLockWanted *wanted,
                             SharedLockHeld *out, Sv *message) {
    const SqlConnection *connection = call->connection;
    Outcome failure = {0};
    const SqlStatement nothing = {0};
    PostgresSession session = {.call = call,
                               .connection = connection,
                               .statement = &nothing,
                               .shown =
                                   sql_show_address(call->arena, connection->sql, call->folder),
                               .failure = &failure};
    SharedLockStatus status = SHARED_LOCK_FAILED;
    bool open = sql_load(LATE_PQ, call->arena, &failure) && postgres_open(&session);
    if (open) status = take_by(&session, wanted, message);
    if (status == SHARED_LOCK_FAILED) *message = failure.reason;
    if (status == SHARED_LOCK_HELD) {
        *out = (SharedLockHeld){.self = session.postgres,
                                .descriptor = PQsocket(session.conn),
                                .keep = keep,
                                .leave = leave};
    } else if (open) {
        postgres_close(session.postgres);
    }
    return status;
}

static bool can(const void *params, Arena *arena, Sv *error, Sv *hint) {
    (void)params, (void)arena, (void)error, (void)hint;
    return true;
}

static const SharedLock lock = {.can = can, .take = take};
const SharedLock *const postgres_lock = &lock;
