// Errors of PostgreSQL and libpq, in the wording of the rest of the program.
#include "base/ascii.h"
#include "drivers/postgres/postgres_tls.h"

#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include <string.h>

enum { HINT_BYTES = 4096, MESSAGE_BYTES = 8192 };

// ── errors of a statement ──

static Sv field(const PGresult *result, int code) {
    return sv_from_c(PQresultErrorField(result, code));
}

static void add_line(Buf *hint, const char *label, Sv text) {
    if (text.len == 0) return;
    buf_addf(hint, "%s%s", hint->len ? "\n" : "", label);
    shown_add(hint, text, false);
}

// The offset in the query as it was written. The server counts characters of the query as it was
// sent. SIZE_MAX = none.
static size_t place_in_query(PostgresSession *session, const PGresult *result) {
    const SqlText *text = session->statement->text;
    int64_t position;
    if (!num_parse_i64(field(result, PG_DIAG_STATEMENT_POSITION), &position) || position < 1)
        return SIZE_MAX;
    Sv sent = sql_numbered(session->call->arena, text);
    return sql_original_offset(text, utf8_offset(sent, (size_t)position - 1));
}

// The last part of the name that begins there: users of public.users.
static Sv name_at(Sv query, size_t at) {
    size_t from = at, end = at;
    for (; end < query.len; end++) {
        char c = query.at[end];
        bool name = ascii_is_word(c) || c == '.' || (unsigned char)c >= 0x80;
        if (!name) break;
        if (c == '.') from = end + 1;
    }
    return sv_slice(query, from, end);
}

static void add_place(PostgresSession *session, const PGresult *result, Buf *hint) {
    static const char no_such_table[] = "42P01";
    Sv query = session->statement->text->text;
    size_t at = place_in_query(session, result);
    if (at == SIZE_MAX) return;
    // The statement was not understood, so nothing of it ran.
    if (sv_starts(field(result, PG_DIAG_SQLSTATE), SV("42"))) session->traces = false;
    buf_add(hint, sql_caret(session->call->arena, query, at));
    if (sv_eq_c(field(result, PG_DIAG_SQLSTATE), no_such_table))
        session->unknown = name_at(query, at);
}

static const char *known_hint(Sv state) {
    static const struct {
        const char *state;
        const char *hint;
    } known[] = {
        {"42P18", "give the parameter its type: :name::text"},
        {"42725", "give the parameters their types: :name::text"},
        {"25001", "leave transaction: true out: this statement cannot be in a transaction"},
        {"25P01", "add transaction: true: this statement needs to be in one"},
        {"42501", "the connection's user needs the right to do this"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (sv_eq_c(state, known[i].state)) return known[i].hint;
    return NULL;
}

// The server gave up: on the connection (08), on a transaction among others (40), for lack of a
// resource (53), because it was told to (57), because of its system (58), on a lock (55P03).
static bool gave_up(Sv state) {
    static const char *const classes[] = {"08", "40", "53", "57", "58", "55P03"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (sv_starts(state, sv_from_c(classes[i]))) return true;
    return false;
}

// A change that was given up was undone with its transaction, unless that may have ended before: in
// COMMIT, in a statement that commits on its way, and if the error comes from something between us
// and the server.
static bool may_be_kept(const PostgresSession *session, const PGresult *result, Sv state) {
    const SqlStatement *statement = session->statement;
    bool between = sv_starts(state, SV("08")) &&
                   sv_eq_c(field(result, PG_DIAG_SEVERITY_NONLOCALIZED), "FATAL");
    return session->committing || (session->may_act && (between || statement->text->own_blocks));
}

static bool fail_read_only(PostgresSession *session, Sv message) {
    if (!session->statement->write)
        return sql_fail_read_only(
            session->failure,
            sv_format(session->call->arena, "the step only reads: %.*s", SV_ARG(message)));
    return sql_fail(
        session->failure, OUTCOME_FAILED, message,
        SV("the server itself only reads: is it a standby, or default_transaction_read_only set "
           "for this database or user? name its primary, or several hosts with "
           "?target_session_attrs=read-write"));
}

bool postgres_fail_result(PostgresSession *session, const PGresult *result) {
    Arena *arena = session->call->arena;
    Sv message = field(result, PG_DIAG_MESSAGE_PRIMARY), state = field(result, PG_DIAG_SQLSTATE);
    if (message.len == 0) return postgres_fail_lost(session);
    BUF_AUTO Buf shown = buf_new(MESSAGE_BYTES), hint = buf_new(HINT_BYTES);
    shown_add(&shown, message, false);
    buf_addf(&shown, " (%.*s)", SV_ARG(state));
    Sv reason = buf_keep(&shown, arena);
    bool only_reads = !session->statement->write && sv_eq_c(state, "25001"); // VACUUM, say
    if (only_reads || sv_eq_c(state, "25006")) return fail_read_only(session, reason);
    add_place(session, result, &hint);
    add_line(&hint, "the server's detail: ", field(result, PG_DIAG_MESSAGE_DETAIL));
    add_line(&hint, "the server's hint: ", field(result, PG_DIAG_MESSAGE_HINT));
    add_line(&hint, "", sv_from_c(known_hint(state)));
    if (gave_up(state))
        return sql_fail_given_up(session->failure, arena, session->statement->write,
                                 may_be_kept(session, result, state), reason,
                                 buf_keep(&hint, arena));
    bool kept_not = session->committing && session->statement->transaction;
    if (kept_not) reason = sv_format(arena, "it was not committed: %.*s", SV_ARG(reason));
    return sql_fail(session->failure, OUTCOME_FAILED, reason, buf_keep(&hint, arena));
}

// ── libpq's own ──

// The first line of libpq's message, without its location prefix and without any password.
static Sv first_line(PostgresSession *session) {
    Arena *arena = session->call->arena;
    Sv rest = sv_from_c(PQerrorMessage(session->conn)), line = {0};
    sv_next_line(&rest, &line);
    size_t failed = sv_find(line, SV(" failed: "), 0);
    if (sv_starts(line, SV("connection to server")) && failed != SV_NONE)
        line = sv_slice(line, failed + strlen(" failed: "), line.len);
    static const char *const severities[] = {"FATAL:  ", "ERROR:  "};
    for (size_t i = 0; i < 2; i++)
        if (sv_starts(line, sv_from_c(severities[i])))
            line = sv_slice(line, strlen(severities[i]), line.len);
    return sql_message(arena, line, sv_from_c(PQpass(session->conn)));
}

// An address that was given for the host is what was asked, whatever the host is called.
static bool was_given(const PostgresSession *session, Sv address) {
    for (size_t i = 0; i < session->target.host_count; i++)
        if (sv_eq(session->target.hosts[i].address, address)) return true;
    return false;
}

static Sv place_of(PostgresSession *session) {
    Arena *arena = session->call->arena;
    Sv host = sv_from_c(PQhost(session->conn)), port = sv_from_c(PQport(session->conn));
    Sv address = sv_from_c(PQhostaddr(session->conn));
    if (host.len && address.len && !sv_eq(address, host) && was_given(session, address))
        return sv_format(arena, "%.*s:%.*s (%.*s)", SV_ARG(host), SV_ARG(port), SV_ARG(address));
    if (host.len == 0) return session->shown;
    if (host.at[0] == '/')
        return sv_format(arena, "%.*s/.s.PGSQL.%.*s", SV_ARG(host), SV_ARG(port));
    if (sv_find_char(host, ':', 0) != SV_NONE)
        return sv_format(arena, "[%.*s]:%.*s", SV_ARG(host), SV_ARG(port));
    return sv_format(arena, "%.*s:%.*s", SV_ARG(host), SV_ARG(port));
}

bool postgres_fail_open(PostgresSession *session) {
    Arena *arena = session->call->arena;
    Sv why = first_line(session), place = place_of(session), reason, hint = {0};
    session->lacks_tls = postgres_lacks_tls(why);
    if (postgres_fail_tls(session, why, place)) return false;
    if (sv_eq_c(why, "Connection refused")) {
        reason = sv_format(arena, "connection refused by %.*s", SV_ARG(place));
        hint = SV("is PostgreSQL running there? is the port right?");
    } else if (sv_eq_c(why, "No such file or directory")) {
        reason = sv_format(arena, "there is no server at the socket %.*s", SV_ARG(place));
        hint = SV(
            "is PostgreSQL running on this machine? else name its host in the connection's address");
    } else if (sv_find(why, SV("no password supplied"), 0) != SV_NONE) {
        Sv file = session->connection->password_file;
        reason = file.len ? sv_format(arena, "%.*s asks for a password, and no line of '%.*s' fits",
                                      SV_ARG(place), SV_ARG(file))
                          : sv_format(arena, "%.*s asks for a password, and none is given",
                                      SV_ARG(place));
        hint = file.len
                   ? SV("a line is HOST:PORT:DATABASE:USER:PASSWORD, as the connection's address "
                        "has them; * stands for any")
                   : SV("declare it as a secret, and in the connection write password: "
                        "${secrets.NAME}; or name a file: password_file: ~/.pgpass");
    } else {
        reason = sv_format(arena, "%.*s: %.*s", SV_ARG(place), SV_ARG(why));
        if (sv_find(why, SV("no pg_hba.conf entry"), 0) != SV_NONE)
            hint = SV("the server's pg_hba.conf must have a line that lets this user in from here");
    }
    return sql_fail(session->failure, OUTCOME_NOT_STARTED, reason, hint);
}

static bool fail_broken(PostgresSession *session, Sv reason) {
    return sql_fail(session->failure, session->sent ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED,
                    reason, (Sv){0});
}

bool postgres_fail_untold(PostgresSession *session) {
    Sv place = place_of(session);
    return fail_broken(
        session,
        sv_format(session->call->arena, "%.*s did not say how the statement ended", SV_ARG(place)));
}

bool postgres_fail_count(PostgresSession *session, Sv said, size_t came) {
    Sv place = place_of(session);
    BUF_AUTO Buf shown = buf_new(MESSAGE_BYTES);
    shown_add(&shown, said, false);
    return fail_broken(session, sv_format(session->call->arena,
                                          "%.*s said '%.*s', and %zu row%s came", SV_ARG(place),
                                          SV_ARG(buf_sv(&shown)), came, came == 1 ? "" : "s"));
}

bool postgres_fail_lost(PostgresSession *session) {
    Arena *arena = session->call->arena;
    Sv why = first_line(session), place = place_of(session);
    Sv reason =
        sv_find(why, SV("server closed the connection"), 0) != SV_NONE || why.len == 0
            ? sv_format(arena, "%.*s closed the connection before it had answered", SV_ARG(place))
            : sv_format(arena, "the connection to %.*s was lost: %.*s", SV_ARG(place), SV_ARG(why));
    bool kept_not = session->statement->write && session->statement->transaction;
    if (!session->sent && kept_not)
        reason = sv_format(arena, "%.*s; nothing was committed", SV_ARG(reason));
    return sql_fail(session->failure, session->sent ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED,
                    reason, (Sv){0});
}
