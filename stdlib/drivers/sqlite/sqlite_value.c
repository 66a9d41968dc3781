#include "drivers/sqlite/sqlite_value.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "value/json.h"
#include "value/time.h"
#include <string.h>

static int bind_text(sqlite3_stmt *statement, int index, Sv text) {
    return sqlite3_bind_text64(statement, index, text.at ? text.at : "", text.len, SQLITE_TRANSIENT,
                               SQLITE_UTF8);
}

static int bind_written(sqlite3_stmt *statement, int index, Value value) {
    BUF_AUTO Buf buf = buf_new(LIMIT_SQL_BYTES);
    bool written = value.kind == VALUE_TIMESTAMP ? timestamp_add(&buf, value)
                                                 : json_write(&buf, value, JSON_COMPACT);
    return written ? bind_text(statement, index, buf_sv(&buf)) : SQLITE_TOOBIG;
}

bool sqlite_bind(sqlite3_stmt *statement, int index, Value value, Arena *arena, Sv *error) {
    Sv text = {0};
    int code;
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: code = sqlite3_bind_null(statement, index); break;
    case VALUE_BOOL: code = sqlite3_bind_int(statement, index, value.boolean); break;
    case VALUE_INT: code = sqlite3_bind_int64(statement, index, value.integer); break;
    case VALUE_UINT:
        if (value.uinteger > INT64_MAX) {
            *error = SV("is larger than any integer of SQLite");
            return false;
        }
        code = sqlite3_bind_int64(statement, index, (int64_t)value.uinteger);
        break;
    case VALUE_DOUBLE: code = sqlite3_bind_double(statement, index, value.number); break;
    case VALUE_DECIMAL:
    case VALUE_STRING:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: code = bind_text(statement, index, value_text(value)); break;
    case VALUE_BYTES:
        text = value_text(value);
        code = sqlite3_bind_blob64(statement, index, text.at ? text.at : "", text.len,
                                   SQLITE_TRANSIENT);
        break;
    case VALUE_TIMESTAMP:
    case VALUE_LIST:
    case VALUE_MAP: code = bind_written(statement, index, value); break;
    default:
        *error = sv_format(arena, "is of type %s, which SQLite has nothing for",
                           value_kind_name((ValueKind)value.kind));
        return false;
    }
    if (code != SQLITE_OK) *error = sv_format(arena, "cannot be bound: %s", sqlite3_errstr(code));
    return code == SQLITE_OK;
}

size_t sqlite_column_size(sqlite3_stmt *statement, int column) {
    // Asking for the bytes of a number would convert it to text.
    int type = sqlite3_column_type(statement, column);
    bool has_bytes = type == SQLITE_TEXT || type == SQLITE_BLOB;
    return has_bytes ? (size_t)sqlite3_column_bytes(statement, column) : sizeof(int64_t);
}

static Sv copy_bytes(Arena *arena, const void *at, int length) {
    return (Sv){length > 0 ? arena_copy(arena, at, (size_t)length) : "", (size_t)length};
}

bool sqlite_column(sqlite3_stmt *statement, int column, Arena *arena, Value *out, Sv *error) {
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: *out = value_int(sqlite3_column_int64(statement, column)); return true;
    case SQLITE_FLOAT: *out = value_double(sqlite3_column_double(statement, column)); return true;
    case SQLITE_NULL: *out = value_null(); return true;
    case SQLITE_BLOB: {
        const void *at = sqlite3_column_blob(statement, column);
        *out = value_bytes(copy_bytes(arena, at, sqlite3_column_bytes(statement, column)));
        return true;
    }
    default: {
        const void *at = sqlite3_column_text(statement, column);
        Sv text = copy_bytes(arena, at, sqlite3_column_bytes(statement, column));
        *out = value_string(text);
        if (utf8_valid(text, NULL)) return true;
        *error = SV("holds text that is not UTF-8");
        return false;
    }
    }
}
