// string.format() with the clauses %s %d %f %e %x %X %o %b, and strings.quote(), as the
// specification of the strings extension has them. Clauses of a literal format are checked before
// anything runs.
#include "base/limits.h"
#include "base/num.h"
#include "base/utf8.h"
#include "cel/call.h"
#include "value/decimal.h"
#include "value/time.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_PRECISION = 6 };

// One clause of a format: the text before it, then what it says.
typedef struct Clause {
    Sv before;
    char verb;     // of sdfexXob, '%' for a literal one, '\0' at the end
    int precision; // -1 where none is written
} Clause;

// Takes the next clause off `rest`. *error says what is wrong with it; no fault where the format
// ends.
static bool next_clause(Arena *arena, Sv *rest, Clause *out, Sv *error) {
    size_t percent = sv_find_char(*rest, '%', 0);
    *out = (Clause){.before = sv_slice(*rest, 0, percent), .precision = -1};
    if (percent == SV_NONE) {
        out->before = *rest;
        *rest = (Sv){0};
        return true;
    }
    size_t at = percent + 1;
    if (at < rest->len && rest->at[at] == '.') {
        size_t digits = ++at;
        while (at < rest->len && rest->at[at] >= '0' && rest->at[at] <= '9')
            at++;
        int64_t precision = 0;
        if (!num_parse_i64(sv_slice(*rest, digits, at), &precision) ||
            precision > LIMIT_FORMAT_PRECISION) {
            *error = sv_format(arena, "the precision of a format clause is a number from 0 to %d",
                               LIMIT_FORMAT_PRECISION);
            return false;
        }
        out->precision = (int)precision;
    }
    if (at >= rest->len) {
        *error = SV("the format ends within a clause; a percent sign is written %%");
        return false;
    }
    out->verb = rest->at[at];
    if (out->verb == '\0' || strchr("sdfexXob%", out->verb) == NULL) {
        size_t end = at;
        utf8_next(*rest, &end);
        *error = sv_format(
            arena, "no format clause %%%.*s; there are %%s %%d %%f %%e %%x %%X %%o %%b and %%%%",
            SV_ARG(sv_slice(*rest, at, end)));
        return false;
    }
    if (out->precision >= 0 && out->verb != 'f' && out->verb != 'e') {
        *error = sv_format(arena, "%%%c takes no precision; %%f and %%e do", out->verb);
        return false;
    }
    *rest = sv_slice(*rest, at + 1, rest->len);
    return true;
}

// ── %s ──

// Shortest digits, but never with an exponent: 1e+23 is written out.
static void add_plain_digits(Buf *out, const Decimal *number) {
    Sv digits = number->digits;
    int64_t point = (int64_t)digits.len + number->exponent;
    if (digits.len == 0) {
        buf_add_char(out, '0');
        return;
    }
    if (number->negative) buf_add_char(out, '-');
    if (point <= 0) {
        buf_add_c(out, "0.");
        buf_add_repeat(out, '0', (size_t)-point);
        buf_add(out, digits);
        return;
    }
    size_t whole = (size_t)point < digits.len ? (size_t)point : digits.len;
    buf_add(out, sv_slice(digits, 0, whole));
    buf_add_repeat(out, '0', (size_t)point - whole);
    if (whole < digits.len) buf_add_char(out, '.');
    buf_add(out, sv_slice(digits, whole, digits.len));
}

static void add_special(Buf *out, double number) {
    buf_add_c(out, isnan(number) ? "NaN" : number < 0 ? "-Infinity" : "Infinity");
}

// Of a double, an exact decimal, an int or a uint.
static void add_number(Buf *out, Value value) {
    if (value.kind == VALUE_DOUBLE && !isfinite(value.number)) {
        add_special(out, value.number);
        return;
    }
    BUF_AUTO Buf shortest = buf_new(64);
    Decimal number = {0};
    if (value.kind == VALUE_DOUBLE) num_add_double(&shortest, value.number);
    bool good = value.kind == VALUE_DOUBLE ? decimal_read(buf_sv(&shortest), &number)
                                           : decimal_take(value, &number);
    if (!good) return;
    if (value.kind == VALUE_DOUBLE && value.number == 0 && signbit(value.number))
        buf_add_char(out, '-');
    add_plain_digits(out, &number);
    decimal_drop(&number);
}

// Bytes as text: each run of bytes that are not UTF-8 becomes one U+FFFD.
static void add_bytes(Buf *out, Sv bytes) {
    bool was_bad = false;
    for (size_t at = 0; at < bytes.len;) {
        size_t end = at;
        utf8_next(bytes, &end);
        bool bad = !utf8_valid(sv_slice(bytes, at, end), NULL);
        if (!bad)
            buf_add(out, sv_slice(bytes, at, end));
        else if (!was_bad)
            buf_add_utf8(out, 0xFFFD);
        was_bad = bad;
        at = end;
    }
}

static bool add_text(CelCall *call, Buf *out, Value value, uint32_t depth);

static bool add_list(CelCall *call, Buf *out, Value list, uint32_t depth) {
    buf_add_char(out, '[');
    for (size_t i = 0; i < value_count(list); i++) {
        if (i > 0) buf_add_c(out, ", ");
        if (!add_text(call, out, value_item(list, i), depth + 1)) return false;
    }
    return buf_add_char(out, ']') || true;
}

typedef struct Entry {
    Sv key; // as it is written
    size_t index;
} Entry;

static int by_key(const void *a, const void *b) {
    const Entry *left = a, *right = b;
    int order = sv_cmp(left->key, right->key);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

// Entries in the order of their keys as written, so that equal maps are written alike.
static bool add_map(CelCall *call, Buf *out, Value map, uint32_t depth) {
    size_t count = value_count(map);
    Entry *entries = arena_new_array(call->arena, Entry, count + 1);
    for (size_t i = 0; i < count; i++) {
        BUF_AUTO Buf key = call_buf();
        if (!add_text(call, &key, value_key(map, i), depth + 1)) return false;
        entries[i] = (Entry){buf_keep(&key, call->arena), i};
    }
    qsort(entries, count, sizeof *entries, by_key);
    buf_add_char(out, '{');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buf_add_c(out, ", ");
        buf_add(out, entries[i].key);
        buf_add_c(out, ": ");
        if (!add_text(call, out, value_at(map, entries[i].index), depth + 1)) return false;
    }
    return buf_add_char(out, '}') || true;
}

static bool add_text(CelCall *call, Buf *out, Value value, uint32_t depth) {
    if (depth > LIMIT_NESTING) return call_fail_limit(call, "the value is nested too deeply");
    if (!call_spend(call, 1)) return false;
    switch (value.kind) {
    case VALUE_NULL: buf_add_c(out, "null"); return true;
    case VALUE_BOOL: buf_add_c(out, value.boolean ? "true" : "false"); return true;
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE:
    case VALUE_DECIMAL: add_number(out, value); return true;
    case VALUE_STRING:
    case VALUE_TYPE:
    case VALUE_IP:
    case VALUE_CIDR: buf_add(out, value_text(value)); return call_spend(call, value.text.len / 16);
    case VALUE_BYTES:
        add_bytes(out, value_text(value));
        return call_spend(call, value.text.len / 4);
    case VALUE_DURATION: cel_duration_add(out, value); return true;
    case VALUE_TIMESTAMP: timestamp_add(out, value); return true;
    case VALUE_LIST: return add_list(call, out, value, depth);
    case VALUE_MAP: return add_map(call, out, value, depth);
    default: break;
    }
    Sv kind = call_kind(call, value);
    return call_fail(call, "%%s writes texts, numbers, times, lists and maps, not %.*s",
                     SV_ARG(kind));
}

// ── numbers ──

static bool wrong_kind(CelCall *call, char verb, const char *takes, Value value) {
    Sv kind = call_kind(call, value);
    return call_fail(call, "%%%c writes %s, not %.*s", verb, takes, SV_ARG(kind));
}

// Rounds to `precision` digits after the point, halves to the even digit.
static void add_fixed_decimal(Buf *out, const Decimal *number, int precision) {
    int64_t point =
        (int64_t)number->digits.len + number->exponent; // digits before it; may be negative
    int64_t kept = point + precision;                   // digits that stay
    Sv digits = number->digits;
    // One zero in front for a carry, and one where nothing else stands before the point.
    BUF_AUTO Buf text = buf_new(LIMIT_DECIMAL_DIGITS * 3);
    int64_t zeros = point < 1 ? 1 - point : 0;
    buf_add_repeat(&text, '0', (size_t)zeros + 1);
    buf_add(&text, digits);
    int64_t first = 1 + zeros + point; // where the point is
    int64_t end = 1 + zeros + kept;    // where the digits that stay end
    int64_t have = (int64_t)text.len;
    if (end > have) buf_add_repeat(&text, '0', (size_t)(end - have));
    char *at = text.at;
    bool up = false;
    if (end < have) {
        char next = at[end];
        bool beyond = false;
        for (int64_t i = end + 1; i < have; i++)
            beyond = beyond || at[i] != '0';
        up = next > '5' || (next == '5' && (beyond || (at[end - 1] - '0') % 2 == 1));
    }
    for (int64_t i = end - 1; up && i >= 0; i--) {
        up = at[i] == '9';
        at[i] = up ? '0' : (char)(at[i] + 1);
    }
    Sv made = sv_slice(buf_sv(&text), 0, (size_t)end);
    size_t skip = 0;
    while (skip + 1 < (size_t)first && made.at[skip] == '0')
        skip++;
    if (number->negative) buf_add_char(out, '-');
    buf_add(out, sv_slice(made, skip, (size_t)first));
    if (precision > 0) buf_add_char(out, '.');
    buf_add(out, sv_slice(made, (size_t)first, made.len));
}

static bool add_fixed(CelCall *call, Buf *out, Value value, int precision) {
    Decimal number = {0};
    switch (value.kind) {
    case VALUE_DOUBLE:
        if (isfinite(value.number))
            buf_addf(out, "%.*f", precision, value.number);
        else
            add_special(out, value.number);
        return true;
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DECIMAL:
        if (!call_spend(call, 1 + (value.kind == VALUE_DECIMAL ? value.text.len / 16 : 0)))
            return false;
        if (!decimal_take(value, &number)) return wrong_kind(call, 'f', "numbers", value);
        add_fixed_decimal(out, &number, precision);
        decimal_drop(&number);
        return true;
    default: return wrong_kind(call, 'f', "numbers", value);
    }
}

static bool add_scientific(CelCall *call, Buf *out, Value value, int precision) {
    double number = 0;
    switch (value.kind) {
    case VALUE_DOUBLE: number = value.number; break;
    case VALUE_INT: number = (double)value.integer; break;
    case VALUE_UINT: number = (double)value.uinteger; break;
    case VALUE_DECIMAL: num_parse_double(value_text(value), &number); break;
    default: return wrong_kind(call, 'e', "numbers", value);
    }
    if (isfinite(number))
        buf_addf(out, "%.*e", precision, number);
    else
        add_special(out, number);
    return true;
}

static void add_in_base(Buf *out, uint64_t number, bool negative, unsigned base, bool upper) {
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    char text[64];
    size_t at = sizeof text;
    do {
        text[--at] = digits[number % base];
        number /= base;
    } while (number > 0);
    if (negative) buf_add_char(out, '-');
    buf_add(out, (Sv){text + at, sizeof text - at});
}

// An int, a uint or (for %b) a bool as a magnitude; false for others.
static bool add_integer(Buf *out, Value value, unsigned base, bool upper) {
    if (value.kind == VALUE_UINT) {
        add_in_base(out, value.uinteger, false, base, upper);
        return true;
    }
    if (value.kind != VALUE_INT) return false;
    bool negative = value.integer < 0;
    uint64_t size = negative ? 0 - (uint64_t)value.integer : (uint64_t)value.integer;
    add_in_base(out, size, negative, base, upper);
    return true;
}

static bool add_hex(CelCall *call, Buf *out, Value value, char verb) {
    if (add_integer(out, value, 16, verb == 'X')) return true;
    if (value.kind != VALUE_STRING && value.kind != VALUE_BYTES) {
        return wrong_kind(call, verb, "ints, uints, texts and bytes", value);
    }
    Sv bytes = value_text(value);
    if (!call_spend(call, bytes.len / 4)) return false;
    for (size_t i = 0; i < bytes.len; i++) {
        buf_addf(out, verb == 'X' ? "%02X" : "%02x", (unsigned)(unsigned char)bytes.at[i]);
    }
    return true;
}

static bool add_clause(CelCall *call, Buf *out, const Clause *clause, Value value) {
    int precision = clause->precision >= 0 ? clause->precision : DEFAULT_PRECISION;
    switch (clause->verb) {
    case 's': return add_text(call, out, value, 0);
    case 'd':
        if (!value_is_number(value)) return wrong_kind(call, 'd', "numbers", value);
        add_number(out, value);
        return true;
    case 'f': return add_fixed(call, out, value, precision);
    case 'e': return add_scientific(call, out, value, precision);
    case 'o':
        return add_integer(out, value, 8, false) || wrong_kind(call, 'o', "ints and uints", value);
    case 'b':
        if (value.kind == VALUE_BOOL) return buf_add_char(out, value.boolean ? '1' : '0') || true;
        return add_integer(out, value, 2, false) ||
               wrong_kind(call, 'b', "ints, uints and bools", value);
    default: return add_hex(call, out, value, clause->verb);
    }
}

// ── the functions ──

static bool prepare_format(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                           const CelOptions *options, const void **out, Sv *error) {
    (void)options, (void)out;
    if (count < 1 || !literal[0] || args[0].kind != VALUE_STRING) return true;
    Sv rest = value_text(args[0]);
    Clause clause;
    while (rest.len > 0) {
        if (!next_clause(arena, &rest, &clause, error)) return false;
    }
    return true;
}

static bool format(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv rest = value_text(args[0]), error = {0};
    size_t used = 0, given = value_count(args[1]);
    BUF_AUTO Buf made = call_buf();
    Clause clause;
    if (!call_spend(call, rest.len / 16 + 1)) return false;
    while (rest.len > 0 && !made.full) {
        if (!next_clause(call->arena, &rest, &clause, &error)) {
            return call_fail(call, "%.*s", SV_ARG(error));
        }
        buf_add(&made, clause.before);
        if (clause.verb == '%') buf_add_char(&made, '%');
        if (clause.verb == '%' || clause.verb == '\0') continue;
        if (used >= given) {
            return call_fail(call, "%%%c is clause %zu of the format, but the list has %zu item%s",
                             clause.verb, used + 1, given, given == 1 ? "" : "s");
        }
        if (!add_clause(call, &made, &clause, value_item(args[1], used++))) return false;
    }
    return call_keep(call, &made, out);
}

static bool quote(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    static const char plain[] = "\a\b\f\n\r\t\v\\\"", codes[] = "abfnrtv\\\"";
    Sv text = value_text(args[0]);
    BUF_AUTO Buf made = call_buf();
    if (!call_spend(call, text.len / 8 + 1)) return false;
    buf_add_char(&made, '"');
    for (size_t i = 0; i < text.len; i++) {
        const char *special = text.at[i] != '\0' ? strchr(plain, text.at[i]) : NULL;
        if (special != NULL) buf_add_char(&made, '\\');
        buf_add_char(&made, special != NULL ? codes[special - plain] : text.at[i]);
    }
    buf_add_char(&made, '"');
    return call_keep(call, &made, out);
}

static const CelOverload format_overloads[] = {{"string.(list(dyn)) -> string", format}};
static const CelOverload quote_overloads[] = {{"(string) -> string", quote}};

static const CelFunction rows[] = {
    {.name = "format",
     .summary =
         "The text with its clauses filled in from a list: %s anything, %d a number, %f and %e with a precision, "
         "%x %X %o %b in base 16, 8 and 2, %% a percent sign.",
     .example = "'%s is %d'.format(['x', 3]) == 'x is 3'\n'%.2f'.format([2.71828]) == '2.72'\n"
                "'%x'.format([255]) == 'ff'",
     .since = "0.1",
     CEL_OVERLOADS(format_overloads),
     .extension = true,
     .prepare = prepare_format},
    {.name = "strings.quote",
     .summary = "The text between double quotes, with escapes for what a CEL literal escapes.",
     .example = "strings.quote('a \"b\"') == '\"a \\\\\"b\\\\\"\"'",
     .since = "0.1",
     CEL_OVERLOADS(quote_overloads),
     .extension = true},
};

const CelFamily cel_family_formatting = {
    .name = "formatting",
    .summary = "Values written into text.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
