// Fields of MariaDB and MySQL as values, by the column's type. What a value cannot represent is
// refused, never altered.
#include "drivers/mariadb/mariadb_driver.h"

#include "base/num.h"
#include "base/utf8.h"
#include "value/json.h"
#include "value/time.h"
#include <stdio.h>
#include <stdlib.h>

static bool read_decimal(Arena *arena, Sv text, Value *out, Sv *error) {
    if (value_decimal(arena, text, out)) return true;
    *error = sv_format(arena, "holds '%.*s', which is no number", SV_ARG(utf8_fit(text, 60)));
    return false;
}

// The shortest number that is the same float, as it is written in a statement.
static double widened(float number) {
    char text[32];
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)number);
        if (strtof(text, NULL) == number) break;
    }
    double wide;
    return num_parse_double(sv_from_c(text), &wide) ? wide : (double)number;
}

// BIT(n): the bytes of a number, the highest first. What is computed of one MariaDB writes as
// digits, and MySQL does not.
static bool read_bits(const MariadbColumn *column, Sv bytes, Value *out, Sv *error) {
    uint64_t number = 0;
    for (size_t i = 0; i < bytes.len; i++)
        number = number << 8 | (unsigned char)bytes.at[i];
    *out = number <= INT64_MAX ? value_int((int64_t)number) : value_uint(number);
    if (!column->computed) return true;
    *error = SV("is a BIT that was computed, which servers write in more than one way");
    return false;
}

static bool read_timestamp(Arena *arena, const MYSQL_TIME *time, Value *out, Sv *error) {
    CivilTime civil = {.year = time->year,
                       .month = (int)time->month,
                       .day = (int)time->day,
                       .hour = (int)time->hour,
                       .minute = (int)time->minute,
                       .second = (int)time->second};
    bool real = time->year >= 1 && time->month >= 1 && time->month <= 12 && time->day >= 1 &&
                time->day <= 31 && time->hour < 24 && time->minute < 60 && time->second < 60 &&
                time->second_part < 1000000;
    int64_t seconds = real ? civil_to_seconds(&civil) : 0;
    CivilTime back;
    *out = value_timestamp(seconds, (int32_t)time->second_part * 1000);
    // Of 2026-02-31 another day would be made.
    if (real && timestamp_in_range(seconds) && civil_from(*out, SV("UTC"), &back) &&
        back.day == civil.day)
        return true;
    *error = sv_format(arena, "holds '%04u-%02u-%02u', which is no date", time->year, time->month,
                       time->day);
    return false;
}

static Value duration_of(const MYSQL_TIME *time) {
    int64_t hours = (int64_t)time->day * 24 + time->hour;
    int64_t seconds = hours * 3600 + (int64_t)time->minute * 60 + time->second;
    int32_t nanos = (int32_t)time->second_part * 1000;
    return value_duration(time->neg ? -seconds : seconds, time->neg ? -nanos : nanos);
}

static bool read_json(Arena *arena, Sv text, Value *out, Sv *error) {
    JsonError problem;
    if (json_parse(arena, text, out, &problem)) return true;
    *error = sv_format(arena, "holds JSON that is not taken: %s at byte %zu", problem.message,
                       problem.offset);
    return false;
}

static bool read_text(Arena *arena, const MariadbColumn *column, Sv text, Value *out, Sv *error) {
    if (column->binary) {
        *out = value_bytes(sv_copy(arena, text));
        return true;
    }
    if (!utf8_valid(text, NULL)) {
        *error = SV("holds text that is not UTF-8");
        return false;
    }
    if (column->json) return read_json(arena, text, out, error);
    *out = value_string_copy(arena, text);
    return true;
}

bool mariadb_value(Arena *arena, const MariadbColumn *column, const MariadbField *field, Value *out,
                   Sv *error) {
    int64_t integer = field->as.integer;
    *out = value_null();
    if (field->null) return true;
    switch (column->type) {
    case MYSQL_TYPE_NULL: return true;
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_YEAR:
    case MYSQL_TYPE_LONGLONG:
        *out =
            column->is_unsigned && integer < 0 ? value_uint((uint64_t)integer) : value_int(integer);
        return true;
    case MYSQL_TYPE_FLOAT: *out = value_double(widened(field->as.small)); return true;
    case MYSQL_TYPE_DOUBLE: *out = value_double(field->as.number); return true;
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL: return read_decimal(arena, field->bytes, out, error);
    case MYSQL_TYPE_BIT: return read_bits(column, field->bytes, out, error);
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP: return read_timestamp(arena, &field->as.time, out, error);
    case MYSQL_TYPE_TIME: *out = duration_of(&field->as.time); return true;
    case MYSQL_TYPE_JSON: return read_json(arena, field->bytes, out, error);
    default: return read_text(arena, column, field->bytes, out, error);
    }
}
