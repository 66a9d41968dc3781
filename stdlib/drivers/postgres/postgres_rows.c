#include "drivers/postgres/postgres_rows.h"

#include "base/num.h"

// Types up to this number are PostgreSQL's own; their table is in postgres_value.c.
enum { FIRST_OWN_TYPE = 16384, QUERY_BYTES = 4096 };

static bool refuse(PostgresSession *session, PostgresRows *rows, Sv what, Sv hint) {
    rows->refused = true;
    return sql_fail_limit(session->failure, session->call->arena, session->statement, what, hint);
}

static bool name_columns(PostgresSession *session, const PGresult *result, PostgresRows *rows) {
    Arena *arena = session->call->arena;
    rows->named = true;
    rows->column_count = (size_t)PQnfields(result);
    rows->columns = arena_new_array(arena, Sv, rows->column_count);
    rows->types = arena_new_array(arena, Oid, rows->column_count);
    for (size_t i = 0; i < rows->column_count; i++) {
        rows->columns[i] = sv_copy(arena, sv_from_c(PQfname(result, (int)i)));
        rows->types[i] = PQftype(result, (int)i);
    }
    bool distinct = sql_check_columns(session->failure, arena, session->statement, rows->columns,
                                      rows->column_count);
    rows->refused = !distinct;
    return distinct;
}

static bool refuse_field(PostgresSession *session, PostgresRows *rows, size_t column, Sv error) {
    Arena *arena = session->call->arena;
    Sv name = rows->columns[column];
    return refuse(session, rows,
                  sv_format(arena, "column '%.*s' %.*s", SV_ARG(name), SV_ARG(error)),
                  sv_format(arena, "take it as text: %.*s::text", SV_ARG(name)));
}

static bool take_field(PostgresSession *session, const PGresult *result, int row, size_t column,
                       PostgresRows *rows) {
    Arena *arena = session->call->arena;
    int at = (int)column;
    Sv text = {PQgetvalue(result, row, at), (size_t)PQgetlength(result, row, at)}, over, error;
    Value value = value_null();
    if (!sql_meter_field(&rows->meter, text.len, arena, &over))
        return refuse(session, rows, over, SV("select less of it"));
    if (!PQgetisnull(result, row, at) &&
        !postgres_value(arena, rows->types[column], 0, text, &value, &error))
        return refuse_field(session, rows, column, error);
    arena_grow(arena, rows->cells, rows->count, rows->capacity);
    rows->cells[rows->count++] = value;
    return true;
}

static bool take_row(PostgresSession *session, const PGresult *result, int row,
                     PostgresRows *rows) {
    Sv over;
    for (size_t column = 0; column < rows->column_count; column++)
        if (!take_field(session, result, row, column, rows)) return false;
    if (!sql_meter_row(&rows->meter, session->call->arena, &over))
        return refuse(session, rows, over, SV("count them, or add a LIMIT"));
    return true;
}

static bool only_reads(const PGresult *result) {
    Sv status = sv_from_c(PQcmdStatus((PGresult *)(uintptr_t)result));
    return sv_starts(status, SV("SELECT")) || sv_starts(status, SV("FETCH"));
}

bool postgres_take_rows(PostgresSession *session, const PGresult *result, PostgresRows *rows) {
    if (rows->refused) return false;
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_SINGLE_TUPLE) {
        Sv count = sv_from_c(PQcmdTuples((PGresult *)(uintptr_t)result));
        // Empty where the statement is about no rows.
        if (!only_reads(result)) ignore_result(num_parse_i64(count, &rows->affected));
    }
    if (status == PGRES_COMMAND_OK) return true;
    if (!rows->named && !name_columns(session, result, rows)) return false;
    for (int row = 0; row < PQntuples(result); row++)
        if (!take_row(session, result, row, rows)) return false;
    return true;
}

// ── types that only the database knows ──

static Oid known_element(const Postgres *postgres, Oid type, bool *known) {
    for (size_t i = 0; i < postgres->known_count; i++) {
        if (postgres->known[i].type != type) continue;
        *known = true;
        return postgres->known[i].element;
    }
    *known = false;
    return 0;
}

static void remember(Postgres *postgres, Oid type, Oid element) {
    bool known;
    known_element(postgres, type, &known);
    if (known) return;
    if (postgres->known_count == POSTGRES_KNOWN_TYPES) postgres->known_count = 0;
    postgres->known[postgres->known_count].type = type;
    postgres->known[postgres->known_count++].element = element;
}

static bool read_elements(PostgresSession *session, const char *query) {
    PGresult *result;
    if (!postgres_simple(session, query, &result)) return false;
    bool read = PQresultStatus(result) == PGRES_TUPLES_OK || postgres_fail_result(session, result);
    for (int row = 0; read && row < PQntuples(result); row++) {
        int64_t type = 0, element = 0;
        if (num_parse_i64(sv_from_c(PQgetvalue(result, row, 0)), &type) &&
            num_parse_i64(sv_from_c(PQgetvalue(result, row, 1)), &element))
            remember(session->postgres, (Oid)type, (Oid)element);
    }
    PQclear(result);
    return read;
}

static bool ask_types(PostgresSession *session, const PostgresRows *rows) {
    BUF_AUTO Buf query = buf_new(QUERY_BYTES);
    size_t asked = 0;
    buf_add_c(
        &query,
        "SELECT oid::int8, CASE typcategory WHEN 'A' THEN typelem::int8 ELSE 0 END FROM pg_catalog.pg_type "
        "WHERE oid IN (");
    for (size_t i = 0; i < rows->column_count && asked < POSTGRES_KNOWN_TYPES; i++) {
        bool known;
        known_element(session->postgres, rows->types[i], &known);
        if (rows->types[i] < FIRST_OWN_TYPE || known) continue;
        buf_addf(&query, "%s%u", asked++ ? "," : "", rows->types[i]);
    }
    if (asked == 0) return true;
    buf_add(&query, (Sv){")", 2}); // with its NUL
    return read_elements(session, buf_keep(&query, session->call->arena).at);
}

static bool list_column(PostgresSession *session, PostgresRows *rows, size_t column, Oid element) {
    for (size_t i = column; i < rows->count; i += rows->column_count) {
        Sv error;
        if (rows->cells[i].kind == VALUE_NULL) continue;
        if (!postgres_array(session->call->arena, element, value_text(rows->cells[i]),
                            &rows->cells[i], &error))
            return refuse_field(session, rows, column, error);
    }
    return true;
}

bool postgres_finish_rows(PostgresSession *session, PostgresRows *rows) {
    if (rows->count == 0) return true;
    if (!ask_types(session, rows)) return false;
    for (size_t i = 0; i < rows->column_count; i++) {
        bool known;
        Oid element = known_element(session->postgres, rows->types[i], &known);
        if (element && !list_column(session, rows, i, element)) return false;
    }
    return true;
}
