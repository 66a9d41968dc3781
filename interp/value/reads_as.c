#include "value/reads_as.h"
#include "base/ascii.h"
#include "value/version.h"

static size_t digits_from(Sv text, size_t at) {
    size_t end = at;
    while (end < text.len && ascii_is_digit(text.at[end]))
        end++;
    return end - at;
}

// ── days and moments ──

// In the pattern 9 stands for a digit, M and D for the two digits of a month and a day, anything
// else for itself.
static bool has_form(Sv text, const char *pattern, size_t *len) {
    size_t at = 0;
    for (const char *want = pattern; *want; want++) {
        bool pair = *want == 'M' || *want == 'D';
        if (text.len - at < (pair ? 2u : 1u)) return false;
        if (!pair && *want != '9' && text.at[at] != *want) return false;
        if (*want != '9' && !pair) {
            at++;
            continue;
        }
        if (digits_from(text, at) < (pair ? 2u : 1u)) return false;
        int number = pair ? (text.at[at] - '0') * 10 + text.at[at + 1] - '0' : 1;
        if (number < 1 || number > (*want == 'M' ? 12 : 31)) return false;
        at += pair ? 2 : 1;
    }
    *len = at;
    return true;
}

static bool starts_time(Sv rest) {
    if (rest.len == 0) return true;
    char c = rest.at[0];
    return (c == 'T' || c == 't' || c == ' ') && digits_from(rest, 1) >= 2;
}

static bool is_date(Sv text) {
    static const char *const days[] = {"9999-M-D", "9999/M/D", "9999.M.D"};
    static const char *const spans[] = {"9999-M", "9999-W99", "9999-Q9", "9999-999"};
    size_t len = 0;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (has_form(text, days[i], &len) && starts_time(sv_slice(text, len, text.len)))
            return true;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        if (has_form(text, spans[i], &len) && len == text.len) return true;
    return false;
}

bool reads_as_day(Sv digits) {
    size_t len = 0;
    bool long_enough = digits.len == 8 || digits.len == 10 || digits.len == 12 || digits.len == 14;
    bool century = sv_starts(digits, SV("19")) || sv_starts(digits, SV("20"));
    return long_enough && century && digits_from(digits, 0) == digits.len &&
           has_form(digits, "9999MD", &len);
}

// ── what else is no number ──

static bool is_uuid(Sv text) {
    if (text.len != 36) return false;
    for (size_t i = 0; i < text.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text.at[i] != '-' : !ascii_is_hex(text.at[i])) return false;
    }
    return true;
}

// ── numbers ──

// How many leading bytes form a number; 0 = none.
static size_t number_at(Sv text) {
    size_t at = text.len > 0 && (text.at[0] == '-' || text.at[0] == '+') ? 1 : 0;
    size_t whole = digits_from(text, at), fraction = 0;
    at += whole;
    if (at < text.len && text.at[at] == '.') {
        fraction = digits_from(text, at + 1);
        if (fraction > 0) at += 1 + fraction;
    }
    if (whole + fraction == 0) return 0;
    size_t power = at + 1;
    bool raised = at < text.len && (text.at[at] == 'e' || text.at[at] == 'E');
    if (raised && power < text.len && (text.at[power] == '-' || text.at[power] == '+')) power++;
    size_t exponent = raised ? digits_from(text, power) : 0;
    return exponent > 0 ? power + exponent : at;
}

static bool is_unit(Sv text) {
    static const char *const units[] = {
        "%",  "ns", "us", "µs", "ms",  "s",   "sec", "m",   "min", "h",  "d",   "B",  "b",
        "k",  "K",  "M",  "G",  "T",   "P",   "kB",  "KB",  "MB",  "GB", "TB",  "PB", "Ki",
        "Mi", "Gi", "Ti", "Pi", "KiB", "MiB", "GiB", "TiB", "PiB", "Hz", "MHz", "GHz"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (sv_eq_c(text, units[i])) return true;
    return false;
}

Sv reads_as_unit(Sv text) {
    text = sv_trim(text);
    return sv_trim(sv_slice(text, number_at(text), text.len));
}

ReadsAs reads_as(Sv text) {
    text = sv_trim(text);
    Value version;
    if (text.len == 0) return READS_AS_TEXT;
    if (digits_from(text, 0) == text.len) return READS_AS_DIGITS;
    size_t number = number_at(text);
    if (number == text.len) return READS_AS_NUMBER;
    if (is_date(text) || is_uuid(text)) return READS_AS_TEXT;
    if (value_version(text, &version, NULL)) return READS_AS_VERSION;
    return number > 0 && is_unit(reads_as_unit(text)) ? READS_AS_MEASURE : READS_AS_TEXT;
}
