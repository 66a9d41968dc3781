#include "drivers/sql/sql_driver.h"
#include "base/ascii.h"
#include "base/system/file.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/num.h"
#include "url/url_parts.h"

// ── addresses ──

static bool is_postgres(Sv address) {
    return sv_starts(address, SV("postgres://")) || sv_starts(address, SV("postgresql://"));
}

typedef struct SqlDriverRow {
    const char *begins, *example;
    SqlDriver *run;
    SqlAddressCheck *check;
    SqlAddressPlace *place;
} SqlDriverRow;

static const SqlDriverRow rows[] = {
#define SQL_DRIVER(name, begins, example)                                                          \
    {begins, example, name##_run, name##_check_address, name##_place},
#include "drivers/sql/sql_drivers.def"
#undef SQL_DRIVER
};
enum { DRIVER_COUNT = sizeof rows / sizeof *rows };

static const SqlDriverRow *row_of(Sv address) {
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        Sv rest = sv_from_c(rows[i].begins), begin;
        while (rest.len > 0 && sv_next_part(&rest, ' ', &begin))
            if (sv_starts(address, begin)) return &rows[i];
    }
    return NULL;
}

SqlDriver *sql_driver(Sv address) {
    const SqlDriverRow *row = row_of(address);
    return row ? row->run : NULL;
}

static Sv scheme_of(Sv address) {
    size_t colon = sv_find_char(address, ':', 0);
    return colon == SV_NONE ? (Sv){0} : sv_slice(address, 0, colon);
}

static bool refuse(Sv *error, Sv *hint, Sv reason, Sv what) {
    *error = reason;
    *hint = what;
    return false;
}

// "A, B or C": of each driver an example, or how its addresses begin.
static Sv list_drivers(Arena *arena, const char *before, bool examples) {
    Buf out BUF_AUTO = buf_new(1000);
    buf_add_c(&out, before);
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        Sv rest = sv_from_c(rows[i].begins), begin;
        sv_next_part(&rest, ' ', &begin);
        buf_add_c(&out, i == 0 ? " " : i + 1 < DRIVER_COUNT ? ", " : " or ");
        buf_add(&out, examples ? sv_from_c(rows[i].example) : begin);
    }
    return buf_keep(&out, arena);
}

// The scheme that was meant, or empty.
static Sv closest_scheme(Sv scheme) {
    Sv schemes[2 * DRIVER_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        Sv rest = sv_from_c(rows[i].begins), begin;
        while (count < 2 * DRIVER_COUNT && sv_next_part(&rest, ' ', &begin))
            schemes[count++] = scheme_of(begin);
    }
    return sv_closest(scheme, schemes, count);
}

// An address of an unknown kind is not shown: it may be anything, even a password.
static bool refuse_unknown(Arena *arena, Sv address, Sv *error, Sv *hint) {
    Sv scheme = scheme_of(address), takes = list_drivers(arena, "it takes", true);
    if (sv_eq_c(scheme, "mysql") || sv_eq_c(scheme, "mariadb") || sv_eq_c(scheme, "odbc"))
        return refuse(
            error, hint,
            sv_format(arena, "databases of kind '%.*s' are not built yet", SV_ARG(scheme)), takes);
    if (sv_eq_c(scheme, "file"))
        return refuse(error, hint, SV("'file:' is no kind of database address"),
                      sv_format(arena, "for SQLite write sqlite:%.*s",
                                SV_ARG(sv_slice(address, 5, address.len))));
    if (sv_eq_c(scheme, "http") || sv_eq_c(scheme, "https"))
        return refuse(error, hint, SV("the address of a database cannot be a web address"), takes);
    Sv closest = closest_scheme(scheme);
    if (scheme.len > 0 && closest.len > 0)
        return refuse(error, hint,
                      sv_format(arena,
                                "'%.*s:' is no kind of database address; did you mean '%.*s:'?",
                                SV_ARG(scheme), SV_ARG(closest)),
                      takes);
    return refuse(error, hint,
                  list_drivers(arena, "the address of a database must begin with", false), takes);
}

bool sql_check_address(Arena *arena, Sv address, Sv *error, Sv *hint) {
    const SqlDriverRow *row = row_of(address);
    return row ? row->check(arena, address, error, hint)
               : refuse_unknown(arena, address, error, hint);
}

bool sqlite_check_address(Arena *arena, Sv address, Sv *error, Sv *hint) {
    (void)arena;
    Sv path = sv_slice(address, 7, address.len);
    if (path.len == 0)
        return refuse(error, hint, SV("'sqlite:' names no file"), SV("sqlite:data/app.db"));
    if (sv_starts(path, SV("//")) && !sv_starts(path, SV("///")))
        return refuse(error, hint, SV("'sqlite://' would need a host, which SQLite does not have"),
                      SV("write sqlite:data/app.db, or sqlite:/srv/app.db for an absolute path"));
    return true;
}

// Host, port and database, up to the query: to libpq a '#' is a character as any other.
static Sv place_and_database(Sv address) {
    UrlParts parts = url_split(address, URL_NEARLY);
    Sv rest = sv_slice(address, (size_t)(parts.place.at - address.at), address.len);
    return sv_slice(rest, 0, sv_find_char(rest, '?', 0));
}

Sv sql_show_address(Arena *arena, Sv address) {
    if (!is_postgres(address)) return address;
    return sv_format(arena, "%.*s://%.*s", SV_ARG(scheme_of(address)),
                     SV_ARG(place_and_database(address)));
}

Sv sqlite_place(Arena *arena, const Env *env, Sv address, Sv folder) {
    (void)env;
    Sv path = sv_slice(address, 7, address.len);
    if (sv_eq_c(path, ":memory:")) return (Sv){0};
    Sv joined = path_join(arena, folder, path), real = path_real(arena, joined);
    return sv_format(arena, "sqlite:%.*s", SV_ARG(real.at ? real : joined));
}

// From the address itself, else its query, else the environment, else the usual default.
static Sv part_of(const Env *env, Sv own, Sv query, const char *key, const char *variable,
                  const char *usual) {
    Sv pair, found = own;
    while (!found.len && sv_next_part(&query, '&', &pair)) {
        size_t equals = sv_find_char(pair, '=', 0);
        if (equals != SV_NONE && sv_eq_c(sv_slice(pair, 0, equals), key))
            found = sv_slice(pair, equals + 1, pair.len);
    }
    const char *given = found.len ? NULL : env->get(env->self, variable);
    return found.len ? found : sv_from_c(given && *given ? given : usual);
}

Sv postgres_place(Arena *arena, const Env *env, Sv address, Sv folder) {
    (void)folder;
    Sv rest = place_and_database(address);
    size_t slash = sv_find_char(rest, '/', 0), mark = (size_t)(rest.at + rest.len - address.at);
    Sv query = sv_slice(address, mark + 1, address.len);
    Sv host = sv_slice(rest, 0, slash == SV_NONE ? rest.len : slash), port = {0};
    Sv database = slash == SV_NONE ? (Sv){0} : sv_slice(rest, slash + 1, rest.len);
    size_t colon = host.len;
    while (colon > 0 && ascii_is_digit(host.at[colon - 1]))
        colon--;
    bool has_port = colon > 0 && host.at[colon - 1] == ':' && sv_find_char(host, ',', 0) == SV_NONE;
    if (has_port) port = sv_slice(host, colon, host.len);
    if (has_port) host = sv_slice(host, 0, colon - 1);
    char *lower = arena_copy(arena, host.at ? host.at : "", host.len + (host.len == 0));
    for (size_t i = 0; i < host.len; i++)
        lower[i] = ascii_lower(lower[i]);
    host = part_of(env, (Sv){lower, host.len}, query, "host", "PGHOST", "");
    port = part_of(env, port, query, "port", "PGPORT", "5432");
    database = part_of(env, database, query, "dbname", "PGDATABASE", "");
    return sv_format(arena, "postgres://%.*s:%.*s/%.*s", SV_ARG(host), SV_ARG(port),
                     SV_ARG(database));
}

Sv sql_place(Arena *arena, const Env *env, Sv address, Sv folder) {
    const SqlDriverRow *row = row_of(address);
    return row ? row->place(arena, env, address, folder) : address;
}

Sv sql_pool_key(const ActionCall *call, const SqlStatement *statement) {
    Sv credentials = {(const char *)&call->credentials, sizeof call->credentials};
    Sv way = statement->write ? SV(" write ") : SV(" read ");
    return sv_concat(call->arena, (Sv[]){call->connection_name, way, credentials}, 3);
}

// ── failures ──

bool sql_fail(Outcome *failure, OutcomeStatus status, Sv reason, Sv hint) {
    failure->end = status;
    failure->over = true;
    failure->reason = reason;
    failure->hint = hint;
    return false;
}

bool sql_load(LateLibrary library, Arena *arena, Outcome *failure) {
    LateFailure missing;
    return late_load(library, &missing) ||
           sql_fail(failure, OUTCOME_NOT_STARTED, sv_copy(arena, sv_from_c(missing.reason)),
                    sv_copy(arena, sv_from_c(missing.hint)));
}

bool sql_fail_waiting(Outcome *failure, Arena *arena, WaitStatus status, bool sent,
                      const char *what) {
    failure->timed_out = status == WAIT_DEADLINE;
    failure->cancelled = status == WAIT_CANCELLED;
    const char *why = status == WAIT_DEADLINE    ? "the time allowed for the step was over"
                      : status == WAIT_CANCELLED ? "the run was stopped"
                                                 : "the system could not wait";
    sql_fail(failure, sent ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED,
             sv_format(arena, "%s %s", why, what), (Sv){0});
    failure->over = !sent; // until the server says that it stopped
    return false;
}

bool sql_fail_given_up(Outcome *failure, Arena *arena, bool write, bool in_doubt, Sv why, Sv hint) {
    if (!write) return sql_fail(failure, OUTCOME_NO_ANSWER, why, hint);
    const char *then = in_doubt ? "whether it was done is not known" : "nothing was changed";
    return sql_fail(failure, in_doubt ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED,
                    sv_format(arena, "%.*s; %s", SV_ARG(why), then), hint);
}

bool sql_fail_limit(Outcome *failure, Arena *arena, const SqlStatement *statement, Sv what,
                    Sv hint) {
    if (!statement->write) return sql_fail(failure, OUTCOME_NO_ANSWER, what, hint);
    failure->taken_back = statement->transaction;
    return sql_fail(failure, OUTCOME_FAILED,
                    statement->transaction
                        ? sv_format(arena, "%.*s; it was rolled back", SV_ARG(what))
                        : sv_format(arena, "it was carried out, but %.*s", SV_ARG(what)),
                    hint);
}

bool sql_fail_read_only(Outcome *failure, Sv reason) {
    return sql_fail(failure, OUTCOME_FAILED, reason,
                    SV("add write: true if this step is meant to change data"));
}

bool sql_meter_field(SqlMeter *meter, size_t bytes, Arena *arena, Sv *over) {
    meter->bytes += bytes;
    if (bytes > LIMIT_SQL_FIELD_BYTES)
        *over = sv_format(
            arena, "a field of row %zu holds %zu bytes; at most %d are taken (SQL_FIELD_BYTES)",
            meter->rows + 1, bytes, LIMIT_SQL_FIELD_BYTES);
    else if (meter->bytes > LIMIT_SQL_BYTES)
        *over = sv_format(arena, "the rows hold more than %d bytes (SQL_BYTES)", LIMIT_SQL_BYTES);
    else
        return true;
    return false;
}

bool sql_meter_row(SqlMeter *meter, Arena *arena, Sv *over) {
    if (++meter->rows <= LIMIT_SQL_ROWS) return true;
    *over = sv_format(arena, "it gives more than %d rows (SQL_ROWS)", LIMIT_SQL_ROWS);
    return false;
}

bool sql_check_columns(Outcome *failure, Arena *arena, const SqlStatement *statement,
                       const Sv *columns, size_t count) {
    SvMap seen = svmap_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (svmap_add(&seen, columns[i], failure)) continue;
        Sv hint = sv_eq_c(columns[i], "?column?")
                      ? SV("name them: SELECT 1 AS first, 2 AS second")
                      : sv_format(arena, "name them apart: SELECT a.%.*s AS a_%.*s, …",
                                  SV_ARG(columns[i]), SV_ARG(columns[i]));
        return sql_fail_limit(
            failure, arena, statement,
            sv_format(arena, "two columns are called '%.*s', and a row holds a name once",
                      SV_ARG(columns[i])),
            hint);
    }
    return true;
}
