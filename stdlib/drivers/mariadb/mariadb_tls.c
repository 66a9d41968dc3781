// How a server is known, and what is said where it is not.
#include "drivers/mariadb/mariadb_driver.h"

bool mariadb_choose_tls(MariadbSession *session, bool local, MariadbTls *out) {
    const SqlTls *tls = &session->connection->tls;
    SqlTlsMode mode = session->connection->tls_given ? (SqlTlsMode)tls->mode
                      : local                        ? SQL_TLS_OFF
                                                     : SQL_TLS_VERIFY_FULL;
    *out = (MariadbTls){.encrypted = mode != SQL_TLS_OFF,
                        .verified = mode <= SQL_TLS_VERIFY_CA,
                        .named = mode == SQL_TLS_VERIFY_FULL,
                        .cert = sql_tls_path(session->call, tls->cert),
                        .key = sql_tls_path(session->call, tls->key.len ? tls->key : tls->cert)};
    if (!sql_tls_may_read(session->call, tls, session->failure)) return false;
    if (!out->verified) return true;
    out->ca =
        tls->ca.len ? sql_tls_path(session->call, tls->ca) : sql_tls_bundle(session->call->env);
    return out->ca || sql_tls_fail_bundle(session->failure);
}

// ── refusals ──

static bool refuse(MariadbSession *session, Sv reason, SqlTlsMode mode, const char *then) {
    sql_tls_fail(session->failure, session->call->arena, &session->connection->tls, reason, mode,
                 then);
    return true;
}

static bool has(Sv text, const char *words) {
    return sv_find(text, sv_from_c(words), 0) != SV_NONE;
}

bool mariadb_fail_tls(MariadbSession *session, unsigned error, Sv why, Sv place) {
    Arena *arena = session->call->arena;
    if (error == CR_PLUGIN_NOT_ALLOWED)
        return refuse(session,
                      sv_format(arena,
                                "%.*s asks for the password in a way that shows it to whoever "
                                "stands in between: it was not given",
                                SV_ARG(place)),
                      SQL_TLS_VERIFY_FULL, "in the connection, and the server must show who it is");
    if (has(why, "insecure transport"))
        return refuse(session, sv_format(arena, "%.*s: %.*s", SV_ARG(place), SV_ARG(why)),
                      SQL_TLS_VERIFY_FULL, "in the connection, and it is encrypted");
    if (error != CR_SSL_CONNECTION_ERROR) return false;
    if (sv_eq_c(why, MARIADB_LACKS_TLS) || has(why, "does not support"))
        return refuse(
            session,
            sv_format(arena, "%.*s does not offer TLS, so nothing was sent to it", SV_ARG(place)),
            SQL_TLS_OFF,
            "in the connection, if the network up to it is trusted: nothing is encrypted then, and "
            "a password is only given by mysql_native_password or ed25519");
    if (has(why, "Validation of SSL server certificate") || has(why, "hostname"))
        return refuse(
            session,
            sv_format(arena, "the certificate of %.*s does not hold that name", SV_ARG(place)),
            SQL_TLS_VERIFY_CA,
            "in the connection, and any certificate of a trusted authority will do; better name the "
            "host as its certificate does");
    if (has(why, "certificate") || has(why, "self") || has(why, "issuer"))
        return refuse(
            session,
            sv_format(
                arena,
                "the certificate of %.*s is not verified: its authority is not among %.*s, or "
                "it is not valid now (%.*s)",
                SV_ARG(place), SV_ARG(sql_tls_trusted(arena, &session->connection->tls)),
                SV_ARG(why)),
            SQL_TLS_REQUIRE,
            "in the connection, and it is encrypted, but whoever stands in between can pose as the "
            "server; better name the authority: tls: { ca: … }");
    sql_fail(session->failure, OUTCOME_NOT_STARTED,
             sv_format(arena, "%.*s: TLS failed: %.*s", SV_ARG(place), SV_ARG(why)), (Sv){0});
    return true;
}
