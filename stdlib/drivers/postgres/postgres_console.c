// pgbouncer's console, which is reached like a database. It takes one command by itself, without
// binds and without a transaction.
#include "base/limits.h"
#include "base/shown/shown.h"
#include "drivers/postgres/postgres_rows.h"

// "1.18.0/bouncer"; a database behind it tells the version of its own server.
bool postgres_is_console(const PostgresSession *session) {
    const char *version = PQparameterStatus(session->conn, "server_version");
    return version && sv_ends(sv_from_c(version), SV("/bouncer"));
}

static bool refuse(PostgresSession *session, Sv reason, Sv hint) {
    return sql_fail(session->failure, OUTCOME_BAD_VALUE, reason, hint);
}

// Nothing but the command itself keeps it from acting.
static bool may_be_sent(PostgresSession *session) {
    const SqlStatement *statement = session->statement;
    const SqlText *text = statement->text;
    if (statement->catalogue)
        return refuse(session, SV("pgbouncer's console has no tables"),
                      SV("ask it what it knows: SHOW POOLS, SHOW DATABASES, SHOW HELP; for tables "
                         "name another database in the connection's address"));
    if (statement->transaction)
        return refuse(session, SV("pgbouncer's console has no transactions"),
                      SV("leave transaction: true out; what it does is done at once"));
    if (text->bind_count)
        return refuse(session, SV("pgbouncer's console takes no values by name"),
                      SV("write the command as it is"));
    if (!statement->write && !sv_eq_c(text->verb, "SHOW"))
        return refuse(session,
                      sv_format(session->call->arena, "%.*s is no question to pgbouncer's console",
                                SV_ARG(text->verb)),
                      SV("ask by SHOW: SHOW POOLS, SHOW DATABASES, SHOW HELP"));
    return true;
}

static Sv hint_of(Sv message) {
    if (sv_find(message, SV("admin access needed"), 0) != SV_NONE)
        return SV("pgbouncer's admin_users must name the connection's user");
    if (sv_find(message, SV("use SHOW HELP"), 0) != SV_NONE)
        return SV("SHOW HELP tells its commands");
    return (Sv){0};
}

// All its errors are of the class that tells of a broken connection; but those that are not fatal
// are an answer.
static bool fail(PostgresSession *session, const PGresult *result) {
    Sv severity = sv_from_c(PQresultErrorField(result, PG_DIAG_SEVERITY));
    Sv message = sv_from_c(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    if (!sv_eq_c(severity, "ERROR") || !message.len) return postgres_fail_result(session, result);
    BUF_AUTO Buf shown = buf_new(LIMIT_SQL_FIELD_BYTES);
    shown_add(&shown, message, false);
    return sql_fail(
        session->failure, OUTCOME_FAILED,
        sv_format(session->call->arena, "pgbouncer's console: %.*s", SV_ARG(buf_sv(&shown))),
        hint_of(message));
}

static bool take_results(PostgresSession *session, PostgresRows *rows) {
    bool good = true, ended = false;
    for (PGresult *result;;) {
        if (!postgres_next(session, &result)) return false;
        if (!result) return !good || ended ? good : postgres_fail_untold(session);
        ExecStatusType status = PQresultStatus(result);
        bool told = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
        if (told || status == PGRES_SINGLE_TUPLE) {
            ended = told && *PQcmdStatus(result);
            good = good && postgres_take_rows(session, result, rows);
        } else if (good) {
            good = fail(session, result);
        }
        PQclear(result);
        if (!good && !session->statement->write) return false;
    }
}

bool postgres_console(PostgresSession *session, PostgresRows *rows) {
    const char *text = sv_to_c(session->call->arena, session->statement->text->text);
    session->traces = false;
    if (!may_be_sent(session)) return false;
    if (!PQsendQuery(session->conn, text) || !PQsetSingleRowMode(session->conn))
        return postgres_fail_lost(session);
    session->may_act = true;
    return postgres_flush(session) && ((session->sent = true)) && take_results(session, rows);
}
