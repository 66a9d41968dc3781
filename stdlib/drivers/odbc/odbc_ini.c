// odbc.ini, as unixODBC reads it: the user's own file first, then the system's.
#include "drivers/odbc/odbc_target.h"

#include "base/limits.h"
#include "base/system/env.h"
#include "base/system/file.h"

static Sv variable(const char *name) {
    return sv_from_c(env_system()->get(env_system()->self, name));
}

static Sv without_quotes(Sv value) {
    bool quoted = value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"';
    return quoted ? sv_slice(value, 1, value.len - 1) : value;
}

static bool is_section(Sv line, Sv *name) {
    if (line.len < 2 || line.at[0] != '[') return false;
    *name = sv_slice(line, 1, sv_find_char(line, ']', 0));
    return true;
}

void odbc_ini_add(Arena *arena, OdbcTarget *target, Sv path, Sv section) {
    Sv rest, line, name;
    if (file_read(arena, path, LIMIT_FILE_BYTES, &rest) != FILE_OK) return;
    bool within = false;
    while (sv_next_line(&rest, &line)) {
        line = sv_trim(line);
        if (is_section(line, &name)) {
            within = sv_eq_nocase(sv_trim(name), section);
            continue;
        }
        size_t equals = sv_find_char(line, '=', 0);
        if (!within || equals == SV_NONE || line.at[0] == '#' || line.at[0] == ';') continue;
        odbc_add_key(target, sv_trim(sv_slice(line, 0, equals)),
                     without_quotes(sv_trim(sv_slice(line, equals + 1, line.len))));
    }
}

bool odbc_target(Arena *arena, Sv address, OdbcTarget *out, Sv *error, Sv *hint) {
    if (!odbc_read(arena, address, out, error, hint)) return false;
    if (out->source.len) {
        Sv own = variable("ODBCINI"), system = variable("ODBCSYSINI"), home = variable("HOME");
        if (!own.len) own = path_join(arena, home, SV(".odbc.ini"));
        odbc_ini_add(arena, out, own, out->source);
        odbc_ini_add(arena, out, path_join(arena, system.len ? system : SV("/etc"), SV("odbc.ini")),
                     out->source);
        if (out->count == out->given) {
            *error =
                sv_format(arena, "there is no data source '%.*s' in odbc.ini", SV_ARG(out->source));
            *hint =
                SV("`odbcinst -q -s` lists those that there are; in another file they are found "
                   "where the variable ODBCINI names it");
            return false;
        }
    }
    static const char *const drivers[] = {"driver", NULL}, *const ports[] = {"port", NULL};
    static const char *const hosts[] = {"servername", "server", "host", "hostname", NULL};
    static const char *const databases[] = {"database", "db", "dbname", "initial catalog", NULL};
    static const char *const passwords[] = {"pwd", "password", "passwd", NULL};
    out->driver = odbc_key(out, drivers);
    out->host = odbc_key(out, hosts);
    out->port = odbc_key(out, ports);
    out->database = odbc_key(out, databases);
    out->password = odbc_key(out, passwords);
    for (size_t i = 0; i + 6 <= out->driver.len; i++)
        out->file = out->file || sv_eq_nocase(sv_slice(out->driver, i, i + 6), SV("sqlite"));
    return true;
}
