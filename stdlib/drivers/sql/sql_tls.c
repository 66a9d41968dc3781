// What drivers say alike of how a server is known.
#include "base/ascii.h"
#include "base/buf.h"
#include "base/system/file.h"
#include "drivers/sql/sql_driver.h"
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 16 * 1024 };

const char *sql_tls_caution(Sv mode) {
    static const struct {
        const char *mode, *what;
    } known[] = {{"disable", "not encrypted"},
                 {"off", "not encrypted"},
                 {"allow", "encrypted only if the server offers it, and not verified"},
                 {"prefer", "encrypted only if the server offers it, and not verified"},
                 {"require", "encrypted, but the server is not verified"},
                 {"verify-ca", "encrypted, but the server's name is not verified"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (sv_eq_c(mode, known[i].mode)) return known[i].what;
    return NULL;
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

Sv sql_tls_line(Arena *arena, const SqlTls *tls, SqlTlsMode mode) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_addf(&line, "tls: { mode: %s", sql_tls_mode_name(mode));
    if (mode <= SQL_TLS_VERIFY_CA) add_file(&line, "ca", tls->ca);
    if (mode != SQL_TLS_OFF) add_file(&line, "cert", tls->cert);
    if (mode != SQL_TLS_OFF) add_file(&line, "key", tls->key);
    buf_add_c(&line, " }");
    return buf_keep(&line, arena);
}

// Where distributions keep theirs.
const char *sql_tls_bundle(const Env *env) {
    static const char *const usual[] = {"/etc/ssl/certs/ca-certificates.crt",
                                        "/etc/pki/tls/certs/ca-bundle.crt",
                                        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                                        "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};
    const char *named = env->get(env->self, "SSL_CERT_FILE");
    if (named && *named) return named;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (access(usual[i], R_OK) == 0) return usual[i];
    return NULL;
}

// ── files that the runbook names ──

const char *sql_tls_path(const ActionCall *call, Sv path) {
    return path.len ? sv_to_c(call->arena, path_join(call->arena, call->folder, path)) : NULL;
}

bool sql_may_read(const ActionCall *call, Sv path, Outcome *failure) {
    if (!path.len) return true;
    Sv whole = path_join(call->arena, call->folder, path);
    if (call->permitted(call->self, "path", whole, &failure->reason)) return true;
    return sql_fail(failure, OUTCOME_DENIED, failure->reason, (Sv){0});
}

bool sql_tls_may_read(const ActionCall *call, const SqlTls *tls, Outcome *failure) {
    return sql_may_read(call, tls->ca, failure) && sql_may_read(call, tls->cert, failure) &&
           sql_may_read(call, tls->key, failure);
}

// ── refusals ──

Sv sql_tls_trusted(Arena *arena, const SqlTls *tls) {
    return tls->ca.len ? sv_format(arena, "those in %.*s", SV_ARG(tls->ca))
                       : SV("those that this system trusts");
}

bool sql_tls_fail_bundle(Outcome *failure) {
    return sql_fail(failure, OUTCOME_NOT_STARTED,
                    SV("this system has no file of certificates that are trusted"),
                    SV("install its package ca-certificates; or name the file of the authority: "
                       "tls: { ca: … }"));
}

bool sql_tls_fail(Outcome *failure, Arena *arena, const SqlTls *tls, Sv reason, SqlTlsMode mode,
                  const char *then) {
    return sql_fail(
        failure, OUTCOME_NOT_STARTED, reason,
        sv_format(arena, "write: %.*s\n%s", SV_ARG(sql_tls_line(arena, tls, mode)), then));
}
