// Opening a connection, and what a session is before each statement.
#include "drivers/mariadb/mariadb_driver.h"

#include "base/heap.h"
#include "base/num.h"
#include <stdio.h>
#include <string.h>

enum { SERVER_GRACE_MS = 500 };

// ── where it is ──

// Its addresses; none of what needs none.
static bool find_host(MariadbSession *session, Lookup *out) {
    Arena *arena = session->call->arena;
    Sv host = session->target.host;
    const char *name = sv_to_c(arena, host);
    *out = (Lookup){0};
    if (session->target.socket.len) return true;
    if (lookup_is_numeric(name)) {
        out->count = 1;
        snprintf(out->addresses[0], sizeof out->addresses[0], "%s", name);
        return true;
    }
    return sql_look_up(session->call, host, out, session->failure);
}

static bool is_local(const Lookup *found) {
    bool local = true;
    for (size_t i = 0; i < found->count; i++)
        local &= lookup_is_loopback(found->addresses[i]);
    return local;
}

// ── what it is ──

// What changes how a text is read, or a name: a statement was read by the usual rules.
static bool keeps_reading(Sv mode) {
    static const char *const others[] = {
        "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ANSI", "ORACLE", "MSSQL",
        "DB2",         "POSTGRESQL",           "MAXDB"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (sv_eq_c(mode, others[i])) return false;
    return true;
}

// What does not fit is refused, not cut.
static void read_modes(Mariadb *mariadb, Sv modes) {
    Sv mode;
    size_t used = 0;
    mariadb->modes[0] = '\0';
    while (modes.len && sv_next_part(&modes, ',', &mode)) {
        bool fits = used + mode.len + 32 < sizeof mariadb->modes;
        if (!fits || !keeps_reading(mode) || sv_find_char(mode, '\'', 0) != SV_NONE ||
            sv_eq_c(mode, "STRICT_ALL_TABLES"))
            continue;
        used += (size_t)snprintf(mariadb->modes + used, sizeof mariadb->modes - used, "%.*s,",
                                 SV_ARG(mode));
    }
    snprintf(mariadb->modes + used, sizeof mariadb->modes - used, "STRICT_ALL_TABLES");
}

static bool read_row(MariadbSession *session, const char *query, Sv *first, Sv *second) {
    Arena *arena = session->call->arena;
    if (!mariadb_query(session, query)) return false;
    if (session->status) return mariadb_fail(session);
    if (!mariadb_store(session)) return false;
    MYSQL_ROW row = session->result ? mysql_fetch_row(session->result) : NULL;
    bool read = row && row[0] && mysql_num_fields(session->result) == 2 && row[1];
    if (read) {
        *first = sv_copy(arena, sv_from_c(row[0]));
        *second = sv_copy(arena, sv_from_c(row[1]));
    }
    if (session->result) mysql_free_result(session->result);
    session->result = NULL;
    return read || sql_fail(session->failure, OUTCOME_NOT_STARTED,
                            sv_format(arena, "%.*s does not tell its settings",
                                      SV_ARG(mariadb_place(arena, &session->target))),
                            (Sv){0});
}

static bool look_at(MariadbSession *session) {
    Mariadb *mariadb = session->mariadb;
    Sv modes = {0}, limit = {0};
    const char *query = mariadb->of_mariadb
                            ? "SELECT @@SESSION.sql_mode, @@SESSION.max_statement_time"
                            : "SELECT @@SESSION.sql_mode, @@SESSION.max_execution_time";
    double number;
    if (!read_row(session, query, &modes, &limit)) return false;
    read_modes(mariadb, modes);
    bool plain = num_parse_double(limit, &number) && limit.len < sizeof mariadb->limit;
    snprintf(mariadb->limit, sizeof mariadb->limit, "%.*s", plain ? (int)limit.len : 1,
             plain ? limit.at : "0");
    return true;
}

// ── opening ──

void mariadb_close(Mariadb *mariadb) {
    mysql_close(mariadb->mysql);
    heap_free(mariadb);
}

static bool open_at(MariadbSession *session, Sv numeric, bool local) {
    Arena *arena = session->call->arena;
    MariadbDoor *door = mariadb_door_new(session, numeric, local);
    unsigned error = 0;
    Sv message = {0};
    WaitStatus status;
    if (!door) return false;
    session->mysql =
        mariadb_door_open(door, &session->call->waiter, arena, &status, &error, &message);
    mariadb_door_free(door);
    if (session->mysql) return true;
    if (status == WAIT_READY) return mariadb_fail_open(session, error, message);
    Sv what = sv_format(arena, "before '%.*s' had answered", SV_ARG(session->shown));
    return sql_fail_waiting(session->failure, arena, status, false, what.at);
}

static bool take(MariadbSession *session, Sv numeric, bool local) {
    const char *cipher = mysql_get_ssl_cipher(session->mysql);
    const char *version = mysql_get_server_info(session->mysql);
    Mariadb *mariadb = heap_alloc(sizeof *mariadb);
    *mariadb = (Mariadb){.mysql = session->mysql,
                         .of_mariadb = version && strstr(version, "MariaDB"),
                         .encrypted = cipher != NULL,
                         .local = local};
    snprintf(mariadb->numeric, sizeof mariadb->numeric, "%.*s", SV_ARG(numeric));
    Sv server = mariadb_show_target(session->call->arena, &session->target, numeric);
    snprintf(mariadb->server, sizeof mariadb->server, "%.*s", SV_ARG(server));
    session->mariadb = mariadb;
    if (look_at(session)) return true;
    session->broken = true;
    return false;
}

bool mariadb_open(MariadbSession *session) {
    Lookup found;
    if (!find_host(session, &found)) return false;
    bool local = is_local(&found), open = false;
    Sv numeric = {0};
    Outcome before = *session->failure;
    for (size_t i = 0; !open && (i == 0 || i < found.count); i++) {
        // What went wrong at an address before is no news where another one lets us in.
        *session->failure = before;
        numeric = found.count ? sv_from_c(found.addresses[i]) : (Sv){0};
        session->unreached = false;
        open = open_at(session, numeric, local);
        // Who answers and does not let us in is not asked a second time.
        if (!session->unreached) break;
    }
    return open && take(session, numeric, local);
}

// ── before each statement ──

// The server gives up by itself soon after the step's time is over, even if nobody can ask it to,
// unless its own limit is shorter. MySQL's is for statements that read.
static Sv limit_of(const MariadbSession *session) {
    Arena *arena = session->call->arena;
    const Mariadb *mariadb = session->mariadb;
    int64_t left = wait_left(&session->call->waiter);
    double own = 0;
    ignore_result(num_parse_double(sv_from_c(mariadb->limit), &own));
    if (left > INT64_MAX / 4) return sv_copy(arena, sv_from_c(mariadb->limit));
    long long ms = (long long)(left / 1000000) + SERVER_GRACE_MS;
    double own_ms = mariadb->of_mariadb ? own * 1000 : own;
    if (own_ms > 0 && own_ms < (double)ms) return sv_copy(arena, sv_from_c(mariadb->limit));
    if (!mariadb->of_mariadb) return sv_format(arena, "%lld", ms);
    const Env *env = session->call->env;
    // This much time for the statement, and as much again for its COMMIT.
    if (session->statement->write)
        session->failure->over_by_ns = env->mono_ns(env->self) + 2 * ms * (int64_t)1000000;
    return sv_format(arena, "%lld.%03lld", ms / 1000, ms % 1000);
}

bool mariadb_begin_session(MariadbSession *session) {
    const Mariadb *mariadb = session->mariadb;
    Sv limit = limit_of(session);
    Sv text =
        sv_format(session->call->arena,
                  "SET NAMES utf8mb4, SESSION sql_mode = '%s', SESSION time_zone = '+00:00', "
                  "SESSION autocommit = 1, SESSION %s = %.*s",
                  mariadb->modes, mariadb->of_mariadb ? "max_statement_time" : "max_execution_time",
                  SV_ARG(limit));
    return mariadb_query(session, text.at) && (session->status == 0 || mariadb_fail(session));
}
