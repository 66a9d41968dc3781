// The kind of connection `sql`: a database's address, and its password.
#include "base/buf.h"
#include "base/limits.h"
#include "drivers/sql/sql_driver.h"

static const Param params[] = {
    PARAM(
        SqlConnection, sql, TEXT, .flags = PARAM_REQUIRED | PARAM_SHORT | PARAM_FILLED,
        .doc =
            "`postgres://USER@HOST:5432/DATABASE`, or `sqlite:PATH` with a path relative to the folder that "
            "runbook was started in."),
    PARAM(SqlConnection, password, TEXT, .flags = PARAM_FILLED,
          .doc = "Of the database's user; a secret."),
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

static bool validate(const void *decoded, Arena *arena, int *param, Sv *error, Sv *hint) {
    const SqlConnection *given = decoded;
    *param = 0;
    if (given->sql.len > 0 && !sql_check_address(arena, given->sql, error, hint)) return false;
    if (given->password.len == 0 || !sv_starts(given->sql, SV("sqlite:"))) return true;
    *param = 1;
    *error = SV("an SQLite file has no password");
    *hint = SV("leave password: out; the file's own permissions protect it");
    return false;
}

const ConnectionKind connection_sql = {
    .name = "sql",
    .summary = "A database, PostgreSQL or SQLite.",
    .params = params,
    .param_count = sizeof params / sizeof *params,
    .params_size = sizeof(SqlConnection),
    .show = show,
    .place = place,
    .validate = validate,
};
