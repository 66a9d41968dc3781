// Rows of an answer, field by field in pieces, by the column's type as the driver tells it. What a
// value cannot represent is refused, never altered.
#include "drivers/odbc/odbc_driver.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/utf8.h"
#include "value/json.h"
#include "value/time.h"

typedef enum OdbcForm {
    ODBC_TEXT,
    ODBC_INT,
    ODBC_DECIMAL,
    ODBC_DOUBLE,
    ODBC_BOOL,
    ODBC_BITS, // one of them
    ODBC_BYTES,
    ODBC_DATE,
    ODBC_TIME,
    ODBC_JSON,
    ODBC_UUID,
    ODBC_TIME_TEXT // that only its text tells whole
} OdbcForm;

enum { PIECE_BYTES = 8192 };

// ── what a column is ──

static OdbcForm form_of(OdbcMaker maker, SQLSMALLINT type, Sv name) {
    // Drivers that have no such type call it a text.
    if (sv_eq_nocase(name, SV("bool"))) return ODBC_BOOL;
    if (sv_eq_nocase(name, SV("json")) || sv_eq_nocase(name, SV("jsonb"))) return ODBC_JSON;
    if (sv_eq_nocase(sv_slice(name, 0, 7), SV("decimal")) ||
        sv_eq_nocase(sv_slice(name, 0, 7), SV("numeric")))
        return ODBC_DECIMAL;
    switch (type) {
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT: return ODBC_INT;
    case SQL_DECIMAL:
    case SQL_NUMERIC: return ODBC_DECIMAL;
    case SQL_REAL:
    case SQL_FLOAT:
    case SQL_DOUBLE: return ODBC_DOUBLE;
    case SQL_BIT: return ODBC_BITS;
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY: return ODBC_BYTES;
    // PostgreSQL's driver makes a day of infinity, and leaves BC out.
    case SQL_TYPE_DATE: return maker == ODBC_POSTGRES ? ODBC_TIME_TEXT : ODBC_DATE;
    case SQL_TYPE_TIMESTAMP: return maker == ODBC_POSTGRES ? ODBC_TIME_TEXT : ODBC_TIME;
    case SQL_GUID: return ODBC_UUID;
    default: return ODBC_TEXT;
    }
}

typedef struct OdbcRows {
    OdbcTask *task;
    SQLHSTMT statement;
    SqlAnswer *answer;
    OdbcForm *forms;
    Value *cells;
    unsigned count, capacity;
    SqlMeter meter;
} OdbcRows;

static bool describe(OdbcRows *rows, size_t count) {
    Arena *arena = rows->task->arena;
    Sv *columns = arena_new_array(arena, Sv, count);
    rows->forms = arena_new_array(arena, OdbcForm, count);
    for (size_t i = 0; i < count; i++) {
        SQLWCHAR wide[1024], named[128];
        SQLSMALLINT length = 0, type = 0, digits, nullable, bytes = 0;
        SQLULEN size;
        if (!SQL_SUCCEEDED(SQLDescribeColW(rows->statement, (SQLUSMALLINT)(i + 1), wide, 1024,
                                           &length, &type, &size, &digits, &nullable)))
            return odbc_fail(rows->task, SQL_HANDLE_STMT, rows->statement);
        Sv name = {0};
        if (SQL_SUCCEEDED(SQLColAttributeW(rows->statement, (SQLUSMALLINT)(i + 1),
                                           SQL_DESC_TYPE_NAME, named, sizeof named, &bytes,
                                           NULL)) &&
            bytes > 0 && (size_t)bytes < sizeof named)
            ignore_result(odbc_narrow(arena, named, (size_t)bytes / sizeof *named, &name));
        rows->forms[i] = form_of(rows->task->odbc->maker, type, name);
        if (!odbc_narrow(arena, wide,
                         length < 0      ? 0
                         : length < 1024 ? (size_t)length
                                         : 1023,
                         &columns[i]))
            columns[i] = SV("?");
    }
    rows->answer->columns = columns;
    rows->answer->column_count = count;
    return true;
}

// ── one field ──

// The whole of it, however many pieces it comes in. *null where it is none.
static bool read_field(OdbcRows *rows, size_t column, SQLSMALLINT as, Buf *out, bool *null) {
    size_t unit = as == SQL_C_WCHAR ? sizeof(SQLWCHAR) : 1;
    size_t end = as == SQL_C_BINARY ? 0 : unit, room = PIECE_BYTES - end;
    *null = false;
    for (;;) {
        char piece[PIECE_BYTES];
        SQLLEN left = 0;
        SQLRETURN got =
            SQLGetData(rows->statement, (SQLUSMALLINT)(column + 1), as, piece, sizeof piece, &left);
        if (got == SQL_NO_DATA) return true;
        if (!SQL_SUCCEEDED(got)) return odbc_fail(rows->task, SQL_HANDLE_STMT, rows->statement);
        if ((*null = left == SQL_NULL_DATA)) return true;
        bool last = got == SQL_SUCCESS && left != SQL_NO_TOTAL && left >= 0 && (size_t)left <= room;
        buf_add(out, (Sv){piece, last ? (size_t)left : room});
        if (last || out->full) return true;
    }
}

static bool refuse(Arena *arena, Sv text, const char *what, Sv *error) {
    *error = sv_format(arena, "holds '%.*s', %s", SV_ARG(utf8_fit(text, 60)), what);
    return false;
}

static bool read_number(Arena *arena, OdbcForm form, Sv text, Value *out, Sv *error) {
    int64_t integer;
    text = sv_trim(text);
    if (form == ODBC_INT && num_parse_i64(text, &integer)) {
        *out = value_int(integer);
        return true;
    }
    if (sv_eq_nocase(text, SV("NaN")) && form == ODBC_DECIMAL) {
        *out = value_double(__builtin_nan(""));
        return true;
    }
    // An integer without a sign may be larger than an int.
    if (value_decimal(arena, text, out)) return true;
    return refuse(arena, text, form == ODBC_INT ? "which is no integer" : "which is no number",
                  error);
}

static bool read_bool(Arena *arena, Sv text, Value *out, Sv *error) {
    static const char *const yes[] = {"1", "t", "true"}, *const no[] = {"0", "f", "false"};
    for (size_t i = 0; i < 3; i++) {
        bool is = sv_eq_nocase(text, sv_from_c(yes[i]));
        if (!is && !sv_eq_nocase(text, sv_from_c(no[i]))) continue;
        *out = value_bool(is);
        return true;
    }
    return refuse(arena, text, "which is neither true nor false", error);
}

// 2026-03-01, 2026-03-01 02:03:04.5
static bool read_time_text(Arena *arena, Sv text, Value *out, Sv *error) {
    // So PostgreSQL's driver gives infinity.
    if (sv_eq_c(text, "9999-12-31 23:59:59"))
        return refuse(arena, text, "which its driver also says of infinity", error);
    char *whole =
        sv_to_c(arena, sv_format(arena, text.len == 10 ? "%.*sT00:00:00Z" : "%.*sZ", SV_ARG(text)));
    if (whole && text.len > 10 && whole[10] == ' ') whole[10] = 'T';
    if (whole && timestamp_parse(sv_from_c(whole), out)) return true;
    return refuse(arena, text, "which is not understood as a time", error);
}

// As databases write them, whatever a driver makes of it.
static Sv in_small_letters(Arena *arena, Sv text) {
    char *small = sv_to_c(arena, text);
    for (size_t i = 0; small && i < text.len; i++)
        small[i] = (char)ascii_lower(small[i]);
    return small ? (Sv){small, text.len} : text;
}

static bool read_text(Arena *arena, OdbcForm form, Sv text, Value *out, Sv *error) {
    JsonError problem;
    switch (form) {
    case ODBC_INT:
    case ODBC_DECIMAL: return read_number(arena, form, text, out, error);
    case ODBC_BOOL: return read_bool(arena, text, out, error);
    case ODBC_BYTES: *out = value_bytes(text); return true;
    case ODBC_TIME_TEXT: return read_time_text(arena, text, out, error);
    case ODBC_UUID: *out = value_string(in_small_letters(arena, text)); return true;
    case ODBC_JSON:
        if (json_parse(arena, text, out, &problem)) return true;
        *error = sv_format(arena, "holds JSON that is not taken: %s at byte %zu", problem.message,
                           problem.offset);
        return false;
    default: *out = value_string(text); return true;
    }
}

// One of a fixed size.
static bool read_fixed(OdbcRows *rows, size_t column, SQLSMALLINT as, void *out, SQLLEN size,
                       bool *null) {
    SQLLEN told = 0;
    if (!SQL_SUCCEEDED(
            SQLGetData(rows->statement, (SQLUSMALLINT)(column + 1), as, out, size, &told)))
        return odbc_fail(rows->task, SQL_HANDLE_STMT, rows->statement);
    *null = told == SQL_NULL_DATA;
    return true;
}

static bool read_double(OdbcRows *rows, size_t column, Value *out) {
    double number = 0;
    bool null = false;
    if (!read_fixed(rows, column, SQL_C_DOUBLE, &number, sizeof number, &null)) return false;
    *out = null ? value_null() : value_double(number);
    return true;
}

static bool read_bit(OdbcRows *rows, size_t column, Value *out) {
    unsigned char bit = 0;
    bool null = false;
    if (!read_fixed(rows, column, SQL_C_BIT, &bit, sizeof bit, &null)) return false;
    *out = null ? value_null() : value_bool(bit != 0);
    return true;
}

static bool read_time(OdbcRows *rows, size_t column, Value *out, Sv *error) {
    SQL_TIMESTAMP_STRUCT time = {0};
    bool null = false;
    if (!read_fixed(rows, column, SQL_C_TYPE_TIMESTAMP, &time, sizeof time, &null)) return false;
    *out = value_null();
    if (null) return true;
    CivilTime civil = {.year = time.year,
                       .month = time.month,
                       .day = time.day,
                       .hour = time.hour,
                       .minute = time.minute,
                       .second = time.second};
    bool whole = time.year >= 1 && time.year <= 9999 && time.month >= 1 && time.month <= 12 &&
                 time.day >= 1 && time.day <= 31 && time.hour < 24 && time.minute < 60 &&
                 time.second < 61 && time.fraction < 1000000000;
    if (whole) {
        *out = value_timestamp(civil_to_seconds(&civil), (int32_t)time.fraction);
        return true;
    }
    *error = SV("holds a time that is none, or is outside of the years 1 to 9999");
    return false;
}

static bool read_any(OdbcRows *rows, size_t column, Value *out, Sv *error) {
    Arena *arena = rows->task->arena;
    OdbcForm form = rows->forms[column];
    if (form == ODBC_DOUBLE) return read_double(rows, column, out);
    if (form == ODBC_BITS) return read_bit(rows, column, out);
    if (form == ODBC_DATE || form == ODBC_TIME) return read_time(rows, column, out, error);
    SQLSMALLINT as = form == ODBC_BYTES                       ? SQL_C_BINARY
                     : form == ODBC_TEXT || form == ODBC_JSON ? SQL_C_WCHAR
                                                              : SQL_C_CHAR;
    // In UTF-16 a text can be twice as long, and one byte more is how it is seen to be too long.
    BUF_AUTO Buf bytes = buf_new(2 * LIMIT_SQL_FIELD_BYTES + 2 * PIECE_BYTES);
    bool null = false;
    if (!read_field(rows, column, as, &bytes, &null)) return false;
    *out = value_null();
    if (null) return true;
    Sv text = {0}, over = {0};
    if (bytes.full) {
        over = sv_format(arena, "a field of row %zu holds more than %d bytes (SQL_FIELD_BYTES)",
                         rows->meter.rows + 1, LIMIT_SQL_FIELD_BYTES);
    } else if (as != SQL_C_WCHAR) {
        text = buf_keep(&bytes, arena);
    } else if (!odbc_narrow(arena, (const SQLWCHAR *)(const void *)bytes.at,
                            bytes.len / sizeof(SQLWCHAR), &text)) {
        *error = SV("holds text that is not Unicode");
        return false;
    }
    if (over.len || !sql_meter_field(&rows->meter, text.len, arena, &over))
        return sql_fail_limit(&rows->task->told, arena, &rows->task->statement, over,
                              SV("select less of it"));
    return read_text(arena, form, text, out, error);
}

static bool take_row(OdbcRows *rows) {
    OdbcTask *task = rows->task;
    Arena *arena = task->arena;
    Sv over;
    for (size_t i = 0; i < rows->answer->column_count; i++) {
        Value value;
        Sv error = {0};
        if (!read_any(rows, i, &value, &error))
            return error.len
                       ? sql_fail_limit(&task->told, arena, &task->statement,
                                        sv_format(arena, "column '%.*s' %.*s",
                                                  SV_ARG(rows->answer->columns[i]), SV_ARG(error)),
                                        SV("take it as text: CAST(… AS text)"))
                       : false;
        arena_grow(arena, rows->cells, rows->count, rows->capacity);
        rows->cells[rows->count++] = value;
    }
    return sql_meter_row(&rows->meter, arena, &over) ||
           sql_fail_limit(&task->told, arena, &task->statement, over,
                          SV("count them, or add a LIMIT"));
}

bool odbc_take_rows(OdbcTask *task, SQLHSTMT statement, SqlAnswer *out) {
    OdbcRows rows = {.task = task, .statement = statement, .answer = out};
    SQLSMALLINT columns = 0;
    if (!SQL_SUCCEEDED(SQLNumResultCols(statement, &columns)))
        return odbc_fail(task, SQL_HANDLE_STMT, statement);
    if (columns <= 0) return true;
    if (!describe(&rows, (size_t)columns) ||
        !sql_check_columns(&task->told, task->arena, &task->statement, out->columns,
                           out->column_count))
        return false;
    SQLRETURN got;
    while (SQL_SUCCEEDED(got = SQLFetch(statement)))
        if (!take_row(&rows)) return false;
    if (got != SQL_NO_DATA) return odbc_fail(task, SQL_HANDLE_STMT, statement);
    out->cells = rows.cells;
    out->row_count = rows.meter.rows;
    return true;
}
