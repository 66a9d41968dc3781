// Addresses of ODBC: odbc:NAME for a data source of odbc.ini, odbc:KEY=VALUE;… for what stands in
// none, and what they lead to.
#include "drivers/odbc/odbc_target.h"
#include "drivers/sql/sql_driver.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/system/env.h"
#include "base/system/file.h"

enum { SHOWN_BYTES = 8192 };

static bool refuse(Sv *error, Sv *hint, Sv reason, Sv what) {
    *error = reason;
    *hint = what;
    return false;
}

// ── reading ──

void odbc_add_key(OdbcTarget *target, Sv name, Sv value) {
    for (size_t i = 0; i < target->count; i++)
        if (sv_eq_nocase(target->keys[i].name, name)) return;
    if (target->count < ODBC_MOST_KEYS) target->keys[target->count++] = (OdbcKey){name, value};
}

Sv odbc_key(const OdbcTarget *target, const char *const *names) {
    for (; *names; names++)
        for (size_t i = 0; i < target->count; i++)
            if (sv_eq_nocase(target->keys[i].name, sv_from_c(*names))) return target->keys[i].value;
    return (Sv){0};
}

static bool has_word(Sv key, const char *word) {
    Sv wanted = sv_from_c(word);
    for (size_t i = 0; i + wanted.len <= key.len; i++)
        if (sv_eq_nocase(sv_slice(key, i, i + wanted.len), wanted)) return true;
    return false;
}

bool odbc_is_secret(Sv key) {
    static const char *const words[] = {"pwd", "passw", "secret", "token", "keystore"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_word(key, words[i])) return true;
    return sv_eq_nocase(key, SV("pass"));
}

// {a value with ;}, in which }} is one }.
static bool read_braced(Arena *arena, Sv *rest, Sv *value) {
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    for (size_t i = 1; i < rest->len; i++) {
        bool brace = rest->at[i] == '}',
             twice = brace && i + 1 < rest->len && rest->at[i + 1] == '}';
        if (!brace || twice) {
            buf_add_char(&text, rest->at[i]);
            i += twice;
            continue;
        }
        *value = buf_keep(&text, arena);
        *rest = sv_trim(sv_slice(*rest, i + 1, rest->len));
        if (rest->len && rest->at[0] != ';') return false;
        *rest = sv_slice(*rest, 1, rest->len);
        return true;
    }
    return false;
}

static bool read_value(Arena *arena, Sv *rest, Sv *value) {
    *rest = sv_trim(*rest);
    if (rest->len && rest->at[0] == '{') return read_braced(arena, rest, value);
    size_t end = sv_find_char(*rest, ';', 0);
    *value = sv_trim(sv_slice(*rest, 0, end));
    *rest = end == SV_NONE ? (Sv){0} : sv_slice(*rest, end + 1, rest->len);
    return true;
}

static const char example[] =
    "odbc:NAME for a data source of odbc.ini, or "
    "odbc:Driver={PostgreSQL Unicode};Server=HOST;Port=5432;Database=NAME;UID=USER";

static bool take_key(Arena *arena, OdbcTarget *out, Sv name, Sv value, Sv *error, Sv *hint) {
    if (odbc_is_secret(name))
        return refuse(
            error, hint,
            sv_format(arena, "'%.*s' stands in the connection string, which is shown",
                      SV_ARG(name)),
            SV("declare it as a secret, and in the connection write password: ${secrets.NAME}"));
    if (sv_eq_nocase(name, SV("filedsn")) || sv_eq_nocase(name, SV("savefile")))
        return refuse(error, hint, sv_format(arena, "'%.*s' is not taken", SV_ARG(name)),
                      SV("write the keys themselves, or name a data source of odbc.ini: DSN=NAME"));
    size_t before = out->count;
    odbc_add_key(out, name, value);
    if (out->count > before) return true;
    return refuse(error, hint,
                  sv_format(arena, "'%.*s' stands twice in the connection string", SV_ARG(name)),
                  SV("leave one of them out"));
}

bool odbc_read(Arena *arena, Sv address, OdbcTarget *out, Sv *error, Sv *hint) {
    Sv rest = sv_trim(sv_slice(address, 5, address.len)), value = {0};
    *out = (OdbcTarget){0};
    if (!rest.len) return refuse(error, hint, SV("'odbc:' names no database"), sv_from_c(example));
    if (sv_find_char(rest, '=', 0) == SV_NONE) {
        if (sv_find_char(rest, ';', 0) != SV_NONE || sv_find_char(rest, '/', 0) != SV_NONE)
            return refuse(error, hint,
                          SV("that is no data source's name, and no connection string"),
                          sv_from_c(example));
        out->source = rest;
        return true;
    }
    while ((rest = sv_trim(rest)).len) {
        size_t equals = sv_find_char(rest, '=', 0);
        Sv name = sv_trim(sv_slice(rest, 0, equals));
        if (equals == SV_NONE || !name.len || sv_find_char(name, ';', 0) != SV_NONE)
            return refuse(error, hint, SV("a part of the connection string is no KEY=VALUE"),
                          sv_from_c(example));
        rest = sv_slice(rest, equals + 1, rest.len);
        if (!read_value(arena, &rest, &value))
            return refuse(error, hint,
                          sv_format(arena,
                                    "the value of '%.*s' begins with '{' and does not end with '}'",
                                    SV_ARG(name)),
                          SV("in braces a '}' is written twice"));
        if (!take_key(arena, out, name, value, error, hint)) return false;
    }
    static const char *const sources[] = {"dsn", NULL}, *const drivers[] = {"driver", NULL};
    out->source = odbc_key(out, sources);
    out->given = out->count;
    if (out->source.len || odbc_key(out, drivers).len) return true;
    return refuse(error, hint, SV("the connection string names no driver, and no data source"),
                  sv_from_c(example));
}

bool odbc_check_address(Arena *arena, Sv address, Sv *error, Sv *hint) {
    OdbcTarget target;
    return odbc_read(arena, address, &target, error, hint);
}

// ── where it leads ──

Sv odbc_file(Arena *arena, const OdbcTarget *target, Sv folder) {
    Sv joined = path_join(arena, folder, target->database), real = path_real(arena, joined);
    if (real.at) return real;
    Sv above = path_real(arena, path_folder(joined));
    return above.at ? path_join(arena, above, path_name(joined)) : path_tidy(arena, joined);
}

// These change how it is spoken to, never with whom.
static bool is_harmless(Sv key) {
    static const char *const keys[] = {"driver",
                                       "dsn",
                                       "uid",
                                       "user",
                                       "username",
                                       "user id",
                                       "logonid",
                                       "description",
                                       "debug",
                                       "commlog",
                                       "readonly",
                                       "rowversioning",
                                       "boolsaschar",
                                       "showsystemtables",
                                       "showoidcolumn",
                                       "fakeoididx",
                                       "usedeclarefetch",
                                       "fetch",
                                       "protocol",
                                       "sslmode",
                                       "timeout",
                                       "stepapi",
                                       "nocreat",
                                       "longnames",
                                       "nowchar",
                                       "fksupport",
                                       "encrypt",
                                       "charset",
                                       "bytea",
                                       "byteaaslongvarbinary",
                                       "textaslongvarchar",
                                       "maxvarcharsize",
                                       "maxlongvarcharsize",
                                       "syncpragma",
                                       "jdconv",
                                       "bigint",
                                       "app",
                                       "application name",
                                       "wsid",
                                       "language",
                                       "trusted_connection",
                                       "trustservercertificate",
                                       "tds_version",
                                       "clientcharset",
                                       "connecttimeout",
                                       "logintimeout",
                                       "sslverify",
                                       "connection timeout"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (sv_eq_nocase(key, sv_from_c(keys[i]))) return true;
    return false;
}

static bool is_named(const OdbcTarget *target, Sv value) {
    return value.len && (value.at == target->host.at || value.at == target->port.at ||
                         value.at == target->database.at);
}

static bool is_path(Sv driver) {
    return sv_find_char(driver, '/', 0) != SV_NONE;
}

// What else says where it leads, whatever the driver makes of it.
static void add_rest(Buf *out, const OdbcTarget *target, bool all) {
    char before = '?';
    for (size_t i = 0; i < target->count; i++) {
        OdbcKey key = target->keys[i];
        bool driver = sv_eq_nocase(key.name, SV("driver"));
        bool wanted = driver ? all || is_path(key.value)
                             : !is_harmless(key.name) && (all || !is_named(target, key.value));
        if (!wanted || odbc_is_secret(key.name)) continue;
        buf_addf(out, "%c%.*s=%.*s", before, SV_ARG(key.name), SV_ARG(key.value));
        before = ';';
    }
}

// Names of hosts are the same in capital letters; a folder of sockets is not.
static Sv in_small_letters(Arena *arena, Sv host) {
    char *small = sv_to_c(arena, host);
    for (size_t i = 0; small && small[0] != '/' && i < host.len; i++)
        small[i] = (char)ascii_lower(small[i]);
    return small ? (Sv){small, host.len} : host;
}

// PostgreSQL's driver is led by these as well, whatever stands in its keys.
static void add_environment(Buf *out, const OdbcTarget *target) {
    static const char *const names[] = {"PGHOSTADDR", "PGSERVICE",  "PGOPTIONS",
                                        "PGHOST",     "PGDATABASE", "PGPORT"};
    enum { ALWAYS = 3 };
    const Env *env = env_system();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = env->get(env->self, names[i]);
        if (!value || !*value || target->file || (i >= ALWAYS && target->host.len)) continue;
        char before = sv_find_char(buf_sv(out), '?', 0) == SV_NONE ? '?' : ';';
        buf_addf(out, "%c%s=%s", before, names[i], value);
    }
}

Sv odbc_place(Arena *arena, const OdbcTarget *target, Sv folder) {
    BUF_AUTO Buf out = buf_new(SHOWN_BYTES);
    Sv host = in_small_letters(arena, target->host);
    if (target->file && target->database.len) {
        buf_addf(&out, "odbc:%.*s", SV_ARG(odbc_file(arena, target, folder)));
        add_rest(&out, target, false);
    } else if (host.len) {
        bool bare = sv_count(host, ':') > 1 && host.at[0] != '[';
        buf_addf(&out, bare ? "odbc://[%.*s]" : "odbc://%.*s", SV_ARG(host));
        if (target->port.len) buf_addf(&out, ":%.*s", SV_ARG(target->port));
        buf_addf(&out, "/%.*s", SV_ARG(target->database));
        add_rest(&out, target, false);
    } else {
        buf_add_c(&out, "odbc:");
        add_rest(&out, target, true);
    }
    add_environment(&out, target);
    return buf_keep(&out, arena);
}

Sv odbc_show(Arena *arena, Sv address, Sv folder) {
    OdbcTarget target;
    Sv error, hint;
    if (!odbc_read(arena, address, &target, &error, &hint)) return SV("odbc:…");
    Sv source = target.source;
    if (!odbc_target(arena, address, &target, &error, &hint))
        return sv_format(arena, "odbc:%.*s", SV_ARG(source));
    Sv place = odbc_place(arena, &target, folder);
    return source.len ? sv_format(arena, "%.*s (odbc.ini: %.*s)", SV_ARG(place), SV_ARG(source))
                      : place;
}

TextList odbc_places(Arena *arena, Sv address, Sv folder) {
    TextList places = {0};
    OdbcTarget target;
    Sv error, hint;
    text_list_add(arena, &places,
                  odbc_target(arena, address, &target, &error, &hint)
                      ? odbc_place(arena, &target, folder)
                      : odbc_show(arena, address, folder));
    return places;
}

// ── the way to it ──

static bool is_here(Sv host) {
    return !host.len || host.at[0] == '/' || sv_starts(host, SV("127.")) || sv_eq_c(host, "::1") ||
           sv_eq_nocase(host, SV("localhost"));
}

// Only for PostgreSQL's driver is it known what its keys mean.
void odbc_cautions(Arena *arena, const SqlConnection *connection, Cautions *out) {
    OdbcTarget target;
    Sv error, hint;
    static const char *const modes[] = {"sslmode", NULL};
    if (!connection->sql.len || !odbc_target(arena, connection->sql, &target, &error, &hint) ||
        target.file || is_here(target.host) ||
        sv_eq_nocase(odbc_key(&target, modes), SV("verify-full")))
        return;
    Sv whom = target.port.len
                  ? sv_format(arena, "%.*s:%.*s", SV_ARG(target.host), SV_ARG(target.port))
                  : target.host;
    cautions_add(out, (Caution){SV("whether TLS is verified is up to the ODBC driver"),
                                BOUND_INSECURE, whom, NULL});
}
