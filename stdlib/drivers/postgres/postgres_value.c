// Converts fields in PostgreSQL's text format to values, by the column's type. What a value cannot
// represent is refused, never altered.
#include "base/ascii.h"
#include "drivers/postgres/postgres.h"

#include "base/num.h"
#include "base/utf8.h"
#include "value/json.h"
#include "value/time.h"
#include <string.h>

typedef enum ValueForm {
    FORM_TEXT,
    FORM_BOOL,
    FORM_INT,
    FORM_DOUBLE,
    FORM_DECIMAL,
    FORM_BYTES,
    FORM_TIMESTAMP,
    FORM_INTERVAL,
    FORM_JSON
} ValueForm;

// Built-in types and the arrays of them; the numbers are part of PostgreSQL's protocol
// (pg_type.dat).
static const struct {
    Oid type;
    Oid array;
    ValueForm form;
} types[] = {
    {16, 1000, FORM_BOOL},        // bool
    {17, 1001, FORM_BYTES},       // bytea
    {20, 1016, FORM_INT},         // int8
    {21, 1005, FORM_INT},         // int2
    {23, 1007, FORM_INT},         // int4
    {26, 1028, FORM_INT},         // oid
    {700, 1021, FORM_DOUBLE},     // float4
    {701, 1022, FORM_DOUBLE},     // float8
    {1700, 1231, FORM_DECIMAL},   // numeric
    {114, 199, FORM_JSON},        // json
    {3802, 3807, FORM_JSON},      // jsonb
    {1082, 1182, FORM_TIMESTAMP}, // date
    {1114, 1115, FORM_TIMESTAMP}, // timestamp
    {1184, 1185, FORM_TIMESTAMP}, // timestamptz
    {1186, 1187, FORM_INTERVAL},  // interval
    {18, 1002, FORM_TEXT},        // "char"
    {19, 1003, FORM_TEXT},        // name
    {25, 1009, FORM_TEXT},        // text
    {1042, 1014, FORM_TEXT},      // bpchar
    {1043, 1015, FORM_TEXT},      // varchar
    {1083, 1183, FORM_TEXT},      // time
    {1266, 1270, FORM_TEXT},      // timetz
    {2950, 2951, FORM_TEXT},      // uuid
    {869, 1041, FORM_TEXT},       // inet
    {650, 651, FORM_TEXT},        // cidr
    {829, 1040, FORM_TEXT},       // macaddr
    {142, 143, FORM_TEXT},        // xml
    {790, 791, FORM_TEXT},        // money
    {1560, 1561, FORM_TEXT},      // bit
    {1562, 1563, FORM_TEXT},      // varbit
    {2205, 2210, FORM_TEXT},      // regclass
};

static ValueForm form_of(Oid type) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type == type) return types[i].form;
    return FORM_TEXT;
}

Oid postgres_element(Oid type) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].array == type) return types[i].type;
    return 0;
}

static bool refuse(Arena *arena, Sv text, const char *what, Sv *error) {
    Sv shown = utf8_fit(text, 60);
    *error = sv_format(arena, "holds '%.*s', %s", SV_ARG(shown), what);
    return false;
}

// ── numbers ──

static bool read_special(Sv text, Value *out) {
    bool negative = sv_eq_c(text, "-Infinity");
    if (sv_eq_c(text, "NaN"))
        *out = value_double(__builtin_nan(""));
    else if (negative || sv_eq_c(text, "Infinity"))
        *out = value_double(negative ? -__builtin_inf() : __builtin_inf());
    else
        return false;
    return true;
}

static bool read_double(Arena *arena, Sv text, Value *out, Sv *error) {
    double number;
    if (read_special(text, out)) return true;
    if (!num_parse_double(text, &number)) return refuse(arena, text, "which is no number", error);
    *out = value_double(number);
    return true;
}

static bool read_decimal(Arena *arena, Sv text, Value *out, Sv *error) {
    if (read_special(text, out) || value_decimal(arena, text, out)) return true;
    return refuse(arena, text, "which is no number", error);
}

static bool read_int(Arena *arena, Sv text, Value *out, Sv *error) {
    int64_t number;
    if (!num_parse_i64(text, &number)) return refuse(arena, text, "which is no integer", error);
    *out = value_int(number);
    return true;
}

// ── bytes ──

// bytea_output = hex: \x0aff; or escape: octal triples and doubled backslashes.
static bool read_bytes(Arena *arena, Sv text, Value *out) {
    char *bytes = arena_alloc_raw(arena, text.len + 1);
    size_t used = 0;
    if (sv_starts(text, SV("\\x"))) {
        for (size_t i = 2; i + 1 < text.len; i += 2)
            bytes[used++] =
                (char)(ascii_hex_value(text.at[i]) << 4 | ascii_hex_value(text.at[i + 1]));
    } else {
        for (size_t i = 0; i < text.len; i++) {
            bool octal = text.at[i] == '\\' && i + 3 < text.len && text.at[i + 1] != '\\';
            if (octal) {
                bytes[used++] = (char)((text.at[i + 1] - '0') << 6 | (text.at[i + 2] - '0') << 3 |
                                       (text.at[i + 3] - '0'));
                i += 3;
                continue;
            }
            if (text.at[i] == '\\') i++;
            if (i < text.len) bytes[used++] = text.at[i];
        }
    }
    *out = value_bytes((Sv){bytes, used});
    return true;
}

// ── times ──

typedef struct ColumnReader {
    Sv text;
    size_t at;
} ColumnReader;

static bool read_number(ColumnReader *reader, int64_t *out) {
    size_t from = reader->at;
    while (reader->at < reader->text.len && ascii_is_digit(reader->text.at[reader->at]))
        reader->at++;
    return num_parse_i64(sv_slice(reader->text, from, reader->at), out);
}

static bool read_char(ColumnReader *reader, char c) {
    if (reader->at >= reader->text.len || reader->text.at[reader->at] != c) return false;
    reader->at++;
    return true;
}

static bool read_part(ColumnReader *reader, char before, int *out) {
    int64_t number;
    if (before && !read_char(reader, before)) return false;
    if (!read_number(reader, &number) || number > 99) return false;
    *out = (int)number;
    return true;
}

static int32_t read_fraction(ColumnReader *reader) {
    int32_t nanos = 0, unit = 100000000;
    if (!read_char(reader, '.')) return 0;
    while (reader->at < reader->text.len && ascii_is_digit(reader->text.at[reader->at])) {
        nanos += (reader->text.at[reader->at++] - '0') * unit;
        unit /= 10;
    }
    return nanos;
}

// +02, -05:30, +00:53:28; nothing is UTC.
static bool read_offset(ColumnReader *reader, int64_t *seconds) {
    *seconds = 0;
    bool minus = read_char(reader, '-');
    if (!minus && !read_char(reader, '+')) return true;
    int hours, minutes = 0, rest = 0;
    if (!read_part(reader, 0, &hours)) return false;
    if (reader->at < reader->text.len && reader->text.at[reader->at] == ':' &&
        !read_part(reader, ':', &minutes))
        return false;
    if (reader->at < reader->text.len && reader->text.at[reader->at] == ':' &&
        !read_part(reader, ':', &rest))
        return false;
    *seconds = hours * 3600 + minutes * 60 + rest;
    if (minus) *seconds = -*seconds;
    return true;
}

// 2026-03-01, 2026-03-01 02:03:04.5, 2026-03-01 02:03:04.5+02
static bool read_timestamp(Arena *arena, Sv text, Value *out, Sv *error) {
    ColumnReader reader = {.text = text};
    CivilTime civil = {0};
    int32_t nanos = 0;
    int64_t offset = 0;
    bool read = read_number(&reader, &civil.year) && read_part(&reader, '-', &civil.month) &&
                read_part(&reader, '-', &civil.day);
    if (read && read_char(&reader, ' ')) {
        read = read_part(&reader, 0, &civil.hour) && read_part(&reader, ':', &civil.minute) &&
               read_part(&reader, ':', &civil.second);
        nanos = read_fraction(&reader);
        read = read && read_offset(&reader, &offset);
    }
    if (!read || reader.at != text.len || civil.year > 9999)
        return refuse(arena, text, "which no timestamp can be (years 1 to 9999)", error);
    int64_t seconds = civil_to_seconds(&civil) - offset;
    if (!timestamp_in_range(seconds))
        return refuse(arena, text, "which no timestamp can be (years 1 to 9999)", error);
    *out = value_timestamp(seconds, nanos);
    return true;
}

// [-]04:05:06.789
static bool read_clock(ColumnReader *reader, int64_t *seconds, int32_t *nanos) {
    bool minus = read_char(reader, '-');
    if (!minus) read_char(reader, '+');
    int64_t hours;
    int minute, second;
    if (!read_number(reader, &hours) || !read_part(reader, ':', &minute) ||
        !read_part(reader, ':', &second))
        return false;
    *nanos = read_fraction(reader);
    if (__builtin_mul_overflow(hours, 3600, seconds) ||
        __builtin_add_overflow(*seconds, minute * 60 + second, seconds))
        return false;
    if (minus) {
        *seconds = -*seconds;
        *nanos = -*nanos;
    }
    return true;
}

static bool is_clock(Sv word) {
    return sv_find_char(word, ':', 0) != SV_NONE;
}

// IntervalStyle postgres: 1 year 2 mons -3 days +04:05:06.789
static bool read_interval(Arena *arena, Sv text, Value *out, Sv *error) {
    int64_t days = 0, months = 0, clock = 0, total;
    int32_t nanos = 0;
    Sv rest = text, word, unit;
    bool read = true;
    while (read && sv_next_part(&rest, ' ', &word)) {
        ColumnReader reader = {.text = word};
        if (is_clock(word)) {
            read = read_clock(&reader, &clock, &nanos) && reader.at == word.len;
            continue;
        }
        int64_t number;
        if (sv_starts(word, SV("+"))) word = sv_slice(word, 1, word.len);
        read = num_parse_i64(word, &number) && sv_next_part(&rest, ' ', &unit);
        if (read && sv_starts(unit, SV("day")))
            days = number;
        else if (read)
            months |= number;
    }
    if (!read) return refuse(arena, text, "which is not understood as an interval", error);
    if (months) return refuse(arena, text, "whose months have no fixed length", error);
    if (__builtin_mul_overflow(days, 86400, &total) ||
        __builtin_add_overflow(total, clock, &total) || !duration_in_range(total))
        return refuse(arena, text, "which is longer than any duration", error);
    // Days and clock may have different signs; seconds and nanoseconds of the value have the same.
    if (total > 0 && nanos < 0) total--, nanos += 1000000000;
    if (total < 0 && nanos > 0) total++, nanos -= 1000000000;
    *out = value_duration(total, nanos);
    return true;
}

// ── any ──

static bool read_json(Arena *arena, Sv text, Value *out, Sv *error) {
    JsonError problem;
    if (json_parse(arena, text, out, &problem)) return true;
    *error = sv_format(arena, "holds JSON that is not taken: %s at byte %zu", problem.message,
                       problem.offset);
    return false;
}

static bool read_text(Arena *arena, Sv text, Value *out, Sv *error) {
    *out = value_string_copy(arena, text);
    if (utf8_valid(text, NULL)) return true;
    *error = SV("holds text that is not UTF-8");
    return false;
}

bool postgres_value(Arena *arena, Oid type, Oid element, Sv text, Value *out, Sv *error) {
    if (!element) element = postgres_element(type);
    if (element) return postgres_array(arena, element, text, out, error);
    switch (form_of(type)) {
    case FORM_BOOL: *out = value_bool(sv_eq_c(text, "t")); return true;
    case FORM_INT: return read_int(arena, text, out, error);
    case FORM_DOUBLE: return read_double(arena, text, out, error);
    case FORM_DECIMAL: return read_decimal(arena, text, out, error);
    case FORM_BYTES: return read_bytes(arena, text, out);
    case FORM_TIMESTAMP: return read_timestamp(arena, text, out, error);
    case FORM_INTERVAL: return read_interval(arena, text, out, error);
    case FORM_JSON: return read_json(arena, text, out, error);
    case FORM_TEXT: break;
    }
    return read_text(arena, text, out, error);
}
