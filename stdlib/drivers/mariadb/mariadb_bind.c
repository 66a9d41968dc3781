// Binds values as parameters of a prepared statement, one for each place where a name stands.
#include "drivers/mariadb/mariadb_driver.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/num.h"
#include "value/json.h"
#include "value/time.h"
#include <string.h>

typedef struct MariadbBound {
    int64_t integer;
    double number;
    MYSQL_TIME time;
    unsigned long length;
} MariadbBound;

static bool refuse(MariadbSession *session, Sv name, Sv why) {
    return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                    sv_format(session->call->arena, "params.%.*s %.*s", SV_ARG(name), SV_ARG(why)),
                    (Sv){0});
}

static void bind_bytes(MYSQL_BIND *bind, MariadbBound *bound, Sv bytes, bool binary) {
    bound->length = (unsigned long)bytes.len;
    bind->buffer_type = binary ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
    bind->buffer = (void *)(uintptr_t)(bytes.at ? bytes.at : "");
    bind->buffer_length = bound->length;
    bind->length = &bound->length;
}

static void bind_integer(MYSQL_BIND *bind, MariadbBound *bound, uint64_t number, bool is_unsigned) {
    bound->integer = (int64_t)number;
    bind->buffer_type = MYSQL_TYPE_LONGLONG;
    bind->buffer = &bound->integer;
    bind->is_unsigned = is_unsigned;
}

// The session's zone is UTC. What is finer than microseconds would be cut.
static bool bind_timestamp(MYSQL_BIND *bind, MariadbBound *bound, Value value) {
    CivilTime civil;
    if (value.nanos % 1000 != 0 || !civil_from(value, SV("UTC"), &civil)) return false;
    bound->time = (MYSQL_TIME){.year = (unsigned)civil.year,
                               .month = (unsigned)civil.month,
                               .day = (unsigned)civil.day,
                               .hour = (unsigned)civil.hour,
                               .minute = (unsigned)civil.minute,
                               .second = (unsigned)civil.second,
                               .second_part = (unsigned long)value.nanos / 1000,
                               .time_type = MYSQL_TIMESTAMP_DATETIME};
    bind->buffer_type = MYSQL_TYPE_DATETIME;
    bind->buffer = &bound->time;
    return true;
}

static bool bind_duration(MYSQL_BIND *bind, MariadbBound *bound, Value value) {
    bool minus = value.seconds < 0 || value.nanos < 0;
    int64_t seconds = value.seconds < 0 ? -value.seconds : value.seconds;
    int32_t nanos = value.nanos < 0 ? -value.nanos : value.nanos;
    // TIME reaches to 838:59:59.
    if (nanos % 1000 != 0 || seconds >= 839 * 3600) return false;
    bound->time = (MYSQL_TIME){.day = (unsigned)(seconds / 86400),
                               .hour = (unsigned)(seconds / 3600 % 24),
                               .minute = (unsigned)(seconds / 60 % 60),
                               .second = (unsigned)(seconds % 60),
                               .second_part = (unsigned long)nanos / 1000,
                               .neg = minus,
                               .time_type = MYSQL_TIMESTAMP_TIME};
    bind->buffer_type = MYSQL_TYPE_TIME;
    bind->buffer = &bound->time;
    return true;
}

static bool bind_json(MariadbSession *session, Sv name, MYSQL_BIND *bind, MariadbBound *bound,
                      Value value) {
    BUF_AUTO Buf text = buf_new(LIMIT_SQL_BYTES);
    if (!json_write(&text, value, JSON_COMPACT))
        return refuse(session, name, SV("is larger than the limit of 32 MiB (SQL_BYTES)"));
    bind_bytes(bind, bound, buf_keep(&text, session->call->arena), false);
    return true;
}

static bool bind_one(MariadbSession *session, Sv name, Value value, MYSQL_BIND *bind,
                     MariadbBound *bound) {
    Arena *arena = session->call->arena;
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: bind->buffer_type = MYSQL_TYPE_NULL; return true;
    case VALUE_BOOL: bind_integer(bind, bound, value.boolean, false); return true;
    case VALUE_INT: bind_integer(bind, bound, (uint64_t)value.integer, false); return true;
    case VALUE_UINT: bind_integer(bind, bound, value.uinteger, true); return true;
    case VALUE_DOUBLE:
        bound->number = value.number;
        bind->buffer_type = MYSQL_TYPE_DOUBLE;
        bind->buffer = &bound->number;
        return true;
    case VALUE_DECIMAL:
        bind_bytes(bind, bound, value_text(value), false);
        bind->buffer_type = MYSQL_TYPE_NEWDECIMAL;
        return true;
    case VALUE_STRING:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: bind_bytes(bind, bound, value_text(value), false); return true;
    case VALUE_BYTES: bind_bytes(bind, bound, value_text(value), true); return true;
    case VALUE_TIMESTAMP:
        return bind_timestamp(bind, bound, value) ||
               refuse(session, name,
                      SV("is a time that is finer than the microseconds of a DATETIME"));
    case VALUE_DURATION:
        return bind_duration(bind, bound, value) ||
               refuse(session, name,
                      SV("is a duration that no TIME holds: at most 838:59:59, in microseconds"));
    case VALUE_LIST:
    case VALUE_MAP: return bind_json(session, name, bind, bound, value);
    default:
        return refuse(session, name,
                      sv_format(arena, "is of type %s, which MariaDB has nothing for",
                                value_kind_name((ValueKind)value.kind)));
    }
}

bool mariadb_bind(MariadbSession *session) {
    const SqlText *text = session->statement->text;
    Arena *arena = session->call->arena;
    MYSQL_BIND *binds = arena_new_array(arena, MYSQL_BIND, text->bind_count + 1);
    MariadbBound *bounds = arena_new_array(arena, MariadbBound, text->bind_count + 1);
    // The server must have found the same places for values.
    if (mysql_stmt_param_count(session->prepared) != text->bind_count)
        return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                        SV("the server reads the query's names elsewhere than they are read here"),
                        SV("write it in the usual quotes: '…' for a text, `…` for a name"));
    for (size_t i = 0; i < text->bind_count; i++) {
        const Value *value = value_get_sv(session->statement->params, text->binds[i].name);
        if (!value) return refuse(session, text->binds[i].name, SV("is not given"));
        if (!bind_one(session, text->binds[i].name, *value, &binds[i], &bounds[i])) return false;
    }
    return text->bind_count == 0 || mysql_stmt_bind_param(session->prepared, binds) == 0 ||
           mariadb_fail(session);
}
