// The kind of connection `sql`: a database's address, and its password.
#include "base/buf.h"
#include "base/limits.h"
#include "drivers/sql/sql_driver.h"

static const char *const tls_modes[] = {[SQL_TLS_VERIFY_FULL] = "verify-full",
                                        [SQL_TLS_VERIFY_CA] = "verify-ca",
                                        [SQL_TLS_REQUIRE] = "require",
                                        [SQL_TLS_OFF] = "off",
                                        NULL};

const char *sql_tls_mode_name(SqlTlsMode mode) {
    return tls_modes[mode];
}

static const Param tls_rows[] = {
    PARAM(
        SqlTls, mode, CHOICE, .choices = tls_modes,
        .doc =
            "`verify-full` (where `mode` is left out): encrypted, and the server is who its address says. "
            "`verify-ca`: whatever name its certificate holds. `require`: encrypted, whoever it is. "
            "`off`: not encrypted; a password is then only given by SCRAM, to MariaDB and MySQL by mysql_native_password or ed25519."),
    PARAM(SqlTls, ca, TEXT, .flags = PARAM_FILLED,
          .doc = "PEM file of the certificates to trust, instead of the system's. Relative to the "
                 "folder the run was started in."),
    PARAM(SqlTls, cert, TEXT, .flags = PARAM_FILLED,
          .doc = "PEM file of the client's own certificate."),
    PARAM(
        SqlTls, key, TEXT, .flags = PARAM_FILLED,
        .doc =
            "PEM file of the key of `cert`, which only its owner may be able to read; left out where `cert` holds both."),
};

enum { ADDRESS, PASSWORD, PASSWORD_FILE, TLS };
static const Param params[] = {
    PARAM(
        SqlConnection, sql, TEXT, .flags = PARAM_REQUIRED | PARAM_SHORT | PARAM_FILLED,
        .doc =
            "`postgres://USER@HOST:5432/DATABASE`; `mysql://USER@HOST:3306/DATABASE` (MariaDB too); `sqlite:PATH` with a "
            "path relative to the folder that runbook was started in; any other database by its ODBC driver: `odbc:NAME` for a "
            "data source of `odbc.ini`, or `odbc:Driver={…};Server=HOST;…`."),
    PARAM(SqlConnection, password, TEXT, .flags = PARAM_FILLED,
          .doc = "Of the database's user; a secret."),
    PARAM(SqlConnection, password_file, TEXT, .flags = PARAM_FILLED,
          .doc = "In place of `password`: a file of lines `HOST:PORT:DATABASE:USER:PASSWORD` "
                 "(`~/.pgpass`), which only its owner may be able to read. Without it no such file "
                 "is looked for, but the one that PGPASSFILE names."),
    PARAM_OF_RECORD(
        SqlConnection, tls, SqlTls, tls_rows,
        .doc =
            "How the server is known: `mode`, `ca`, `cert`, `key`. Without it, and "
            "without `sslmode` in the address (PostgreSQL's), it is `verify-full`, but to a socket or the "
            "loopback."),
};

static Sv show(const void *decoded, Sv folder, Arena *arena) {
    return sql_show_address(arena, ((const SqlConnection *)decoded)->sql, folder);
}

static Sv place(const void *decoded, Sv folder, Arena *arena) {
    TextList places = sql_places(arena, ((const SqlConnection *)decoded)->sql, folder);
    BUF_AUTO Buf out = buf_new(LIMIT_STRING_BYTES);
    for (uint32_t i = 0; i < places.count; i++)
        buf_addf(&out, "%s%.*s", i ? "," : "", SV_ARG(places.items[i]));
    return buf_keep(&out, arena);
}

static void cautions(const void *decoded, const Env *env, Arena *arena, Cautions *out) {
    (void)env;
    sql_cautions(arena, decoded, out);
}

static bool refuse(Sv *error, Sv *hint, Sv reason, Sv what) {
    *error = reason;
    *hint = what;
    return false;
}

static bool check_tls(const SqlTls *tls, Arena *arena, Sv *error, Sv *hint) {
    const char *mode = sql_tls_mode_name((SqlTlsMode)tls->mode);
    if (tls->ca.len && tls->mode > SQL_TLS_VERIFY_CA)
        return refuse(
            error, hint,
            sv_format(arena, "'ca' stands beside mode: %s, which verifies nothing", mode),
            SV("leave mode: out; or verify-ca, where the certificate holds another name"));
    if (tls->mode == SQL_TLS_OFF && (tls->cert.len || tls->key.len))
        return refuse(error, hint,
                      sv_format(arena, "'%s' stands beside mode: off, which shows no certificate",
                                tls->cert.len ? "cert" : "key"),
                      SV("leave mode: out, or leave cert and key out"));
    if (tls->key.len && !tls->cert.len)
        return refuse(error, hint, SV("'key' stands without 'cert'"),
                      SV("give both: the client's certificate, and the key to it"));
    return true;
}

static bool validate(const void *decoded, Arena *arena, int *param, Sv *error, Sv *hint) {
    const SqlConnection *given = decoded;
    bool file = sv_starts(given->sql, SV("sqlite:"));
    *param = ADDRESS;
    if (given->sql.len > 0 && !sql_check_address(arena, given->sql, error, hint)) return false;
    *param = PASSWORD;
    if (given->password.len && file)
        return refuse(error, hint, SV("an SQLite file has no password"),
                      SV("leave password: out; the file's own permissions protect it"));
    *param = PASSWORD_FILE;
    if (given->password_file.len && file)
        return refuse(error, hint, SV("an SQLite file has no password"),
                      SV("leave password_file: out; the file's own permissions protect it"));
    bool other = sv_starts(given->sql, SV("mysql:")) || sv_starts(given->sql, SV("mariadb:")) ||
                 sv_starts(given->sql, SV("odbc:"));
    if (given->password_file.len && other)
        return refuse(error, hint, SV("such a file is read for PostgreSQL alone"),
                      SV("leave password_file: out; declare the password as a secret, and write "
                         "password: ${secrets.NAME}"));
    if (given->password_file.len && given->password.len)
        return refuse(error, hint,
                      SV("'password_file' stands beside 'password', which would be "
                         "taken in its place"),
                      SV("leave one of them out"));
    *param = TLS;
    if (given->tls_given && file)
        return refuse(error, hint, SV("an SQLite file is not reached over a network"),
                      SV("leave tls: out"));
    if (given->tls_given && sv_starts(given->sql, SV("odbc:")))
        return refuse(error, hint, SV("the ODBC driver itself knows how it reaches its server"),
                      SV("leave tls: out; write its own keys into the connection string, such as "
                         "SSLmode=verify-full for PostgreSQL's"));
    return check_tls(&given->tls, arena, error, hint);
}

// ── a lock between hosts ──

static bool can_lock(const void *decoded, Arena *arena, Sv *error, Sv *hint) {
    const SqlConnection *given = decoded;
    // An address that is no database's is refused by itself; one with ${…} is known later.
    if (given->sql.len == 0 || !sql_driver(given->sql)) return true;
    const SharedLock *lock = sql_lock(given->sql);
    if (lock) return lock->can(decoded, arena, error, hint);
    if (sv_starts(given->sql, SV("odbc:")))
        return refuse(error, hint, SV("ODBC knows no lock between hosts"),
                      SV("where PostgreSQL stands behind it, name that: postgres://HOST/DATABASE"));
    return refuse(error, hint,
                  sv_starts(given->sql, SV("sqlite:"))
                      ? SV("an SQLite file holds no lock between hosts: what its file system tells "
                           "others cannot be known")
                      : SV("no lock between hosts is held by a database of this kind"),
                  (Sv){0});
}

static SharedLockStatus take_lock(const ActionCall *call, const SharedLockWanted *wanted,
                                  SharedLockHeld *out, Sv *message) {
    const SqlConnection *connection = call->connection;
    Outcome failure = {0};
    Sv hint = {0};
    if (!sql_check_address(call->arena, connection->sql, message, &hint) ||
        !can_lock(connection, call->arena, message, &hint))
        return SHARED_LOCK_FAILED;
    if (sql_may_use(call, connection, &failure))
        return sql_lock(connection->sql)->take(call, wanted, out, message);
    *message = failure.reason;
    return SHARED_LOCK_DENIED;
}

static const SharedLock shared_lock = {.can = can_lock, .take = take_lock};

const ConnectionKind connection_sql = {
    .name = "sql",
    .summary = "A database: PostgreSQL, MariaDB, MySQL, SQLite, or any other by ODBC.",
    .params = params,
    .param_count = sizeof params / sizeof *params,
    .params_size = sizeof(SqlConnection),
    .show = show,
    .place = place,
    .one = "database",
    .several = "databases",
    .cautions = cautions,
    .validate = validate,
    .lock = &shared_lock,
};
