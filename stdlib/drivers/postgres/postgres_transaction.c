// What is sent around a statement so that it leaves nothing in the session: the transaction, the
// form of times, and locks.
#include "drivers/postgres/postgres.h"

#include <string.h>

static void add(const char **list, size_t *count, const char *text) {
    list[(*count)++] = text;
}

static void add_before(PostgresTransaction *around, const char *text) {
    add(around->before, &around->before_count, text);
}

static void add_after(PostgresTransaction *around, const char *text) {
    add(around->after, &around->after_count, text);
}

// ── times are read in one form only ──

static bool has_setting(const PGconn *conn, const char *name, const char *wanted) {
    const char *value = PQparameterStatus(conn, name);
    size_t len = strlen(wanted);
    return value && strncmp(value, wanted, len) == 0 && (value[len] == '\0' || value[len] == ',');
}

static void add_styles(const PostgresSession *session, PostgresTransaction *around) {
    if (!has_setting(session->conn, "DateStyle", "ISO"))
        add_before(around, "SET LOCAL datestyle = 'ISO'");
    if (!has_setting(session->conn, "IntervalStyle", "postgres"))
        add_before(around, "SET LOCAL intervalstyle = 'postgres'");
}

// ── locks ──

// A session-level advisory lock outlives the transaction that took it. If the session is ours alone
// (a pooler has another process id than the server), all are released; otherwise those that were
// not there before, since another client of the pooler may hold one in this very session.
#define ADVISORY                                                                                   \
    "FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid()"
#define LOCK_KEY "pg_catalog.concat_ws('.', classid, objid, objsubid, mode)"

static const char *note_locks(const PostgresSession *session) {
    return sv_format(session->call->arena,
                     "SELECT pg_catalog.set_config('runbook.locks', (SELECT "
                     "pg_catalog.string_agg(" LOCK_KEY ", ' ') " ADVISORY "), true) "
                     "WHERE pg_catalog.pg_backend_pid() <> %d",
                     PQbackendPID(session->conn))
        .at;
}

static const char *give_locks_back(const PostgresSession *session) {
    return sv_format(
               session->call->arena,
               "SELECT CASE WHEN pg_catalog.pg_backend_pid() = %d OR "
               "coalesce(pg_catalog.current_setting('runbook.locks', true), '') = '' "
               "THEN pg_catalog.pg_advisory_unlock_all()::text ELSE (SELECT "
               "pg_catalog.count(CASE WHEN objsubid = 1 AND mode = 'ShareLock' THEN "
               "pg_catalog.pg_advisory_unlock_shared(classid::int8 << 32 | objid::int8) "
               "WHEN objsubid = 1 THEN pg_catalog.pg_advisory_unlock(classid::int8 << 32 | "
               "objid::int8) WHEN mode = 'ShareLock' THEN pg_catalog.pg_advisory_unlock_shared("
               "classid::int8::bit(32)::int4, objid::int8::bit(32)::int4) ELSE "
               "pg_catalog.pg_advisory_unlock(classid::int8::bit(32)::int4, "
               "objid::int8::bit(32)::int4) END)::text " ADVISORY " AND " LOCK_KEY " <> ALL "
               "(pg_catalog.string_to_array(pg_catalog.current_setting('runbook.locks', true), ' '))) "
               "END",
               PQbackendPID(session->conn))
        .at;
}

// ── what ends a statement that nobody waits for ──

enum { SERVER_GRACE_MS = 500 };

// A server that runs a statement hears only when it answers that its client is gone. From version
// 14 on it can look every second, where its system lets it; an interval that its administrators set
// stays.
#define LOOK_FOR_CLIENT                                                                            \
    "CASE WHEN pg_catalog.current_setting('client_connection_check_interval', true) = '0' AND "    \
    "pg_catalog.version() !~* 'windows|mingw|visual c|msvc' THEN "                                 \
    "pg_catalog.set_config('client_connection_check_interval', '1000', true) END"

// Like SET LOCAL, but a shorter timeout that the server's administrators set stays.
static const char limit_text[] =
    "SELECT " LOOK_FOR_CLIENT ", pg_catalog.set_config('statement_timeout', CASE WHEN "
    "pg_catalog.current_setting('statement_timeout')::interval > interval '0' AND "
    "pg_catalog.current_setting('statement_timeout')::interval < interval '%lld ms' THEN "
    "pg_catalog.current_setting('statement_timeout') ELSE '%lld' END, true)";

// The server gives up by itself soon after the step's time is over, even if no cancel reaches it,
// and soon after this process is gone, however it went. This holds only within the transaction:
// nothing is set in the session, which behind a pooler belongs to somebody else next.
static void add_limit(const PostgresSession *session, PostgresTransaction *around) {
    const ActionCall *call = session->call;
    int64_t left = wait_left(&call->waiter), grace = SERVER_GRACE_MS * (int64_t)1000000;
    if (left > INT64_MAX / 4) {
        add_before(around, "SELECT " LOOK_FOR_CLIENT);
        return;
    }
    // This much time for the statement, and as much again for its COMMIT.
    if (session->statement->write)
        session->failure->over_by_ns = call->env->mono_ns(call->env->self) + 2 * (left + grace);
    long long ms = (long long)((left + grace) / 1000000);
    add_before(around, sv_format(call->arena, limit_text, ms, ms).at);
}

// ── all of it ──

static bool is_one_of(Sv verb, const char *const *verbs, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq_c(verb, verbs[i])) return true;
    return false;
}
#define IS_ONE_OF(verb, verbs) is_one_of((verb), (verbs), sizeof(verbs) / sizeof *(verbs))

// These do the same between BEGIN and COMMIT as by themselves.
static const char *const row_verbs[] = {"SELECT", "INSERT", "UPDATE", "DELETE",
                                        "MERGE",  "WITH",   "VALUES", "TABLE"};

static void surround_read(const PostgresSession *session, PostgresTransaction *out) {
    bool calls = !session->statement->text->plain;
    add_before(out, "BEGIN READ ONLY");
    // What is a string and what is a call was read by this rule.
    if (!has_setting(session->conn, "standard_conforming_strings", "on"))
        add_before(out, "SET LOCAL standard_conforming_strings = on");
    add_styles(session, out);
    add_limit(session, out);
    if (calls) {
        add_before(out, note_locks(session));
        add_after(out, give_locks_back(session));
    }
    add_after(out, "ROLLBACK");
}

void postgres_surround(const PostgresSession *session, PostgresTransaction *out) {
    // Their settings would end with the step, and behind a pooler they are somebody else's.
    static const char *const setters[] = {"SET", "RESET", "LISTEN", "UNLISTEN"};
    const SqlStatement *statement = session->statement;
    const SqlText *text = statement->text;
    *out = (PostgresTransaction){0};
    if (!statement->write) {
        surround_read(session, out);
    } else if (statement->transaction) {
        add_before(out, "BEGIN");
        add_styles(session, out);
        add_limit(session, out);
        out->asks = true;
    } else if (IS_ONE_OF(text->verb, setters)) {
        add_before(out, "BEGIN");
        add_after(out, "ROLLBACK");
    } else if (IS_ONE_OF(text->verb, row_verbs)) {
        add_before(out, "BEGIN");
        add_styles(session, out);
        add_limit(session, out);
        add_after(out, "COMMIT");
        out->commits = true;
    } else {
        out->alone = true;
    }
}

// What a change may leave in its session (SET by a function, PREPARE …) must not reach the next
// step; and after a failed read, what it took was not given back.
bool postgres_leaves_nothing(const PostgresSession *session) {
    static const char *const verbs[] = {"INSERT", "UPDATE", "DELETE", "MERGE"};
    const SqlText *text = session->statement->text;
    if (!session->statement->write) return !session->traces;
    return text->plain || IS_ONE_OF(text->verb, verbs);
}
