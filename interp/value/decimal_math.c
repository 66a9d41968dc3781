#include "base/heap.h"
#include "base/limits.h"
#include "value/decimal.h"
#include <gmp.h>
#include <string.h>

enum { QUOTIENT_DIGITS = 34 }; // as many as IEEE 754 decimal128 has

// A number as GMP computes with it: digits × 10^exponent.
typedef struct Big {
    mpz_t digits;
    int64_t exponent;
} Big;

static bool big_take(Value value, Big *out) {
    Decimal number;
    if (!decimal_take(value, &number)) return false;
    bool finite = !number.infinite;
    if (finite) {
        char *text = heap_alloc(number.digits.len + 2);
        memcpy(text, "0", 2);
        if (number.digits.len > 0) memcpy(text, number.digits.at, number.digits.len);
        mpz_init(out->digits);
        mpz_set_str(out->digits, text, 10);
        if (number.negative) mpz_neg(out->digits, out->digits);
        out->exponent = number.exponent;
        heap_free(text);
    }
    decimal_drop(&number);
    return finite;
}

// Changes the exponent to `exponent`, which is not larger than before.
static void lower_to(Big *number, int64_t exponent) {
    mpz_t ten;
    mpz_init(ten);
    mpz_ui_pow_ui(ten, 10, (unsigned long)(number->exponent - exponent));
    mpz_mul(number->digits, number->digits, ten);
    mpz_clear(ten);
    number->exponent = exponent;
}

static void align(Big *a, Big *b) {
    if (a->exponent > b->exponent) lower_to(a, b->exponent);
    if (b->exponent > a->exponent) lower_to(b, a->exponent);
}

// a / b, truncated after at least the wanted digits. A remainder must not be lost in rounding, so
// it leaves a last digit that is not zero.
static void divide(Big *a, const Big *b) {
    size_t have = mpz_sizeinbase(a->digits, 10), by = mpz_sizeinbase(b->digits, 10);
    int64_t more = (int64_t)by - (int64_t)have + QUOTIENT_DIGITS + 2;
    if (more < 0) more = 0;
    mpz_t rest;
    mpz_init(rest);
    lower_to(a, a->exponent - more);
    mpz_tdiv_qr(a->digits, rest, a->digits, b->digits);
    a->exponent -= b->exponent;
    if (mpz_sgn(rest) != 0) {
        int sign = mpz_sgn(rest) * mpz_sgn(b->digits);
        mpz_mul_ui(a->digits, a->digits, 10);
        if (sign > 0)
            mpz_add_ui(a->digits, a->digits, 1);
        else
            mpz_sub_ui(a->digits, a->digits, 1);
        a->exponent--;
    }
    mpz_clear(rest);
}

// Half to even, as decimal128 does by default.
static void round_quotient(Big *number) {
    size_t digits = mpz_sizeinbase(number->digits, 10);
    if (digits <= QUOTIENT_DIGITS) return;
    // mpz_sizeinbase may be one too large, so it is called again after the first digits are gone.
    mpz_t ten, rest, twice;
    mpz_inits(ten, rest, twice, NULL);
    mpz_ui_pow_ui(ten, 10, QUOTIENT_DIGITS);
    unsigned long drop = 0;
    while (mpz_cmpabs(number->digits, ten) >= 0) {
        mpz_mul_ui(ten, ten, 10);
        drop++;
    }
    mpz_ui_pow_ui(ten, 10, drop);
    mpz_tdiv_qr(number->digits, rest, number->digits, ten);
    mpz_mul_ui(twice, rest, 2);
    int half = mpz_cmpabs(twice, ten);
    if (half > 0 || (half == 0 && mpz_odd_p(number->digits))) {
        if (mpz_sgn(rest) < 0)
            mpz_sub_ui(number->digits, number->digits, 1);
        else
            mpz_add_ui(number->digits, number->digits, 1);
    }
    number->exponent += (int64_t)drop;
    mpz_clears(ten, rest, twice, NULL);
}

// False if `op` is not an operator, or divides by zero.
static bool compute(char op, Big *a, Big *b) {
    if ((op == '/' || op == '%') && mpz_sgn(b->digits) == 0) return false;
    switch (op) {
    case '+':
        align(a, b);
        mpz_add(a->digits, a->digits, b->digits);
        return true;
    case '-':
        align(a, b);
        mpz_sub(a->digits, a->digits, b->digits);
        return true;
    case '*':
        mpz_mul(a->digits, a->digits, b->digits);
        a->exponent += b->exponent;
        return true;
    case '/':
        divide(a, b);
        round_quotient(a);
        return true;
    case '%':
        align(a, b);
        mpz_tdiv_r(a->digits, a->digits, b->digits);
        return true;
    default: return false;
    }
}

static bool big_give(Arena *arena, const Big *number, Value *out) {
    size_t room = mpz_sizeinbase(number->digits, 10) + 32;
    char *text = heap_alloc(room);
    mpz_get_str(text, 10, number->digits);
    Buf whole BUF_AUTO = buf_new(room);
    buf_addf(&whole, "%se%lld", text, (long long)number->exponent);
    heap_free(text);
    return value_decimal(arena, buf_sv(&whole), out);
}

bool decimal_arithmetic(Arena *arena, char op, Value a, Value b, Value *out) {
    Big left, right;
    if (!big_take(a, &left)) return false;
    bool done = big_take(b, &right);
    if (done) {
        done = compute(op, &left, &right) && big_give(arena, &left, out);
        mpz_clear(right.digits);
    }
    mpz_clear(left.digits);
    if (done) out->taint |= a.taint | b.taint;
    return done;
}
