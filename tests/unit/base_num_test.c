// Numbers and durations read and written with nothing silently changed.
#include "base/num.h"
#include "check.h"
#include <locale.h>
#include <math.h>

static void integers(void) {
    int64_t i = 7;
    CHECK(num_parse_i64(SV("0"), &i) && i == 0);
    CHECK(num_parse_i64(SV("-0"), &i) && i == 0);
    CHECK(num_parse_i64(SV("+12"), &i) && i == 12);
    CHECK(num_parse_i64(SV("9223372036854775807"), &i) && i == INT64_MAX);
    CHECK(num_parse_i64(SV("-9223372036854775808"), &i) && i == INT64_MIN);
    CHECK(num_parse_i64(SV("0000000000000000000000001"), &i) && i == 1);
    static const char *const refused[] = {"",
                                          "-",
                                          "+",
                                          " 1",
                                          "1 ",
                                          "1.0",
                                          "1e3",
                                          "0x10",
                                          "1_0",
                                          "9223372036854775808",
                                          "--1",
                                          "+-1",
                                          "a",
                                          "-9223372036854775809",
                                          "99999999999999999999"};
    for (size_t n = 0; n < sizeof refused / sizeof *refused; n++) {
        i = 7;
        CHECK(!num_parse_i64(sv_from_c(refused[n]), &i) && i == 7);
    }
    uint64_t u;
    CHECK(num_parse_u64(SV("18446744073709551615"), &u) && u == UINT64_MAX);
    CHECK(!num_parse_u64(SV("18446744073709551616"), &u));
    CHECK(!num_parse_u64(SV("-1"), &u));
    CHECK(num_parse_hex(SV("fFfFfFfFfFfFfFfF"), &u) && u == UINT64_MAX);
    CHECK(num_parse_hex(SV("0a"), &u) && u == 10);
    CHECK(!num_parse_hex(SV("10000000000000000"), &u));
    CHECK(!num_parse_hex(SV("0x1"), &u) && !num_parse_hex(SV("g"), &u) &&
          !num_parse_hex(SV(""), &u));
}

static double parsed(const char *text) {
    double number = -1234.5;
    CHECK(num_parse_double(sv_from_c(text), &number));
    return number;
}

static void doubles_are_read(void) {
    CHECK(parsed("0") == 0 && !signbit(parsed("0")) && signbit(parsed("-0")));
    CHECK(parsed("1.5") == 1.5 && parsed("+1.5") == 1.5 && parsed(".5") == 0.5 &&
          parsed("5.") == 5);
    CHECK(parsed("1e3") == 1000 && parsed("1E-3") == 0.001 && parsed("12e+2") == 1200);
    CHECK(parsed("0.1") == 0.1 && parsed("0.30000000000000004") == 0.30000000000000004);
    CHECK(parsed("1e22") == 1e22 && parsed("1e23") == 1e23 && parsed("8.5e-23") == 8.5e-23);
    CHECK(parsed("9007199254740993") == 9007199254740992.0);
    CHECK(parsed("9007199254740993.00001") == 9007199254740994.0);
    CHECK(parsed("2.2250738585072011e-308") == 2.2250738585072011e-308);
    CHECK(parsed("4.9e-324") == 4.9e-324 && parsed("1e-400") == 0);
    CHECK(parsed("1.7976931348623157e308") == 1.7976931348623157e308);
    CHECK(isinf(parsed("1e400")) && parsed("-1e400") < 0 &&
          isinf(parsed("1e99999999999999999999")));
    CHECK(parsed("0e99999999999999999999") == 0);
    CHECK(parsed("123456789012345678901234567890") == 123456789012345678901234567890.0);
    CHECK(parsed("0.000000000000000000000000000000000000000000000000000000000000000000000000000000"
                 "00000000000000000000000000000000000000000000000000000000000000000000000001") ==
          1e-152);
    static const char *const refused[] = {"",      ".",   "-",   "1e",    "1e+", "e1",
                                          "1.2.3", "inf", "nan", "0x1p3", " 1",  "1 ",
                                          "1,5",   "1f",  "--1", "1e1.5"};
    for (size_t n = 0; n < sizeof refused / sizeof *refused; n++) {
        double number = 7;
        CHECK(!num_parse_double(sv_from_c(refused[n]), &number) && number == 7);
    }
}

static void check_written(double number, const char *wanted) {
    Buf buf BUF_AUTO = buf_new(100);
    CHECK(num_add_double(&buf, number));
    CHECK_C(buf_sv(&buf), wanted);
}

static void doubles_are_written(void) {
    check_written(0, "0");
    check_written(-0.0, "-0");
    check_written(1, "1");
    check_written(-25.25, "-25.25");
    check_written(0.1, "0.1");
    check_written(0.1 + 0.2, "0.30000000000000004");
    check_written(1.0 / 3, "0.3333333333333333");
    check_written(100, "100");
    check_written(123456789012345, "123456789012345");
    check_written(1e15, "1000000000000000");
    check_written(9007199254740993.0, "9007199254740992");
    check_written(1e16, "1e+16");
    check_written(18446744073709551616.0, "1.8446744073709552e+19");
    check_written(1e100, "1e+100");
    check_written(0.0001, "0.0001");
    check_written(0.00012345, "0.00012345");
    check_written(0.00001, "1e-05");
    check_written(1.7976931348623157e308, "1.7976931348623157e+308");
    check_written(4.9e-324, "5e-324");
    check_written(5.684341886080802e-14, "5.684341886080802e-14"); // 2^-44: 16 digits do
    check_written((double)NAN, "NaN");
    check_written(HUGE_VAL, "Infinity");
    check_written(-HUGE_VAL, "-Infinity");
}

static void doubles_come_back(void) {
    uint64_t state = 88172645463325252;
    int wrong = 0;
    for (int i = 0; i < 50000; i++) {
        union {
            uint64_t bits;
            double number;
        } both;
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        both.bits = state;
        if (i % 3 == 0) both.number = (double)(int64_t)(state >> 20) / 1000.0;
        if (!isfinite(both.number)) continue;
        Buf buf BUF_AUTO = buf_new(100);
        double again = 0;
        num_add_double(&buf, both.number);
        if (!num_parse_double(buf_sv(&buf), &again) || again != both.number) wrong++;
    }
    CHECK_INT(wrong, 0);
}

static void powers_of_two_come_back(void) {
    int wrong = 0;
    for (int exponent = -1074; exponent < 1024; exponent++) {
        Buf buf BUF_AUTO = buf_new(100);
        double number = ldexp(1, exponent), again = 0;
        num_add_double(&buf, number);
        if (!num_parse_double(buf_sv(&buf), &again) || again != number) wrong++;
    }
    CHECK_INT(wrong, 0);
}

static int64_t duration(const char *text) {
    int64_t ns = -1;
    return duration_parse(sv_from_c(text), &ns) ? ns : -1;
}

static void durations_are_read(void) {
    CHECK_INT(duration("1h30m"), 5400000000000);
    CHECK_INT(duration("250ms"), 250000000);
    CHECK_INT(duration("2d"), 172800000000000);
    CHECK_INT(duration("1w"), 604800000000000);
    CHECK_INT(duration("1.5s"), 1500000000);
    CHECK_INT(duration("1w2d3h4m5s6ms7us8ns"), 788645006007008);
    CHECK_INT(duration("0s"), 0);
    CHECK_INT(duration("0.25h"), 900000000000);
    CHECK_INT(duration("1m0.000000001s"), 60000000001);
    CHECK_INT(duration("1.50000s"), 1500000000);
    CHECK_INT(duration("9223372036854775807ns"), INT64_MAX);
    static const char *const refused[] = {"",
                                          "5",
                                          "s",
                                          "1",
                                          "-1s",
                                          "+1s",
                                          "1 s",
                                          "1s ",
                                          "1S",
                                          "1min",
                                          "1s1s",
                                          "1m1h",
                                          "1ms1s",
                                          "1.5m30s",
                                          "1.s",
                                          ".5s",
                                          "1e3s",
                                          "0.0000000001s",
                                          "1.5ns",
                                          "9223372036854775808ns",
                                          "999999999w",
                                          "15251w",
                                          "1h 30m",
                                          "1y",
                                          "0.0000000005s"};
    for (size_t n = 0; n < sizeof refused / sizeof *refused; n++)
        CHECK_INT(duration(refused[n]), -1);
}

static void check_human(int64_t ns, const char *wanted) {
    Buf buf BUF_AUTO = buf_new(20);
    CHECK(duration_add_human(&buf, ns));
    CHECK_C(buf_sv(&buf), wanted);
    CHECK(buf.len <= 8 || ns < 0);
}

static void durations_for_people(void) {
    check_human(0, "0ms");
    check_human(400000, "0.4ms");
    check_human(949999, "0.9ms");
    check_human(950000, "1ms");
    check_human(12345678, "12ms");
    check_human(999499999, "999ms");
    check_human(999500000, "1s");
    check_human(3400000000, "3.4s");
    check_human(59949999999, "59.9s");
    check_human(59950000000, "1m");
    check_human(125000000000, "2m 05s");
    check_human(3599499999999, "59m 59s");
    check_human(3599500000000, "1h");
    check_human(3720000000000, "1h 02m");
    check_human(INT64_C(47) * 3600000000000, "47h");
    check_human(INT64_C(100) * 3600000000000, "4d 04h");
    check_human(INT64_C(99) * 86400000000000, "99d");
    check_human(INT64_C(400) * 86400000000000, "400d");
    check_human(INT64_MAX, "106752d");
    check_human(-3400000000, "-3.4s");
    check_human(INT64_MIN, "-106752d");
}

int main(void) {
    integers();
    doubles_are_read();
    doubles_are_written();
    doubles_come_back();
    powers_of_two_come_back();
    durations_are_read();
    durations_for_people();
    // Where a locale with a decimal comma is there, it must change nothing.
    if (setlocale(LC_ALL, "de_DE.UTF-8") || setlocale(LC_ALL, "C.UTF-8")) {
        doubles_are_read();
        doubles_are_written();
    }
    return check_done();
}
