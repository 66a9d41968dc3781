#include "drivers/postgres/postgres_tls.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/system/file.h"
#include <string.h>
#include <unistd.h>

// ── the certificates that are trusted ──

static const char *variable(const PostgresSession *session, const char *name) {
    const Env *env = session->call->env;
    const char *value = env->get(env->self, name);
    return value && *value ? value : NULL;
}

static bool is_there(const char *path) {
    return path && access(path, R_OK) == 0;
}

// libpq before 16 knows only files.
static const char *system_root(PostgresSession *session, const char *mode) {
    bool full = sv_eq_c(sv_from_c(mode), "verify-full");
    return full && PQlibVersion() >= 160000 ? "system" : sql_tls_bundle(session->call->env);
}

// The connection's, else what libpq was told, else its own place, else the system's.
static bool choose_root(PostgresSession *session, PostgresTls *out) {
    const SqlConnection *connection = session->connection;
    Sv told = session->target.sslrootcert;
    const char *home = variable(session, "HOME");
    if (connection->tls.ca.len) {
        out->root = sql_tls_path(session->call, connection->tls.ca);
        return true;
    }
    bool of_system = !told.len || sv_eq_c(told, "system");
    bool own = home && !told.len &&
               is_there(sv_format(session->call->arena, "%s/.postgresql/root.crt", home).at);
    if (!of_system || own) return true;
    out->root = system_root(session, out->mode);
    if (out->root) return true;
    return sql_tls_fail_bundle(session->failure);
}

// ── the mode ──

static const char *libpq_mode(SqlTlsMode mode) {
    return mode == SQL_TLS_OFF ? "disable" : sql_tls_mode_name(mode);
}

static bool is_any(const char *mode, const char *a, const char *b) {
    return sv_eq_c(sv_from_c(mode), a) || sv_eq_c(sv_from_c(mode), b);
}

// The environment and service files count here alone: they cannot make less of what holds
// elsewhere.
static void choose_local(const PostgresSession *session, const char *said, PostgresTls *out) {
    const PostgresTarget *target = &session->target;
    out->mode = said ? said : sv_to_c(session->call->arena, target->sslmode);
    // Kerberos is not looked for where nobody asks for it: its library reads files of its own, and
    // may ask a server.
    bool asked = target->own_gss.len > 0 || sv_eq_c(target->gssencmode, "require");
    if (!asked) out->gss = "disable";
}

static void choose_elsewhere(const PostgresSession *session, const char *said, PostgresTls *out) {
    bool gss = sv_eq_c(session->target.own_gss, "require");
    out->mode = said ? said : "verify-full";
    out->falls = is_any(out->mode, "prefer", "allow");
    if (out->falls) out->mode = "require";
    out->gated = sv_eq_c(sv_from_c(out->mode), "disable") && !gss;
    out->encrypted = !out->gated && !gss;
    // Otherwise libpq takes a ticket of Kerberos in place of a certificate.
    if (!gss) out->gss = "disable";
}

// ── files that the runbook names ──

static bool may_read(PostgresSession *session, Sv path) {
    return sv_eq_c(path, "system") || sql_may_read(session->call, path, session->failure);
}

// Those of the environment are the operator's own.
static bool may_read_all(PostgresSession *session) {
    static const char *const options[] = {"sslrootcert", "sslcert",   "sslkey",
                                          "sslcrl",      "sslcrldir", "passfile"};
    const SqlConnection *connection = session->connection;
    const SqlTls *tls = &connection->tls;
    Arena *arena = session->call->arena;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (!may_read(session, sv_from_c(postgres_option(arena, connection->sql, options[i]))))
            return false;
    Sv passwords = connection->password_file;
    if (passwords.len) passwords = postgres_password_path(session->call, passwords);
    return may_read(session, passwords) && may_read(session, tls->ca) &&
           sql_may_read(session->call, tls->cert, session->failure) &&
           sql_may_read(session->call, tls->key, session->failure);
}

bool postgres_choose_tls(PostgresSession *session, bool local, PostgresTls *out) {
    const SqlConnection *connection = session->connection;
    Arena *arena = session->call->arena;
    const char *said = connection->tls_given ? libpq_mode((SqlTlsMode)connection->tls.mode)
                       : session->target.own_sslmode.len
                           ? sv_to_c(arena, session->target.own_sslmode)
                           : NULL;
    const SqlTls *tls = &connection->tls;
    *out = (PostgresTls){.cert = sql_tls_path(session->call, tls->cert),
                         .key = sql_tls_path(session->call, tls->key.len ? tls->key : tls->cert)};
    if (local)
        choose_local(session, said, out);
    else
        choose_elsewhere(session, said, out);
    return may_read_all(session) &&
           (!is_any(out->mode, "verify-full", "verify-ca") || choose_root(session, out));
}

PostgresTls postgres_without_tls(const PostgresTls *tls) {
    PostgresTls out = *tls;
    out.mode = "disable";
    out.falls = out.encrypted = false;
    out.gated = true;
    return out;
}

// ── refusals ──

bool postgres_lacks_tls(Sv why) {
    return sv_starts(why, SV("server does not support SSL"));
}

static bool refuse(PostgresSession *session, Sv reason, SqlTlsMode mode, const char *then) {
    sql_tls_fail(session->failure, session->call->arena, &session->connection->tls, reason, mode,
                 then);
    return true;
}

bool postgres_fail_tls(PostgresSession *session, Sv why, Sv place) {
    Arena *arena = session->call->arena;
    if (postgres_lacks_tls(why))
        return refuse(
            session,
            sv_format(arena, "%.*s does not offer TLS, so nothing was sent to it", SV_ARG(place)),
            SQL_TLS_OFF,
            "in the connection, if the network up to it is trusted: nothing is encrypted "
            "then, and a password is only given by SCRAM");
    if (sv_find(why, SV("certificate verify failed"), 0) != SV_NONE)
        return refuse(
            session,
            sv_format(
                arena,
                "the certificate of %.*s is not verified: its authority is not among %.*s, or "
                "it is not valid now",
                SV_ARG(place), SV_ARG(sql_tls_trusted(arena, &session->connection->tls))),
            SQL_TLS_REQUIRE,
            "in the connection, and it is encrypted, but whoever stands in between can pose as the "
            "server; better name the authority: tls: { ca: … }");
    if (sv_starts(why, SV("server certificate for")))
        return refuse(
            session, sv_format(arena, "%.*s: %.*s", SV_ARG(place), SV_ARG(why)), SQL_TLS_VERIFY_CA,
            "in the connection, and any certificate of a trusted authority will do; better name the "
            "host as its certificate does");
    // Where it was found to have no TLS, more of it cannot help.
    if (sv_find(why, SV("no encryption"), 0) != SV_NONE && !session->lacked_tls)
        return refuse(session, sv_format(arena, "%.*s: %.*s", SV_ARG(place), SV_ARG(why)),
                      SQL_TLS_VERIFY_FULL,
                      "in the connection, if the server lets only what is encrypted in; else its "
                      "pg_hba.conf must have a line that lets this user in from here");
    return false;
}
