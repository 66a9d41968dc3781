// Conversions between types: int() uint() double() string() bytes() bool() timestamp() duration().
// What does not fit is an error, never rounded to fit.
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "cel/function.h"
#include "value/time.h"

#include <math.h>

// Doubles convert to integers strictly inside these, as the specification has it.
static const double INT_END = 9223372036854775808.0;
static const double UINT_END = 18446744073709551616.0;

static bool same(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = args[0];
    return true;
}

static bool out_of_range(CelCall *call, Value value, const char *type) {
    BUF_AUTO Buf text = buf_new(256);
    switch (value.kind) {
    case VALUE_INT: buf_addf(&text, "%lld", (long long)value.integer); break;
    case VALUE_UINT: buf_addf(&text, "%llu", (unsigned long long)value.uinteger); break;
    case VALUE_DOUBLE: num_add_double(&text, value.number); break;
    default: buf_add(&text, value_text(value)); break;
    }
    return call_fail(call, "%.*s is out of the range of %s", SV_ARG(buf_sv(&text)), type);
}

// A message quotes at most this much of a text.
enum { QUOTED_BYTES = 60 };

static bool not_a(CelCall *call, Value text, const char *type) {
    Sv whole = value_text(text);
    BUF_AUTO Buf shown = buf_new(QUOTED_BYTES * 8);
    shown_add(&shown, utf8_fit(whole, QUOTED_BYTES), false);
    return call_fail(call, "'%.*s%s' is not %s", SV_ARG(buf_sv(&shown)),
                     utf8_fit(whole, QUOTED_BYTES).len < whole.len ? "…" : "", type);
}

// ── int ──

static bool int_from_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (args[0].uinteger > INT64_MAX) return out_of_range(call, args[0], "int");
    *out = value_int((int64_t)args[0].uinteger);
    return true;
}

static bool int_from_double(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    double number = args[0].number;
    if (!(number > -INT_END && number < INT_END)) return out_of_range(call, args[0], "int");
    *out = value_int((int64_t)number);
    return true;
}

static bool int_from_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    int64_t number = 0;
    if (!num_parse_i64(value_text(args[0]), &number)) return not_a(call, args[0], "an int");
    *out = value_int(number);
    return true;
}

static bool int_from_timestamp(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(args[0].seconds);
    return true;
}

// The digits before the point of a decimal, its sign included.
static Sv whole_part(Value decimal) {
    Sv text = value_text(decimal);
    return sv_slice(text, 0, sv_find_char(text, '.', 0));
}

static bool int_from_decimal(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    int64_t number = 0;
    if (!num_parse_i64(whole_part(args[0]), &number)) return out_of_range(call, args[0], "int");
    *out = value_int(number);
    return true;
}

static const CelOverload int_overloads[] = {
    {"(int) -> int", same},
    {"(uint) -> int", int_from_uint},
    {"(double) -> int", int_from_double},
    {"(string) -> int", int_from_string},
    {"(timestamp) -> int", int_from_timestamp},
    {"(decimal) -> int", int_from_decimal},
};

// ── uint ──

static bool uint_from_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (args[0].integer < 0) return out_of_range(call, args[0], "uint");
    *out = value_uint((uint64_t)args[0].integer);
    return true;
}

static bool uint_from_double(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    double number = args[0].number;
    if (!(number > -1.0 && number < UINT_END)) return out_of_range(call, args[0], "uint");
    if (number < 0 && number != 0) return out_of_range(call, args[0], "uint");
    *out = value_uint((uint64_t)number);
    return true;
}

static bool uint_from_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    uint64_t number = 0;
    if (!num_parse_u64(value_text(args[0]), &number)) return not_a(call, args[0], "a uint");
    *out = value_uint(number);
    return true;
}

static bool uint_from_decimal(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    uint64_t number = 0;
    if (!num_parse_u64(whole_part(args[0]), &number)) return out_of_range(call, args[0], "uint");
    *out = value_uint(number);
    return true;
}

static const CelOverload uint_overloads[] = {
    {"(uint) -> uint", same},
    {"(int) -> uint", uint_from_int},
    {"(double) -> uint", uint_from_double},
    {"(string) -> uint", uint_from_string},
    {"(decimal) -> uint", uint_from_decimal},
};

// ── double ──

static bool double_from_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double((double)args[0].integer);
    return true;
}

static bool double_from_uint(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_double((double)args[0].uinteger);
    return true;
}

static bool double_from_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = value_text(args[0]);
    Sv bare =
        sv_starts(text, SV("+")) || sv_starts(text, SV("-")) ? sv_slice(text, 1, text.len) : text;
    double number = 0;
    if (sv_eq_nocase(bare, SV("inf")) || sv_eq_nocase(bare, SV("infinity"))) {
        number = text.at[0] == '-' ? -(double)INFINITY : (double)INFINITY;
    } else if (sv_eq_nocase(text, SV("nan"))) {
        number = (double)NAN;
    } else if (!num_parse_double(text, &number)) {
        return not_a(call, args[0], "a double");
    }
    *out = value_double(number);
    return true;
}

static bool double_from_decimal(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    double number = 0;
    if (!num_parse_double(value_text(args[0]), &number) || isinf(number)) {
        return out_of_range(call, args[0], "double");
    }
    *out = value_double(number);
    return true;
}

static const CelOverload double_overloads[] = {
    {"(double) -> double", same},
    {"(int) -> double", double_from_int},
    {"(uint) -> double", double_from_uint},
    {"(string) -> double", double_from_string},
    {"(decimal) -> double", double_from_decimal},
};

// ── string ──

// Enough for every scalar.
enum { SCALAR_BYTES = 512 };

static bool string_from_scalar(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf text = buf_new(SCALAR_BYTES);
    switch (args[0].kind) {
    case VALUE_BOOL: buf_add_c(&text, args[0].boolean ? "true" : "false"); break;
    case VALUE_INT: buf_addf(&text, "%lld", (long long)args[0].integer); break;
    case VALUE_UINT: buf_addf(&text, "%llu", (unsigned long long)args[0].uinteger); break;
    case VALUE_DOUBLE: num_add_double(&text, args[0].number); break;
    case VALUE_TIMESTAMP: timestamp_add(&text, args[0]); break;
    default: cel_duration_add(&text, args[0]); break;
    }
    *out = value_string(buf_keep(&text, call->work.arena));
    return true;
}

static bool string_from_text(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_string(value_text(args[0]));
    return true;
}

static bool string_from_bytes(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    size_t bad = 0;
    if (!call_spend(call, args[0].text.len / 64)) return false;
    if (!utf8_valid(value_text(args[0]), &bad)) {
        return call_fail(call, "the bytes are not UTF-8 at offset %zu", bad);
    }
    *out = value_string(value_text(args[0]));
    return true;
}

// IP and CIDR give their text as well: the network family documents it.
static const CelOverload string_overloads[] = {
    {"(string) -> string", same},
    {"(int) -> string", string_from_scalar},
    {"(uint) -> string", string_from_scalar},
    {"(double) -> string", string_from_scalar},
    {"(bool) -> string", string_from_scalar},
    {"(bytes) -> string", string_from_bytes},
    {"(timestamp) -> string", string_from_scalar},
    {"(duration) -> string", string_from_scalar},
    {"(decimal) -> string", string_from_text},
};

// ── bytes and bool ──

static bool bytes_from_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_bytes(value_text(args[0]));
    return true;
}

static bool bool_from_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    static const char *const yes[] = {"1", "t", "true", "TRUE", "True", "T"};
    static const char *const no[] = {"0", "f", "false", "FALSE", "False", "F"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        bool is_yes = sv_eq_c(value_text(args[0]), yes[i]);
        if (!is_yes && !sv_eq_c(value_text(args[0]), no[i])) continue;
        *out = value_bool(is_yes);
        return true;
    }
    return not_a(call, args[0], "a bool");
}

static const CelOverload bytes_overloads[] = {
    {"(bytes) -> bytes", same},
    {"(string) -> bytes", bytes_from_string},
};
static const CelOverload bool_overloads[] = {
    {"(bool) -> bool", same},
    {"(string) -> bool", bool_from_string},
};

// ── timestamp and duration ──

static bool timestamp_from_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (timestamp_parse(value_text(args[0]), out)) return true;
    return not_a(call, args[0], "a timestamp: write it as 2026-03-01T22:30:00Z");
}

static bool timestamp_from_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (!timestamp_in_range(args[0].integer)) return out_of_range(call, args[0], "timestamp");
    *out = value_timestamp(args[0].integer, 0);
    return true;
}

static bool duration_from_string(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (cel_duration_parse(value_text(args[0]), out)) return true;
    return not_a(call, args[0], "a duration: write it as 1h30m, 90s or 1.5s");
}

static bool duration_from_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    if (!duration_in_range(args[0].integer)) return out_of_range(call, args[0], "duration");
    *out = value_duration(args[0].integer, 0);
    return true;
}

static const CelOverload timestamp_overloads[] = {
    {"(timestamp) -> timestamp", same},
    {"(string) -> timestamp", timestamp_from_string},
    {"(int) -> timestamp", timestamp_from_int},
};
static const CelOverload duration_overloads[] = {
    {"(duration) -> duration", same},
    {"(string) -> duration", duration_from_string},
    {"(int) -> duration", duration_from_int},
};

static const CelFunction rows[] = {
    {.name = "int",
     .summary =
         "A whole number: of a number without its fraction, of a text of digits, of a timestamp the seconds since 1970.",
     .example = "int('987') == 987\nint(-3.5) == -3",
     .since = "0.1",
     CEL_OVERLOADS(int_overloads)},
    {.name = "uint",
     .summary = "A whole number that is not negative.",
     .example = "uint(25.5) == 25u",
     .since = "0.1",
     CEL_OVERLOADS(uint_overloads)},
    {.name = "double",
     .summary = "A floating point number.",
     .example = "double('123.456') == 123.456",
     .since = "0.1",
     CEL_OVERLOADS(double_overloads)},
    {.name = "string",
     .summary = "The value as text; bytes are read as UTF-8.",
     .example = "string(1.5) == '1.5'\nstring(b'abc') == 'abc'",
     .since = "0.1",
     CEL_OVERLOADS(string_overloads)},
    {.name = "bytes",
     .summary = "The UTF-8 bytes of a text.",
     .example = "bytes('abc') == b'abc'",
     .since = "0.1",
     CEL_OVERLOADS(bytes_overloads)},
    {.name = "bool",
     .summary =
         "The truth value of the texts 'true', 'false', 't', 'f', '1', '0' and their capitals.",
     .example = "bool('true')",
     .since = "0.1",
     CEL_OVERLOADS(bool_overloads)},
    {.name = "timestamp",
     .summary = "A moment, from its RFC 3339 text or from seconds since 1970.",
     .example = "timestamp('1970-01-01T00:01:00Z') == timestamp(60)",
     .since = "0.1",
     CEL_OVERLOADS(timestamp_overloads)},
    {.name = "duration",
     .summary = "A span of time, from a text such as '1h30m' or '90s', or from seconds.",
     .example = "duration('1h30m') == duration('5400s')",
     .since = "0.1",
     CEL_OVERLOADS(duration_overloads)},
};

const CelFamily cel_family_conversions = {
    .name = "conversions",
    .summary = "From one type to another.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
