// string.format() with the clauses %s %d %f %e %x %X %o %b, and strings.quote(), as the
// specification of the strings extension has them. Clauses of a literal format are checked before
// anything runs.
#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/utf8.h"
#include "cel/functions/call.h"
#include "cel/functions/number_text.h"
#include "value/time.h"

#include <stdlib.h>
#include <string.h>

enum { DEFAULT_PRECISION = 6 };

// One clause of a format: the text before it, and what it says.
typedef struct Clause {
    Sv before;
    char verb;     // of sdfexXob, '%' for a literal one, '\0' at the end
    int precision; // -1 if none is written
} Clause;

// Takes the next clause off `rest`. *error says what is wrong with it; at the end of the format
// there is no fault.
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
        while (at < rest->len && ascii_is_digit(rest->at[at]))
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

// Entries in the order of their keys as text, so that equal maps are formatted alike.
static bool add_map(CelCall *call, Buf *out, Value map, uint32_t depth) {
    size_t count = value_count(map);
    Entry *entries = arena_new_array(call->work.arena, Entry, count + 1);
    for (size_t i = 0; i < count; i++) {
        BUF_AUTO Buf key = call_buf();
        if (!add_text(call, &key, value_key(map, i), depth + 1)) return false;
        entries[i] = (Entry){buf_keep(&key, call->work.arena), i};
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
    case VALUE_DECIMAL: number_add_plain(out, value); return true;
    case VALUE_STRING:
    case VALUE_TYPE:
    case VALUE_VERSION:
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

static bool add_fixed(CelCall *call, Buf *out, Value value, int precision) {
    if (value.kind == VALUE_DECIMAL && !call_spend(call, value.text.len / 16 + 1)) return false;
    return number_add_fixed(out, value, precision) || wrong_kind(call, 'f', "numbers", value);
}

static bool add_hex(CelCall *call, Buf *out, Value value, char verb) {
    if (number_add_in_base(out, value, 16, verb == 'X')) return true;
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
    case 'd': return number_add_plain(out, value) || wrong_kind(call, 'd', "numbers", value);
    case 'f': return add_fixed(call, out, value, precision);
    case 'e':
        return number_add_scientific(out, value, precision) ||
               wrong_kind(call, 'e', "numbers", value);
    case 'o':
        return number_add_in_base(out, value, 8, false) ||
               wrong_kind(call, 'o', "ints and uints", value);
    case 'b':
        if (value.kind == VALUE_BOOL) return buf_add_char(out, value.boolean ? '1' : '0') || true;
        return number_add_in_base(out, value, 2, false) ||
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
        if (!next_clause(call->work.arena, &rest, &clause, &error)) {
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
