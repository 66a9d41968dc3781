#include "drivers/postgres/postgres_tls.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/system/file.h"
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 16 * 1024 };

// ── the certificates that are trusted ──

static const char *variable(const PostgresSession *session, const char *name) {
    const Env *env = session->call->env;
    const char *value = env->get(env->self, name);
    return value && *value ? value : NULL;
}

static bool is_there(const char *path) {
    return path && access(path, R_OK) == 0;
}

// libpq before 16 knows only files. Where distributions keep theirs.
static const char *system_bundle(const PostgresSession *session) {
    static const char *const usual[] = {"/etc/ssl/certs/ca-certificates.crt",
                                        "/etc/pki/tls/certs/ca-bundle.crt",
                                        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                                        "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};
    const char *named = variable(session, "SSL_CERT_FILE");
    if (named) return named;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (is_there(usual[i])) return usual[i];
    return NULL;
}

static const char *system_root(PostgresSession *session, const char *mode) {
    bool full = sv_eq_c(sv_from_c(mode), "verify-full");
    return full && PQlibVersion() >= 160000 ? "system" : system_bundle(session);
}

static const char *path_of(const PostgresSession *session, Sv path) {
    Arena *arena = session->call->arena;
    return path.len ? sv_to_c(arena, path_join(arena, session->call->folder, path)) : NULL;
}

// The connection's, else what libpq was told, else its own place, else the system's.
static bool choose_root(PostgresSession *session, PostgresTls *out) {
    const SqlConnection *connection = session->connection;
    Sv told = session->target.sslrootcert;
    const char *home = variable(session, "HOME");
    if (connection->tls.ca.len) {
        out->root = path_of(session, connection->tls.ca);
        return true;
    }
    bool of_system = !told.len || sv_eq_c(told, "system");
    bool own = home && !told.len &&
               is_there(sv_format(session->call->arena, "%s/.postgresql/root.crt", home).at);
    if (!of_system || own) return true;
    out->root = system_root(session, out->mode);
    if (out->root) return true;
    return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                    SV("this system has no file of certificates that are trusted"),
                    SV("install its package ca-certificates; or name the file of the authority: "
                       "tls: { ca: … }"));
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
    const ActionCall *call = session->call;
    Outcome *failure = session->failure;
    if (!path.len || sv_eq_c(path, "system")) return true;
    Sv whole = path_join(call->arena, call->folder, path);
    if (call->permitted(call->self, "path", whole, &failure->reason)) return true;
    return sql_fail(failure, OUTCOME_DENIED, failure->reason, (Sv){0});
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
           may_read(session, tls->cert) && may_read(session, tls->key);
}

bool postgres_choose_tls(PostgresSession *session, bool local, PostgresTls *out) {
    const SqlConnection *connection = session->connection;
    Arena *arena = session->call->arena;
    const char *said = connection->tls_given ? libpq_mode((SqlTlsMode)connection->tls.mode)
                       : session->target.own_sslmode.len
                           ? sv_to_c(arena, session->target.own_sslmode)
                           : NULL;
    const SqlTls *tls = &connection->tls;
    *out = (PostgresTls){.cert = path_of(session, tls->cert),
                         .key = path_of(session, tls->key.len ? tls->key : tls->cert)};
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

// As YAML reads it in a map within braces.
static void add_file(Buf *line, const char *key, Sv path) {
    if (!path.len) return;
    // With no dot or slash it may be a word of YAML's own, and a digit may begin a number.
    bool plain = !ascii_is_digit(path.at[0]) && path.at[0] != '-' && path.at[0] != '+' &&
                 (sv_find_char(path, '.', 0) != SV_NONE || sv_find_char(path, '/', 0) != SV_NONE);
    for (size_t i = 0; i < path.len; i++)
        plain &= ascii_is_word(path.at[i]) || strchr("/.-+", path.at[i]);
    buf_addf(line, plain ? ", %s: " : ", %s: '", key);
    for (size_t i = 0; i < path.len; i++) {
        if (path.at[i] == '\'') buf_add_char(line, '\'');
        buf_add_char(line, path.at[i]);
    }
    if (!plain) buf_add_char(line, '\'');
}

Sv postgres_tls_line(const PostgresSession *session, SqlTlsMode mode) {
    const SqlTls *tls = &session->connection->tls;
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_addf(&line, "tls: { mode: %s", sql_tls_mode_name(mode));
    if (mode <= SQL_TLS_VERIFY_CA) add_file(&line, "ca", tls->ca);
    if (mode != SQL_TLS_OFF) add_file(&line, "cert", tls->cert);
    if (mode != SQL_TLS_OFF) add_file(&line, "key", tls->key);
    buf_add_c(&line, " }");
    return buf_keep(&line, session->call->arena);
}

static bool refuse(PostgresSession *session, Sv reason, SqlTlsMode mode, const char *then) {
    Arena *arena = session->call->arena;
    Sv hint = sv_format(arena, "write: %.*s\n%s", SV_ARG(postgres_tls_line(session, mode)), then);
    sql_fail(session->failure, OUTCOME_NOT_STARTED, reason, hint);
    return true;
}

static Sv trusted_by(const PostgresSession *session) {
    Sv ca = session->connection->tls.ca;
    return ca.len ? sv_format(session->call->arena, "those in %.*s", SV_ARG(ca))
                  : SV("those that this system trusts");
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
                SV_ARG(place), SV_ARG(trusted_by(session))),
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
