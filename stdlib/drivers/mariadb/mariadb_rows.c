// The rows of one statement as they arrive, converted field by field within the limits.
#include "drivers/mariadb/mariadb_driver.h"

enum { BINARY_CHARACTERS = 63 };

static bool refuse(MariadbSession *session, MariadbRows *rows, Sv what, Sv hint) {
    rows->refused = true;
    return sql_fail_limit(session->failure, session->call->arena, session->statement, what, hint);
}

// ── columns ──

// MariaDB says of a text only aside that it holds JSON.
static bool is_json(const MYSQL_FIELD *field) {
    MARIADB_CONST_STRING format;
    return field->type == MYSQL_TYPE_JSON ||
           (mariadb_field_attr(&format, field, MARIADB_FIELD_ATTR_FORMAT_NAME) == 0 &&
            sv_eq_c((Sv){format.str, format.length}, "json"));
}

static bool name_columns(MariadbSession *session, MYSQL_RES *described, MariadbRows *rows) {
    Arena *arena = session->call->arena;
    const MYSQL_FIELD *fields = mysql_fetch_fields(described);
    rows->column_count = mysql_num_fields(described);
    rows->columns = arena_new_array(arena, Sv, rows->column_count);
    rows->kinds = arena_new_array(arena, MariadbColumn, rows->column_count);
    for (size_t i = 0; i < rows->column_count; i++) {
        rows->columns[i] = sv_copy(arena, (Sv){fields[i].name, fields[i].name_length});
        rows->kinds[i] = (MariadbColumn){.name = rows->columns[i],
                                         .type = fields[i].type,
                                         .is_unsigned = fields[i].flags & UNSIGNED_FLAG,
                                         .binary = fields[i].charsetnr == BINARY_CHARACTERS,
                                         .json = is_json(&fields[i]),
                                         .computed = fields[i].org_table_length == 0};
    }
    rows->refused = !sql_check_columns(session->failure, arena, session->statement, rows->columns,
                                       rows->column_count);
    return !rows->refused;
}

// What the library writes a field of such a column to.
static MYSQL_BIND place_for(MariadbColumn *column, MariadbField *field, unsigned long *length) {
    MYSQL_BIND bind = {.is_null = (my_bool *)&field->null,
                       .length = length,
                       .buffer = &field->as,
                       .is_unsigned = column->is_unsigned};
    switch (column->type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_YEAR:
    case MYSQL_TYPE_LONGLONG: bind.buffer_type = MYSQL_TYPE_LONGLONG; break;
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_TIME:
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP: bind.buffer_type = column->type; break;
    case MYSQL_TYPE_NEWDATE: bind.buffer_type = MYSQL_TYPE_DATE; break;
    case MYSQL_TYPE_NULL: bind.buffer_type = MYSQL_TYPE_NULL; break;
    // How long they are is seen first.
    case MYSQL_TYPE_BIT:
        bind.buffer_type = MYSQL_TYPE_BLOB;
        bind.buffer = NULL;
        break;
    default:
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = NULL;
        break;
    }
    bind.buffer_length = bind.buffer ? sizeof field->as : 0;
    return bind;
}

static bool bind_places(MariadbSession *session, MariadbRows *rows) {
    Arena *arena = session->call->arena;
    unsigned long *lengths = arena_new_array(arena, unsigned long, rows->column_count);
    rows->binds = arena_new_array(arena, MYSQL_BIND, rows->column_count);
    rows->fields = arena_new_array(arena, MariadbField, rows->column_count);
    for (size_t i = 0; i < rows->column_count; i++)
        rows->binds[i] = place_for(&rows->kinds[i], &rows->fields[i], &lengths[i]);
    return mysql_stmt_bind_result(session->prepared, rows->binds) == 0 || mariadb_fail(session);
}

// ── rows ──

static Sv how_else(Arena *arena, const MariadbColumn *column) {
    return column->type == MYSQL_TYPE_BIT
               ? sv_format(arena, "take it as a number: CAST(%.*s AS UNSIGNED)",
                           SV_ARG(column->name))
               : sv_format(arena, "take it as text: CAST(%.*s AS CHAR)", SV_ARG(column->name));
}

// The library believes whatever length the server tells, and would read on behind what came.
static bool has_come(const MariadbSession *session, size_t column, size_t length) {
    const NET *net = &session->mysql->net;
    const unsigned char *at = session->prepared->bind[column].u.row_ptr;
    return at >= net->buff && at <= net->buff_end && length <= (size_t)(net->buff_end - at);
}

// The bytes of a field whose length is known by now.
static bool take_bytes(MariadbSession *session, MariadbRows *rows, size_t column) {
    MYSQL_BIND bind = rows->binds[column];
    MariadbField *field = &rows->fields[column];
    unsigned long length = *bind.length;
    char *bytes = arena_alloc_raw(session->call->arena, length + 1);
    my_bool null = 0, truncated = 0;
    bind.buffer = bytes;
    bind.buffer_length = length;
    bind.length = &length;
    bind.is_null = &null;
    bind.error = &truncated;
    field->bytes = (Sv){bytes, length};
    return length == 0 ||
           mysql_stmt_fetch_column(session->prepared, &bind, (unsigned)column, 0) == 0 ||
           mariadb_fail(session);
}

static bool take_field(MariadbSession *session, MariadbRows *rows, size_t column) {
    Arena *arena = session->call->arena;
    MariadbField *field = &rows->fields[column];
    const MariadbColumn *kind = &rows->kinds[column];
    bool by_length = !rows->binds[column].buffer && kind->type != MYSQL_TYPE_NULL;
    size_t size =
        field->null || !by_length ? sizeof field->as.integer : (size_t)*rows->binds[column].length;
    Value value;
    Sv over, error;
    if (!sql_meter_field(&rows->meter, size, arena, &over))
        return refuse(session, rows, over, SV("select less of it"));
    if (by_length && !field->null) {
        if (!has_come(session, column, size)) return mariadb_fail_row(session);
        if (!take_bytes(session, rows, column)) return false;
    }
    if (!mariadb_value(arena, kind, field, &value, &error))
        return refuse(session, rows,
                      sv_format(arena, "column '%.*s' %.*s", SV_ARG(kind->name), SV_ARG(error)),
                      how_else(arena, kind));
    arena_grow(arena, rows->cells, rows->count, rows->capacity);
    rows->cells[rows->count++] = value;
    return true;
}

static bool take_row(MariadbSession *session, MariadbRows *rows) {
    Sv over;
    for (size_t column = 0; column < rows->column_count; column++)
        if (!take_field(session, rows, column)) return false;
    if (!sql_meter_row(&rows->meter, session->call->arena, &over))
        return refuse(session, rows, over, SV("count them, or add a LIMIT"));
    return true;
}

// A change is followed to its end, so that it is known to be done.
static bool fetch_all(MariadbSession *session, MariadbRows *rows) {
    bool goes_on = session->statement->write;
    for (;;) {
        if (!mariadb_fetch(session)) return false;
        if (session->status == MYSQL_NO_DATA) return true;
        if (session->status != 0 && session->status != MYSQL_DATA_TRUNCATED)
            return mariadb_fail(session);
        if (!rows->refused && !take_row(session, rows) && !(rows->refused && goes_on)) return false;
    }
}

// A procedure may give several results, and a step has one.
static bool take_result(MariadbSession *session, MariadbRows *rows) {
    MYSQL_RES *described = mysql_stmt_result_metadata(session->prepared);
    if (!described) return mysql_stmt_field_count(session->prepared) == 0 || mariadb_fail(session);
    bool out_values = session->mysql->server_status & SERVER_PS_OUT_PARAMS;
    bool another = rows->kinds != NULL, named = true;
    MariadbRows aside = {.refused = true};
    if (another && !out_values)
        refuse(session, rows, SV("it gives more than one result, and a step has one"),
               SV("give the statements of the procedure themselves"));
    else if (!another && !out_values)
        named = name_columns(session, described, rows);
    mysql_free_result(described);
    if ((!named || another) && !session->statement->write) return false;
    if (another || out_values || !named) return fetch_all(session, &aside);
    return bind_places(session, rows) && fetch_all(session, rows);
}

bool mariadb_take_rows(MariadbSession *session, MariadbRows *rows) {
    for (;;) {
        if (!take_result(session, rows)) {
            // Closing the statement would read all that is still to come, and block.
            session->broken |= rows->refused;
            return false;
        }
        if (!mysql_stmt_more_results(session->prepared)) return true;
        if (!mariadb_next_result(session)) return false;
        if (session->status > 0) return mariadb_fail(session);
        if (session->status < 0) return true;
    }
}
