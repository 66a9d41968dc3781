#include "base/num.h"
#include "base/ascii.h"
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse_digits(Sv text, unsigned base, uint64_t *out) {
    uint64_t number = 0;
    if (text.len == 0) return false;
    for (size_t i = 0; i < text.len; i++) {
        int digit = ascii_hex_value(text.at[i]);
        if (digit < 0 || (unsigned)digit >= base) return false;
        if (__builtin_mul_overflow(number, base, &number)) return false;
        if (__builtin_add_overflow(number, (unsigned)digit, &number)) return false;
    }
    *out = number;
    return true;
}

static bool take_sign(Sv *text) {
    bool negative = sv_starts(*text, SV("-"));
    if (negative || sv_starts(*text, SV("+"))) *text = sv_slice(*text, 1, text->len);
    return negative;
}

bool num_parse_i64(Sv text, int64_t *out) {
    bool negative = take_sign(&text);
    uint64_t size;
    if (!parse_digits(text, 10, &size)) return false;
    if (size > (uint64_t)INT64_MAX + (negative ? 1 : 0)) return false;
    *out = negative ? (int64_t)(0 - size) : (int64_t)size;
    return true;
}

bool num_parse_u64(Sv text, uint64_t *out) {
    uint64_t size;
    bool negative = take_sign(&text);
    if (!parse_digits(text, 10, &size) || (negative && size > 0)) return false;
    *out = size;
    return true;
}

bool num_parse_hex(Sv text, uint64_t *out) {
    return parse_digits(text, 16, out);
}

typedef struct DecimalDigits {
    uint64_t digits; // the first 19 of them
    int exponent;    // of ten
    bool cut;        // there were more digits
} DecimalDigits;

static bool is_digit(Sv text, size_t at) {
    return at < text.len && ascii_is_digit(text.at[at]);
}

static size_t read_digits(Sv text, size_t at, bool fraction, DecimalDigits *number) {
    for (; is_digit(text, at); at++) {
        unsigned digit = (unsigned)(text.at[at] - '0');
        if (number->digits > (UINT64_MAX - 9) / 10) {
            number->cut = true;
            if (!fraction) number->exponent++;
            continue;
        }
        number->digits = number->digits * 10 + digit;
        if (fraction) number->exponent--;
    }
    return at;
}

// Checks the grammar, and reads the number well enough to know whether the fast way is exact.
static bool read_decimal(Sv text, DecimalDigits *number) {
    size_t at = 0;
    if (at < text.len && (text.at[at] == '-' || text.at[at] == '+')) at++;
    size_t begin = at;
    at = read_digits(text, at, false, number);
    size_t digits = at - begin;
    if (at < text.len && text.at[at] == '.') {
        begin = ++at;
        at = read_digits(text, at, true, number);
        digits += at - begin;
    }
    if (digits == 0) return false;
    if (at < text.len && (text.at[at] == 'e' || text.at[at] == 'E')) {
        at++;
        bool negative = at < text.len && text.at[at] == '-';
        if (at < text.len && (text.at[at] == '-' || text.at[at] == '+')) at++;
        if (!is_digit(text, at)) return false;
        int exponent = 0;
        for (; is_digit(text, at); at++)
            if (exponent < 1000000) exponent = exponent * 10 + (text.at[at] - '0');
        number->exponent += negative ? -exponent : exponent;
    }
    return at == text.len;
}

static double parse_slowly(Sv text) {
    char small[128];
    char *copy = text.len < sizeof small ? small : NULL;
    Buf large = buf_new(text.len + 1);
    if (!copy) copy = buf_reserve(&large, text.len + 1);
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    // glibc hands out one constant object for "C": nothing is allocated.
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double number = strtod_l(copy, NULL, plain);
    freelocale(plain);
    buf_free(&large);
    return number;
}

bool num_parse_double(Sv text, double *out) {
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    DecimalDigits number = {0};
    if (!read_decimal(text, &number)) return false;
    bool exact = !number.cut && number.digits <= (UINT64_C(1) << 53) && number.exponent >= -22 &&
                 number.exponent <= 22;
    if (!exact) {
        *out = parse_slowly(text);
        return true;
    }
    double size = (double)number.digits;
    size = number.exponent < 0 ? size / tens[-number.exponent] : size * tens[number.exponent];
    *out = text.at[0] == '-' ? -size : size;
    return true;
}

typedef struct Digits {
    char at[20]; // without trailing zeros
    size_t count;
    int exponent; // of the first digit
} Digits;

// The number rounded to so many significant digits.
static Digits round_to(double number, int significant) {
    char text[40];
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = uselocale(plain);
    snprintf(text, sizeof text, "%.*e", significant - 1, number);
    uselocale(before);
    freelocale(plain);
    Digits digits = {.count = 0};
    const char *at = text;
    for (; *at != 'e'; at++)
        if (*at != '.') digits.at[digits.count++] = *at;
    int64_t exponent = 0;
    // What "%e" writes behind the e is a number.
    ignore_result(num_parse_i64(sv_from_c(at + 1), &exponent));
    digits.exponent = (int)exponent;
    while (digits.count > 1 && digits.at[digits.count - 1] == '0')
        digits.count--;
    return digits;
}

static bool reads_back(const Digits *digits, double number) {
    char text[48];
    double again;
    int size = snprintf(text, sizeof text, "%.*se%d", (int)digits->count, digits->at,
                        digits->exponent - (int)digits->count + 1);
    return num_parse_double((Sv){text, (size_t)size}, &again) && again == number;
}

// At a power of two the doubles below lie closer than those above, and the nearest 16 digits may
// miss where the next larger ones do not.
static bool next_larger(Digits *digits) {
    if (digits->count == 0 || digits->at[digits->count - 1] == '9') return false;
    digits->at[digits->count - 1]++;
    return true;
}

static Digits shortest(double number) {
    Digits digits = {.count = 0};
    // Numbers with fewer than 15 digits follow from 15 by dropping zeros, but numbers near zero do
    // not have that many.
    for (int significant = number < DBL_MIN ? 1 : 15; significant < 15; significant++) {
        digits = round_to(number, significant);
        if (reads_back(&digits, number)) return digits;
    }
    digits = round_to(number, 15);
    if (reads_back(&digits, number)) return digits;
    digits = round_to(number, 16);
    if (reads_back(&digits, number)) return digits;
    if (digits.count == 16 && next_larger(&digits) && reads_back(&digits, number)) return digits;
    return round_to(number, 17);
}

bool num_add_u64(Buf *buf, uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return buf_add(buf, (Sv){digits + at, sizeof digits - at});
}

bool num_add_i64(Buf *buf, int64_t number) {
    if (number >= 0) return num_add_u64(buf, (uint64_t)number);
    return buf_add_char(buf, '-') && num_add_u64(buf, 0 - (uint64_t)number);
}

// The numbers that people write, with up to six decimal places: a whole number below 2^53 divided
// by a power of ten is rounded once, so if that gives the number back, its digits are the shortest.
// False if it does not.
static bool shortest_quickly(double number, Digits *out) {
    static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    if (number >= 1e9 || number < 1e-4) return false;
    for (int places = 0; places <= 6; places++) {
        double whole = nearbyint(number * tens[places]);
        if (whole / tens[places] != number) continue;
        uint64_t rest = (uint64_t)whole;
        char digits[20];
        size_t at = sizeof digits;
        for (; rest > 0; rest /= 10)
            digits[--at] = (char)('0' + rest % 10);
        out->count = sizeof digits - at;
        out->exponent = (int)out->count - 1 - places;
        memcpy(out->at, digits + at, out->count);
        return true;
    }
    return false;
}

static bool add_plain(Buf *buf, const Digits *digits) {
    int point = digits->exponent + 1; // digits before the point
    Sv all = {digits->at, digits->count};
    if (point <= 0)
        return buf_add_c(buf, "0.") && buf_add_repeat(buf, '0', (size_t)-point) &&
               buf_add(buf, all);
    size_t whole = (size_t)point;
    if (whole >= all.len) return buf_add(buf, all) && buf_add_repeat(buf, '0', whole - all.len);
    return buf_add(buf, sv_slice(all, 0, whole)) && buf_add_char(buf, '.') &&
           buf_add(buf, sv_slice(all, whole, all.len));
}

bool num_add_double(Buf *buf, double number) {
    if (isnan(number)) return buf_add_c(buf, "NaN");
    if (isinf(number)) return buf_add_c(buf, number < 0 ? "-Infinity" : "Infinity");
    if (signbit(number) && !buf_add_char(buf, '-')) return false;
    number = fabs(number);
    if (number < 1e15 && number == floor(number)) return num_add_u64(buf, (uint64_t)number);
    Digits digits;
    if (!shortest_quickly(number, &digits)) digits = shortest(number);
    if (digits.exponent >= -4 && digits.exponent < 16) return add_plain(buf, &digits);
    buf_add_char(buf, digits.at[0]);
    if (digits.count > 1) buf_addf(buf, ".%.*s", (int)digits.count - 1, digits.at + 1);
    return buf_addf(buf, "e%+03d", digits.exponent) && !buf->full;
}
