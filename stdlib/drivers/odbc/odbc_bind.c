// Values that are bound where a statement has `?`.
#include "drivers/odbc/odbc_driver.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "value/json.h"
#include "value/time.h"

typedef struct OdbcBind {
    SQLSMALLINT c_type, type;
    SQLULEN size;       // characters, digits or bytes
    SQLSMALLINT digits; // behind the point
    SQLPOINTER at;
    SQLLEN bytes; // of it
    SQLLEN told;  // what the driver is told of it
} OdbcBind;

static void bind_text(Arena *arena, Sv text, OdbcBind *out) {
    SQLINTEGER count;
    out->at = odbc_wide(arena, text, &count);
    out->c_type = SQL_C_WCHAR;
    out->type = count > 4000 ? SQL_WLONGVARCHAR : SQL_WVARCHAR;
    out->size = (SQLULEN)(count ? count : 1);
    out->bytes = out->told = count * (SQLLEN)sizeof(SQLWCHAR);
}

static void bind_decimal(Arena *arena, Sv text, OdbcBind *out) {
    size_t point = sv_find_char(text, '.', 0), digits = 0;
    for (size_t i = 0; i < text.len; i++)
        digits += ascii_is_digit(text.at[i]);
    out->at = sv_to_c(arena, text);
    out->c_type = SQL_C_CHAR;
    out->type = SQL_DECIMAL;
    out->size = digits;
    out->digits = (SQLSMALLINT)(point == SV_NONE ? 0 : text.len - point - 1);
    out->bytes = out->told = (SQLLEN)text.len;
}

static void bind_fixed(Arena *arena, SQLSMALLINT c_type, SQLSMALLINT type, const void *from,
                       size_t size, OdbcBind *out) {
    out->at = arena_copy(arena, from, size);
    out->c_type = c_type;
    out->type = type;
    out->bytes = out->told = (SQLLEN)size;
}

static void bind_time(Arena *arena, Value value, OdbcBind *out) {
    CivilTime civil;
    if (!civil_from(value, SV("UTC"), &civil)) civil = (CivilTime){0};
    SQL_TIMESTAMP_STRUCT time = {
        .year = (SQLSMALLINT)civil.year,
        .month = (SQLUSMALLINT)civil.month,
        .day = (SQLUSMALLINT)civil.day,
        .hour = (SQLUSMALLINT)civil.hour,
        .minute = (SQLUSMALLINT)civil.minute,
        .second = (SQLUSMALLINT)civil.second,
        // No database has more than that by default, and drivers refuse it.
        .fraction = (SQLUINTEGER)(value.nanos / 1000 * 1000)};
    bind_fixed(arena, SQL_C_TYPE_TIMESTAMP, SQL_TYPE_TIMESTAMP, &time, sizeof time, out);
    out->size = 26;
    out->digits = 6;
}

static bool bind_value(Arena *arena, Value value, OdbcBind *out, Sv *error) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL:
        bind_text(arena, (Sv){0}, out);
        out->told = SQL_NULL_DATA;
        return true;
    case VALUE_BOOL: {
        unsigned char bit = value.boolean;
        bind_fixed(arena, SQL_C_BIT, SQL_BIT, &bit, sizeof bit, out);
        out->size = 1;
        return true;
    }
    case VALUE_INT:
        bind_fixed(arena, SQL_C_SBIGINT, SQL_BIGINT, &value.integer, sizeof value.integer, out);
        out->size = 19;
        return true;
    case VALUE_UINT:
        bind_decimal(arena, sv_format(arena, "%llu", (unsigned long long)value.uinteger), out);
        return true;
    case VALUE_DOUBLE:
        bind_fixed(arena, SQL_C_DOUBLE, SQL_DOUBLE, &value.number, sizeof value.number, out);
        out->size = 15;
        return true;
    case VALUE_DECIMAL: bind_decimal(arena, value_text(value), out); return true;
    case VALUE_STRING:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: bind_text(arena, value_text(value), out); return true;
    case VALUE_BYTES: {
        Sv bytes = value_text(value);
        bind_fixed(arena, SQL_C_BINARY, SQL_VARBINARY, bytes.len ? bytes.at : "", bytes.len, out);
        out->size = bytes.len ? bytes.len : 1;
        return true;
    }
    case VALUE_TIMESTAMP: bind_time(arena, value, out); return true;
    case VALUE_LIST:
    case VALUE_MAP: {
        BUF_AUTO Buf json = buf_new(LIMIT_SQL_BYTES);
        if (!json_write(&json, value, JSON_COMPACT)) {
            *error = SV("is too long");
            return false;
        }
        bind_text(arena, buf_sv(&json), out);
        return true;
    }
    default:
        *error = sv_format(arena, "is of type %s, which ODBC has nothing for",
                           value_kind_name((ValueKind)value.kind));
        return false;
    }
}

static bool refuse(OdbcTask *task, Sv reason, Sv hint) {
    return sql_fail(&task->told, OUTCOME_BAD_VALUE, reason, hint);
}

// A `?` of the statement's own would take a value that is meant for another place.
static bool check_places(OdbcTask *task, SQLHSTMT statement) {
    SQLSMALLINT places = 0;
    if (sv_find_char(task->text.text, '?', 0) == SV_NONE) return true;
    if (SQL_SUCCEEDED(SQLNumParams(statement, &places)) && (size_t)places == task->text.bind_count)
        return true;
    return refuse(
        task, SV("the query holds a '?', which ODBC takes for the place of a value"),
        SV("write :name for a value; where '?' is an operator, write what does the same without it"));
}

bool odbc_bind_all(OdbcTask *task, SQLHSTMT statement) {
    const SqlText *text = &task->text;
    if (!check_places(task, statement)) return false;
    OdbcBind *binds = arena_new_array(task->arena, OdbcBind, text->bind_count + 1);
    for (size_t i = 0; i < text->bind_count; i++) {
        OdbcBind *bind = &binds[i];
        Sv name = text->binds[i].name, error;
        const Value *value = value_get_sv(task->statement.params, name);
        if (!value)
            return refuse(task, sv_format(task->arena, "params.%.*s is not given", SV_ARG(name)),
                          (Sv){0});
        if (!bind_value(task->arena, *value, bind, &error))
            return refuse(task,
                          sv_format(task->arena, "params.%.*s %.*s", SV_ARG(name), SV_ARG(error)),
                          (Sv){0});
        if (!SQL_SUCCEEDED(SQLBindParameter(statement, (SQLUSMALLINT)(i + 1), SQL_PARAM_INPUT,
                                            bind->c_type, bind->type, bind->size, bind->digits,
                                            bind->at, bind->bytes, &bind->told)))
            return odbc_fail(task, SQL_HANDLE_STMT, statement);
    }
    return true;
}
