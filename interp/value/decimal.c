#include "value/decimal.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include <math.h>
#include <string.h>

// The most zeros to fill in before a number is written with an exponent. A whole number keeps its
// digits within the range of doubles: it may be an identifier.
enum { MOST_ZEROS = 30, MOST_WHOLE_ZEROS = 308 };

static Sv without_leading_zeros(Sv digits) {
    size_t at = 0;
    while (at < digits.len && digits.at[at] == '0')
        at++;
    return sv_slice(digits, at, digits.len);
}

static void strip(Decimal *number) {
    number->digits = without_leading_zeros(number->digits);
    while (number->digits.len > 0 && number->digits.at[number->digits.len - 1] == '0') {
        number->digits.len--;
        number->exponent++;
    }
    if (number->digits.len == 0) {
        number->exponent = 0;
        number->negative = false;
    }
}

static Sv take_digits(Sv *text) {
    size_t at = 0;
    while (at < text->len && ascii_is_digit(text->at[at]))
        at++;
    Sv digits = sv_slice(*text, 0, at);
    *text = sv_slice(*text, at, text->len);
    return digits;
}

static bool take_char(Sv *text, char c) {
    if (text->len == 0 || text->at[0] != c) return false;
    *text = sv_slice(*text, 1, text->len);
    return true;
}

static bool within_limits(const Decimal *number) {
    int64_t first = number->exponent + (int64_t)number->digits.len;
    return number->digits.len <= LIMIT_DECIMAL_DIGITS && first <= LIMIT_DECIMAL_DIGITS &&
           number->exponent >= -LIMIT_DECIMAL_DIGITS;
}

// Whole part and fraction are joined only if both have digits that count.
static void join(Decimal *number, Sv whole, Sv fraction) {
    number->exponent -= (int64_t)fraction.len;
    if (fraction.len == 0) {
        number->digits = whole;
    } else if (without_leading_zeros(whole).len == 0) {
        number->digits = fraction;
    } else {
        number->held = buf_new(whole.len + fraction.len);
        buf_add(&number->held, whole);
        buf_add(&number->held, fraction);
        number->digits = buf_sv(&number->held);
    }
    strip(number);
}

bool decimal_read(Sv text, Decimal *out) {
    Decimal number = {.held = buf_new(0)};
    number.negative = take_char(&text, '-');
    if (!number.negative) take_char(&text, '+');
    Sv whole = take_digits(&text), fraction = {NULL, 0};
    if (take_char(&text, '.')) fraction = take_digits(&text);
    if (whole.len + fraction.len == 0) return false;
    bool tiny = false, huge = false;
    if (take_char(&text, 'e') || take_char(&text, 'E')) {
        if (text.len == 0) return false;
        bool down = text.at[0] == '-';
        Sv digits = text;
        if (!take_char(&digits, '-')) take_char(&digits, '+');
        Sv rest = digits;
        if (take_digits(&rest).len == 0 || rest.len > 0) return false;
        bool far = !num_parse_i64(text, &number.exponent) || number.exponent > INT32_MAX ||
                   number.exponent < INT32_MIN;
        if (far) number.exponent = 0;
        tiny = far && down;
        huge = far && !down;
        text = (Sv){NULL, 0};
    }
    if (text.len > 0) return false;
    join(&number, whole, fraction);
    bool zero = number.digits.len == 0;
    if ((!zero && (tiny || huge)) || !within_limits(&number)) {
        decimal_drop(&number);
        return false;
    }
    *out = number;
    return true;
}

void decimal_drop(Decimal *decimal) {
    buf_free(&decimal->held);
}

// The text is short and made here, so the number holds it.
static bool read_held(Buf text, Decimal *out) {
    Decimal number;
    if (!decimal_read(buf_sv(&text), &number)) {
        buf_free(&text);
        return false;
    }
    if (number.held.at)
        buf_free(&text);
    else
        number.held = text;
    *out = number;
    return true;
}

static bool take_double(double number, Decimal *out) {
    if (isnan(number)) return false;
    if (isinf(number)) {
        *out = (Decimal){.negative = number < 0, .infinite = true, .held = buf_new(0)};
        return true;
    }
    Buf text = buf_new(400);
    if (number == trunc(number))
        buf_addf(&text, "%.0f", number); // glibc writes all digits, exactly
    else
        num_add_double(&text, number);
    return read_held(text, out);
}

bool decimal_take(Value value, Decimal *out) {
    Buf text = buf_new(32);
    switch (value.kind) {
    case VALUE_INT: num_add_i64(&text, value.integer); return read_held(text, out);
    case VALUE_UINT: num_add_u64(&text, value.uinteger); return read_held(text, out);
    case VALUE_DOUBLE: return take_double(value.number, out);
    case VALUE_DECIMAL: return decimal_read(value_text(value), out);
    default: return false;
    }
}

static void add_scientific(Buf *text, Sv digits, int64_t exponent) {
    buf_add(text, sv_slice(digits, 0, 1));
    if (digits.len > 1) buf_add_char(text, '.');
    buf_add(text, sv_slice(digits, 1, digits.len));
    buf_addf(text, "e%+03lld", (long long)(exponent + (int64_t)digits.len - 1));
}

Sv decimal_text(Arena *arena, const Decimal *decimal) {
    Sv digits = decimal->digits;
    if (digits.len == 0) return SV("0");
    Buf text BUF_AUTO = buf_new(digits.len + MOST_WHOLE_ZEROS + 64);
    if (decimal->negative) buf_add_char(&text, '-');
    int64_t point = (int64_t)digits.len + decimal->exponent; // digits before the point
    if (decimal->exponent > MOST_WHOLE_ZEROS || point < -MOST_ZEROS) {
        add_scientific(&text, digits, decimal->exponent);
    } else if (decimal->exponent >= 0) {
        buf_add(&text, digits);
        buf_add_repeat(&text, '0', (size_t)decimal->exponent);
    } else if (point > 0) {
        buf_add(&text, sv_slice(digits, 0, (size_t)point));
        buf_add_char(&text, '.');
        buf_add(&text, sv_slice(digits, (size_t)point, digits.len));
    } else {
        buf_add_c(&text, "0.");
        buf_add_repeat(&text, '0', (size_t)-point);
        buf_add(&text, digits);
    }
    return buf_keep(&text, arena);
}

bool value_decimal(Arena *arena, Sv text, Value *out) {
    Decimal number;
    if (!decimal_read(text, &number)) return false;
    Sv canonical = decimal_text(arena, &number);
    decimal_drop(&number);
    *out = (Value){.kind = VALUE_DECIMAL, .text = {canonical.at, canonical.len}};
    return true;
}

static int sign_of(const Decimal *number) {
    if (number->digits.len == 0 && !number->infinite) return 0;
    return number->negative ? -1 : 1;
}

static int compare_sizes(const Decimal *a, const Decimal *b) {
    if (a->infinite || b->infinite) return (int)a->infinite - (int)b->infinite;
    int64_t a_first = (int64_t)a->digits.len + a->exponent;
    int64_t b_first = (int64_t)b->digits.len + b->exponent;
    if (a_first != b_first) return a_first < b_first ? -1 : 1;
    // With the first digits at the same place, and no trailing zeros, text order is the order of
    // numbers.
    int order = sv_cmp(a->digits, b->digits);
    return (order > 0) - (order < 0);
}

int decimal_compare(Value a, Value b) {
    Decimal left = {.held = buf_new(0)}, right = {.held = buf_new(0)};
    // Both are decimals or integers; nothing else is compared as one.
    ignore_result(decimal_take(a, &left));
    ignore_result(decimal_take(b, &right));
    int sign = sign_of(&left), other = sign_of(&right);
    int order = sign != other ? (sign > other) - (sign < other)
                : sign == 0   ? 0
                              : sign * compare_sizes(&left, &right);
    decimal_drop(&left);
    decimal_drop(&right);
    return order;
}
