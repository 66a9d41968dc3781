// Binds values as native parameters of PostgreSQL. Numbers carry their type; the type of a text is
// left to the server, so that it can be compared with dates, uuids and enums alike.
#include "drivers/postgres/postgres.h"

#include "base/limits.h"
#include "base/num.h"
#include "base/system/digest.h"
#include "value/json.h"
#include "value/time.h"
#include <limits.h>

enum {
    TYPE_FROM_CONTEXT = 0,
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_INT8 = 20,
    TYPE_INT4 = 23,
    TYPE_FLOAT8 = 701,
    TYPE_TIMESTAMPTZ = 1184,
    TYPE_INTERVAL = 1186,
    TYPE_NUMERIC = 1700
};

static Oid type_of(Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_BOOL: return TYPE_BOOL;
    // The smallest type that fits: the server promotes an integer to a wider type, never to a
    // narrower one.
    case VALUE_INT:
        return value.integer >= INT_MIN && value.integer <= INT_MAX ? TYPE_INT4 : TYPE_INT8;
    case VALUE_UINT:
        return value.uinteger <= INT_MAX     ? TYPE_INT4
               : value.uinteger <= INT64_MAX ? TYPE_INT8
                                             : TYPE_NUMERIC;
    case VALUE_DOUBLE: return TYPE_FLOAT8;
    case VALUE_DECIMAL: return TYPE_NUMERIC;
    case VALUE_BYTES: return TYPE_BYTEA;
    case VALUE_TIMESTAMP: return TYPE_TIMESTAMPTZ;
    case VALUE_DURATION: return TYPE_INTERVAL;
    default: return TYPE_FROM_CONTEXT;
    }
}

static bool add_text(Buf *out, Value value);

static bool add_quoted(Buf *out, Sv text) {
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') buf_add_char(out, '\\');
        buf_add_char(out, text.at[i]);
    }
    return buf_add_char(out, '"');
}

static bool add_array(Buf *out, Value list) {
    buf_add_char(out, '{');
    for (size_t i = 0; i < value_count(list); i++) {
        Value item = value_item(list, i);
        if (i > 0) buf_add_char(out, ',');
        if (item.kind == VALUE_NULL) {
            buf_add_c(out, "NULL");
        } else if (item.kind == VALUE_LIST) {
            if (!add_array(out, item)) return false;
        } else if (item.kind == VALUE_BYTES) {
            buf_add_c(out, "\"\\\\x");
            hex_add(out, value_text(item));
            buf_add_char(out, '"');
        } else {
            BUF_AUTO Buf text = buf_new(LIMIT_SQL_BYTES);
            if (!add_text(&text, item) || !add_quoted(out, buf_sv(&text))) return false;
        }
    }
    return buf_add_char(out, '}');
}

static bool add_interval(Buf *out, Value duration) {
    bool minus = duration.seconds < 0 || duration.nanos < 0;
    int64_t seconds = duration.seconds < 0 ? -duration.seconds : duration.seconds;
    int32_t nanos = duration.nanos < 0 ? -duration.nanos : duration.nanos;
    return buf_addf(out, "%s%lld.%09d seconds", minus ? "-" : "", (long long)seconds, (int)nanos);
}

static bool add_text(Buf *out, Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_BOOL: return buf_add_c(out, value.boolean ? "t" : "f");
    case VALUE_INT: return buf_addf(out, "%lld", (long long)value.integer);
    case VALUE_UINT: return buf_addf(out, "%llu", (unsigned long long)value.uinteger);
    case VALUE_DOUBLE: return num_add_double(out, value.number);
    case VALUE_DECIMAL:
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: return buf_add(out, value_text(value));
    case VALUE_TIMESTAMP: return timestamp_add(out, value);
    case VALUE_DURATION: return add_interval(out, value);
    case VALUE_LIST: return add_array(out, value);
    case VALUE_MAP: return json_write(out, value, JSON_COMPACT);
    default: return false;
    }
}

static bool refuse(PostgresSession *session, Sv name, const char *why) {
    return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                    sv_format(session->call->arena, "params.%.*s %s", SV_ARG(name), why), (Sv){0});
}

static bool bind_one(PostgresSession *session, Sv name, Value value, PostgresBinds *binds,
                     size_t i) {
    Arena *arena = session->call->arena;
    binds->types[i] = type_of(value);
    if (value.kind == VALUE_NULL) return true;
    BUF_AUTO Buf text = buf_new(LIMIT_SQL_BYTES);
    if (!add_text(&text, value)) {
        if (text.full)
            return refuse(session, name, "is larger than the limit of 32 MiB (SQL_BYTES)");
        Sv kind = sv_format(arena, "is of type %s, which PostgreSQL has nothing for",
                            value_kind_name((ValueKind)value.kind));
        return refuse(session, name, kind.at);
    }
    bool is_bytes = value.kind == VALUE_BYTES;
    if (!is_bytes && sv_find_char(buf_sv(&text), '\0', 0) != SV_NONE)
        return refuse(session, name, "holds a NUL byte, which no text of PostgreSQL can");
    Sv kept = sv_copy(arena, buf_sv(&text));
    binds->values[i] = kept.at;
    binds->lengths[i] = (int)kept.len;
    binds->formats[i] = is_bytes;
    return true;
}

bool postgres_bind(PostgresSession *session, PostgresBinds *out) {
    const SqlText *text = session->statement->text;
    Arena *arena = session->call->arena;
    *out = (PostgresBinds){.count = (int)text->name_count,
                           .types = arena_new_array(arena, Oid, text->name_count),
                           .values = arena_new_array(arena, const char *, text->name_count),
                           .lengths = arena_new_array(arena, int, text->name_count),
                           .formats = arena_new_array(arena, int, text->name_count)};
    for (size_t i = 0; i < text->name_count; i++) {
        const Value *value = value_get_sv(session->statement->params, text->names[i]);
        if (!value) return refuse(session, text->names[i], "is not given");
        if (!bind_one(session, text->names[i], *value, out, i)) return false;
    }
    return true;
}
