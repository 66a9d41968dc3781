#include "cel/functions/number_text.h"
#include "base/limits.h"
#include "base/num.h"
#include "value/decimal.h"

#include <math.h>

// ── plain ──

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

bool number_add_plain(Buf *out, Value value) {
    if (value.kind == VALUE_DOUBLE && !isfinite(value.number)) {
        add_special(out, value.number);
        return true;
    }
    BUF_AUTO Buf shortest = buf_new(64);
    Decimal number = {0};
    if (value.kind == VALUE_DOUBLE) num_add_double(&shortest, value.number);
    bool good = value.kind == VALUE_DOUBLE ? decimal_read(buf_sv(&shortest), &number)
                                           : decimal_take(value, &number);
    if (!good) return false;
    if (value.kind == VALUE_DOUBLE && value.number == 0 && signbit(value.number))
        buf_add_char(out, '-');
    add_plain_digits(out, &number);
    decimal_drop(&number);
    return true;
}

// ── with so many digits ──

// Rounds to `precision` digits after the point, halves to the even digit.
static void add_fixed_decimal(Buf *out, const Decimal *number, int precision) {
    int64_t point =
        (int64_t)number->digits.len + number->exponent; // digits before it; may be negative
    int64_t kept = point + precision;                   // digits that stay
    Sv digits = number->digits;
    // One zero in front for a carry, and one if there are no digits before the point.
    BUF_AUTO Buf text = buf_new(LIMIT_DECIMAL_DIGITS * 3);
    int64_t zeros = point < 1 ? 1 - point : 0;
    buf_add_repeat(&text, '0', (size_t)zeros + 1);
    buf_add(&text, digits);
    int64_t first = 1 + zeros + point; // position of the point
    int64_t end = 1 + zeros + kept;    // end of the digits that stay
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

bool number_add_fixed(Buf *out, Value value, int precision) {
    if (value.kind == VALUE_DOUBLE) {
        if (isfinite(value.number))
            buf_addf(out, "%.*f", precision, value.number);
        else
            add_special(out, value.number);
        return true;
    }
    Decimal number = {0};
    if (!decimal_take(value, &number)) return false;
    add_fixed_decimal(out, &number, precision);
    decimal_drop(&number);
    return true;
}

bool number_add_scientific(Buf *out, Value value, int precision) {
    double number = 0;
    switch (value.kind) {
    case VALUE_DOUBLE: number = value.number; break;
    case VALUE_INT: number = (double)value.integer; break;
    case VALUE_UINT: number = (double)value.uinteger; break;
    case VALUE_DECIMAL:
        if (!num_parse_double(value_text(value), &number)) return false;
        break;
    default: return false;
    }
    if (isfinite(number))
        buf_addf(out, "%.*e", precision, number);
    else
        add_special(out, number);
    return true;
}

// ── in other bases ──

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

bool number_add_in_base(Buf *out, Value value, unsigned base, bool upper) {
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
