#include "base/ascii.h"
#include "value/time.h"

enum { SECOND = 1000000000 };

// A length of time being summed up; always less than SECOND nanoseconds.
typedef struct Length {
    int64_t seconds, nanos;
} Length;

typedef struct CelUnit {
    Sv name;
    int64_t seconds; // of one, or
    int64_t nanos;
} CelUnit;

static const CelUnit units[] = {
    {SV_INIT("h"), 3600, 0},       {SV_INIT("ms"), 0, 1000000},   {SV_INIT("m"), 60, 0},
    {SV_INIT("s"), 1, 0},          {SV_INIT("us"), 0, 1000},      {SV_INIT("ns"), 0, 1},
    {SV_INIT("\u00b5s"), 0, 1000}, {SV_INIT("\u03bcs"), 0, 1000},
};

static const CelUnit *take_unit(Sv *text) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!sv_starts(*text, units[i].name)) continue;
        *text = sv_slice(*text, units[i].name.len, text->len);
        return &units[i];
    }
    return NULL;
}

static bool is_digit(Sv text, size_t at) {
    return at < text.len && ascii_is_digit(text.at[at]);
}

// A whole number, perhaps without any digits.
static bool take_whole(Sv *text, int64_t *out, size_t *digits) {
    size_t at = 0;
    int64_t number = 0;
    for (; is_digit(*text, at); at++) {
        if (__builtin_mul_overflow(number, (int64_t)10, &number)) return false;
        if (__builtin_add_overflow(number, (int64_t)(text->at[at] - '0'), &number)) return false;
    }
    *out = number;
    *digits = at;
    *text = sv_slice(*text, at, text->len);
    return true;
}

static Sv take_fraction(Sv *text) {
    if (!sv_starts(*text, SV("."))) return (Sv){NULL, 0};
    size_t to = 1;
    while (is_digit(*text, to))
        to++;
    Sv digits = sv_slice(*text, 1, to);
    *text = sv_slice(*text, to, text->len);
    return digits;
}

// The digits of a fraction as nanoseconds of the unit; smaller ones are cut off.
static int64_t fraction_nanos(Sv digits, const CelUnit *unit) {
    int64_t scale = unit->seconds > 0 ? unit->seconds * SECOND : unit->nanos, sum = 0;
    for (size_t i = digits.len < 18 ? digits.len : 18; i-- > 0;)
        sum = (sum + (digits.at[i] - '0') * scale) / 10;
    return sum;
}

static bool add_part(Length *total, int64_t count, Sv fraction, const CelUnit *unit) {
    int64_t seconds = count, nanos = 0;
    if (unit->seconds > 0) {
        if (__builtin_mul_overflow(count, unit->seconds, &seconds)) return false;
    } else {
        int64_t per_second = SECOND / unit->nanos;
        seconds = count / per_second;
        nanos = count % per_second * unit->nanos;
    }
    int64_t more = fraction_nanos(fraction, unit);
    total->nanos += nanos + more % SECOND;
    if (__builtin_add_overflow(total->seconds, seconds, &total->seconds)) return false;
    total->seconds += more / SECOND + total->nanos / SECOND;
    total->nanos %= SECOND;
    return total->seconds <= INT64_MAX / 4;
}

bool cel_duration_parse(Sv text, Value *out) {
    bool negative = sv_starts(text, SV("-"));
    if (negative || sv_starts(text, SV("+"))) text = sv_slice(text, 1, text.len);
    Length total = {0, 0};
    bool zero = sv_eq_c(text, "0"); // the one length that needs no unit
    if (text.len == 0) return false;
    while (!zero && text.len > 0) {
        int64_t count;
        size_t digits;
        if (!take_whole(&text, &count, &digits)) return false;
        Sv fraction = take_fraction(&text);
        const CelUnit *unit = take_unit(&text);
        if (digits + fraction.len == 0 || !unit) return false;
        if (!add_part(&total, count, fraction, unit)) return false;
    }
    bool beyond = total.seconds == 315576000000 && total.nanos > 0;
    if (!duration_in_range(total.seconds) || beyond) return false;
    *out = negative ? value_duration(-total.seconds, (int32_t)-total.nanos)
                    : value_duration(total.seconds, (int32_t)total.nanos);
    return true;
}
