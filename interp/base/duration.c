#include "base/ascii.h"
#include "base/num.h"

typedef struct DurationUnit {
    const char *name;
    int64_t ns;
} DurationUnit;

// Largest first; "m" after "ms" would be found too early, so whole words are compared.
static const DurationUnit units[] = {
    {"w", 604800000000000}, {"d", 86400000000000}, {"h", 3600000000000}, {"m", 60000000000},
    {"s", 1000000000},      {"ms", 1000000},       {"us", 1000},         {"ns", 1}};
enum { UNIT_COUNT = sizeof units / sizeof *units };

static size_t unit_named(Sv word) {
    for (size_t i = 0; i < UNIT_COUNT; i++)
        if (sv_eq_c(word, units[i].name)) return i;
    return UNIT_COUNT;
}

// The value of a fraction such as "25" of a unit in ns; false if it is not a whole number. For that
// each step must come out even, from the last digit on.
static bool fraction_ns(Sv digits, int64_t unit, int64_t *out) {
    int64_t ns = 0;
    for (size_t i = digits.len; i-- > 0;) {
        ns += (digits.at[i] - '0') * unit;
        if (ns % 10 != 0) return false;
        ns /= 10;
    }
    *out = ns;
    return true;
}

static Sv take_while(Sv text, size_t from, bool (*belongs)(int c)) {
    size_t to = from;
    while (to < text.len && belongs(text.at[to]))
        to++;
    return sv_slice(text, from, to);
}

bool duration_parse(Sv text, int64_t *out_ns) {
    int64_t total = 0;
    size_t at = 0, smallest = 0; // units before `smallest` must not come any more
    if (text.len == 0) return false;
    while (at < text.len) {
        Sv whole = take_while(text, at, ascii_is_digit), fraction = {NULL, 0};
        at += whole.len;
        bool has_fraction = at < text.len && text.at[at] == '.';
        if (has_fraction) {
            fraction = take_while(text, ++at, ascii_is_digit);
            at += fraction.len;
            if (fraction.len == 0) return false;
        }
        Sv name = take_while(text, at, ascii_is_lower);
        at += name.len;
        size_t unit = unit_named(name);
        int64_t count, part = 0;
        if (unit == UNIT_COUNT || unit < smallest || !num_parse_i64(whole, &count)) return false;
        if (has_fraction && (at < text.len || !fraction_ns(fraction, units[unit].ns, &part)))
            return false;
        if (__builtin_mul_overflow(count, units[unit].ns, &count)) return false;
        if (__builtin_add_overflow(total, count, &total)) return false;
        if (__builtin_add_overflow(total, part, &total)) return false;
        smallest = unit + 1;
    }
    *out_ns = total;
    return true;
}

// "1m 12s", "10m"
static bool add_two(Buf *buf, uint64_t count, uint64_t per, const char *large, const char *small) {
    buf_addf(buf, "%llu%s", (unsigned long long)(count / per), large);
    if (count % per == 0) return !buf->full;
    return buf_addf(buf, " %02llu%s", (unsigned long long)(count % per), small);
}

bool duration_add_human(Buf *buf, int64_t ns) {
    if (ns < 0 && !buf_add_char(buf, '-')) return false;
    uint64_t size = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    if (size < 50000) return buf_add_c(buf, "0ms");
    if (size < 950000) return buf_addf(buf, "0.%dms", (int)((size + 50000) / 100000));
    if (size < 999500000) return buf_addf(buf, "%dms", (int)((size + 500000) / 1000000));
    if (size < 59950000000) {
        int tenths = (int)((size + 50000000) / 100000000);
        if (tenths % 10 == 0) return buf_addf(buf, "%ds", tenths / 10);
        return buf_addf(buf, "%d.%ds", tenths / 10, tenths % 10);
    }
    uint64_t seconds = (size + 500000000) / 1000000000;
    if (seconds < 3600) return add_two(buf, seconds, 60, "m", "s");
    uint64_t minutes = (seconds + 30) / 60;
    if (minutes < 48 * 60) return add_two(buf, minutes, 60, "h", "m");
    uint64_t hours = (minutes + 30) / 60;
    if (hours < 100 * 24) return add_two(buf, hours, 24, "d", "h");
    return buf_addf(buf, "%llud", (unsigned long long)(hours + 12) / 24);
}

Sv duration_given(Arena *arena, int64_t ns) {
    int64_t ms = 1000000, step = ns < 10000 * ms ? 50 * ms : 1000 * ms,
            whole = (ns + step - 1) / step * (step / ms);
    if (ns > INT64_MAX - step) return SV("any time");
    if (whole < 1000 || whole % 1000) return sv_format(arena, "%lldms", (long long)whole);
    int64_t seconds = whole / 1000, hours = seconds / 3600, minutes = seconds / 60 % 60,
            rest = seconds % 60;
    BUF_AUTO Buf buf = buf_new(64);
    if (hours) buf_addf(&buf, "%lldh", (long long)hours);
    if (minutes) buf_addf(&buf, "%lldm", (long long)minutes);
    if (rest || buf.len == 0) buf_addf(&buf, "%llds", (long long)rest);
    return buf_keep(&buf, arena);
}

// ── what is meant by another form ──

static const char *unit_of(Sv word) {
    static const char *const meant[][2] = {{"ms", "ms"},    {"msec", "ms"}, {"millisecond", "ms"},
                                           {"milli", "ms"}, {"s", "s"},     {"sec", "s"},
                                           {"second", "s"}, {"m", "m"},     {"min", "m"},
                                           {"minute", "m"}, {"h", "h"},     {"hour", "h"},
                                           {"hr", "h"},     {"d", "d"},     {"day", "d"},
                                           {"w", "w"},      {"week", "w"}};
    if (word.len > 2 && sv_ends(word, SV("s"))) word.len--;
    for (size_t i = 0; i < sizeof meant / sizeof *meant; i++)
        if (sv_eq_nocase(word, sv_from_c(meant[i][0]))) return meant[i][1];
    return NULL;
}

static size_t run_of(Sv text, size_t at, bool (*belongs)(int)) {
    while (at < text.len && belongs(text.at[at]))
        at++;
    return at;
}

static bool is_amount(int c) {
    return ascii_is_digit(c) || c == '.';
}

static bool is_between(int c) {
    return ascii_is_space(c) || c == ',';
}

static bool is_unit(int c) {
    return ascii_is_letter(c);
}

Sv duration_meant(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(256);
    size_t at = 0;
    while (at < text.len) {
        size_t from = run_of(text, at, is_between), digits = run_of(text, from, is_amount);
        size_t word = run_of(text, digits, is_between), end = run_of(text, word, is_unit);
        if (from == text.len && out.len > 0) break;
        Sv name = sv_slice(text, word, end);
        if (digits == from && out.len > 0 && sv_eq_nocase(name, SV("and"))) {
            at = end;
            continue;
        }
        const char *unit = unit_of(name);
        if (digits == from || !unit) return (Sv){0};
        buf_addf(&out, "%.*s%s", SV_ARG(sv_slice(text, from, digits)), unit);
        at = end;
    }
    int64_t ns;
    return duration_parse(buf_sv(&out), &ns) ? buf_keep(&out, arena) : (Sv){0};
}
