// Timestamps at the ends of their range, leap years, durations, and zones with their rules.
#include "check.h"
#include "value/time.h"
#include "value/zone.h"
#include <unistd.h>

static void check_stamp(const char *text, int64_t seconds, int32_t nanos, const char *written) {
    Value value = value_null();
    CHECK(timestamp_parse(sv_from_c(text), &value));
    CHECK_INT(value.seconds, seconds);
    CHECK_INT(value.nanos, nanos);
    Buf buf BUF_AUTO = buf_new(100);
    CHECK(timestamp_add(&buf, value));
    CHECK_C(buf_sv(&buf), written ? written : text);
}

static void timestamps(void) {
    check_stamp("1970-01-01T00:00:00Z", 0, 0, NULL);
    check_stamp("2026-03-01T02:03:04.5Z", 1772330584, 500000000, NULL);
    check_stamp("2009-02-13T23:31:30Z", 1234567890, 0, NULL);
    check_stamp("0001-01-01T00:00:00Z", -62135596800, 0, NULL);
    check_stamp("9999-12-31T23:59:59.999999999Z", 253402300799, 999999999, NULL);
    check_stamp("1969-12-31T23:59:59.25Z", -1, 250000000, NULL);
    check_stamp("2024-02-29T12:00:00Z", 1709208000, 0, NULL);
    check_stamp("2000-02-29T00:00:00Z", 951782400, 0, NULL);
    check_stamp("2026-03-01T02:03:04+02:00", 1772323384, 0, "2026-03-01T00:03:04Z");
}

static void offsets_and_fractions(void) {
    check_stamp("2026-03-01t02:03:04.120-05:30", 1772350384, 120000000, "2026-03-01T07:33:04.12Z");
    check_stamp("1970-01-01T00:00:00.0000000019Z", 0, 1, "1970-01-01T00:00:00.000000001Z");
    check_stamp("0001-01-01T01:00:00+01:00", -62135596800, 0, "0001-01-01T00:00:00Z");
    static const char *const refused[] = {"",
                                          "2026-03-01",
                                          "2026-03-01T02:03:04",
                                          "2026-03-01 02:03:04Z",
                                          "2026-3-01T02:03:04Z",
                                          "2026-13-01T00:00:00Z",
                                          "2026-00-01T00:00:00Z",
                                          "2026-02-29T00:00:00Z",
                                          "1900-02-29T00:00:00Z",
                                          "2026-04-31T00:00:00Z",
                                          "2026-03-00T00:00:00Z",
                                          "2026-03-01T24:00:00Z",
                                          "2026-03-01T23:60:00Z",
                                          "2026-03-01T23:59:60Z",
                                          "2026-03-01T00:00:00.Z",
                                          "2026-03-01T00:00:00,5Z",
                                          "2026-03-01T00:00:00+0200",
                                          "2026-03-01T00:00:00+24:00",
                                          "2026-03-01T00:00:00+02:60",
                                          "2026-03-01T00:00:00ZZ",
                                          " 2026-03-01T00:00:00Z",
                                          "0000-12-31T23:59:59Z",
                                          "0001-01-01T00:00:00+00:01",
                                          "9999-12-31T23:59:59-00:01",
                                          "10000-01-01T00:00:00Z",
                                          "+2026-03-01T00:00:00Z",
                                          "2026-03-01T00:00:00",
                                          "2026-03-01T+1:00:00Z"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Value value = value_int(7);
        CHECK(!timestamp_parse(sv_from_c(refused[i]), &value) && value.integer == 7);
    }
    Value value = timestamp_from_ns(-1);
    CHECK_INT(value.seconds, -1);
    CHECK_INT(value.nanos, 999999999);
    CHECK(timestamp_in_range(-62135596800) && !timestamp_in_range(-62135596801));
    CHECK(timestamp_in_range(253402300799) && !timestamp_in_range(253402300800));
}

static void every_day_comes_back(void) {
    int wrong = 0, weekday = 1; // 0001-01-01 was a Monday
    for (int64_t at = -62135596800; at <= 253402300799; at += 86400) {
        CivilTime civil;
        if (!civil_from(value_timestamp(at, 0), SV("UTC"), &civil) ||
            civil_to_seconds(&civil) != at || civil.weekday != weekday)
            wrong++;
        weekday = (weekday + 1) % 7;
    }
    CHECK_INT(wrong, 0);
}

static void check_duration(const char *text, int64_t seconds, int32_t nanos, const char *written) {
    Value value = value_null();
    CHECK(cel_duration_parse(sv_from_c(text), &value));
    CHECK_INT(value.seconds, seconds);
    CHECK_INT(value.nanos, nanos);
    Buf buf BUF_AUTO = buf_new(100);
    CHECK(cel_duration_add(&buf, value));
    CHECK_C(buf_sv(&buf), written);
}

static void durations(void) {
    check_duration("0", 0, 0, "0s");
    check_duration("-0s", 0, 0, "0s");
    check_duration("1h30m", 5400, 0, "5400s");
    check_duration("-1.5s", -1, -500000000, "-1.5s");
    check_duration("-0.5s", 0, -500000000, "-0.5s");
    check_duration("+3600s", 3600, 0, "3600s");
    check_duration("1ms2us3ns", 0, 1002003, "0.001002003s");
    check_duration("1.5h", 5400, 0, "5400s");
    check_duration(".5m", 30, 0, "30s");
    check_duration("1.s", 1, 0, "1s");
    check_duration("1m1m", 120, 0, "120s");
    check_duration("900ms900ms", 1, 800000000, "1.8s");
    check_duration("5\xc2\xb5s", 0, 5000, "0.000005s");
    check_duration("0.3333333333333333333h", 1199, 999999999, "1199.999999999s");
    check_duration("315576000000s", 315576000000, 0, "315576000000s");
    check_duration("-315576000000s", -315576000000, 0, "-315576000000s");
    check_duration("9223372036854775807ns", 9223372036, 854775807, "9223372036.854775807s");
    static const char *const refused[] = {"",
                                          "1",
                                          "s",
                                          "-",
                                          "1d",
                                          "1 s",
                                          "1s ",
                                          "--1s",
                                          ".s",
                                          "1e3s",
                                          "315576000000.000000001s",
                                          "315576000001s",
                                          "99999999999999999999s",
                                          "9999999999999999h",
                                          "1h-1m",
                                          "00"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Value value = value_int(7);
        CHECK(!cel_duration_parse(sv_from_c(refused[i]), &value) && value.integer == 7);
    }
    CHECK(duration_in_range(315576000000) && !duration_in_range(-315576000001));
}

static void check_civil(const char *stamp, const char *zone, const char *wanted) {
    Value value;
    CivilTime civil = {0};
    CHECK(timestamp_parse(sv_from_c(stamp), &value));
    CHECK(civil_from(value, sv_from_c(zone), &civil));
    char text[80];
    int size = snprintf(text, sizeof text,
                        "%lld-%02d-%02d %02d:%02d:%02d day %d of the week, %d of the year",
                        (long long)civil.year, civil.month, civil.day, civil.hour, civil.minute,
                        civil.second, civil.weekday, civil.yearday);
    CHECK_C(((Sv){text, (size_t)size}), wanted);
}

static void fixed_zones(void) {
    check_civil("2009-02-13T23:31:30Z", "UTC",
                "2009-02-13 23:31:30 day 5 of the week, 43 of the year");
    check_civil("2009-02-13T23:31:30Z", "+02:00",
                "2009-02-14 01:31:30 day 6 of the week, 44 of the year");
    check_civil("2009-02-13T23:31:30Z", "02:30",
                "2009-02-14 02:01:30 day 6 of the week, 44 of the year");
    check_civil("2009-02-13T23:31:30Z", "-7:30",
                "2009-02-13 16:01:30 day 5 of the week, 43 of the year");
    check_civil("2024-12-31T23:59:59Z", "Z",
                "2024-12-31 23:59:59 day 2 of the week, 365 of the year");
    check_civil("1960-03-01T00:00:00Z", "-00:01",
                "1960-02-29 23:59:00 day 1 of the week, 59 of the year");
    static const char *const refused[] = {"",
                                          "+2",
                                          "2:0",
                                          "+24:00",
                                          "+02:60",
                                          "++2:00",
                                          "+02:00 ",
                                          "x",
                                          "../../../etc/passwd",
                                          "/etc/localtime",
                                          "America",
                                          "America/../UTC",
                                          "Nowhere/City",
                                          "02:+1"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        CivilTime civil;
        CHECK(!civil_from(value_timestamp(0, 0), sv_from_c(refused[i]), &civil));
    }
    CivilTime civil;
    CHECK(!civil_from(value_int(0), SV("UTC"), &civil));
}

static void named_zones(void) {
    if (access("/usr/share/zoneinfo/Europe/Berlin", R_OK) != 0) {
        printf("named zones skipped: there is no zone data\n");
        return;
    }
    check_civil("2026-03-29T00:59:59Z", "Europe/Berlin",
                "2026-03-29 01:59:59 day 0 of the week, 87 of the year");
    check_civil("2026-03-29T01:00:00Z", "Europe/Berlin",
                "2026-03-29 03:00:00 day 0 of the week, 87 of the year");
    check_civil("2026-10-25T00:59:59Z", "Europe/Berlin",
                "2026-10-25 02:59:59 day 0 of the week, 297 of the year");
    check_civil("2026-10-25T01:00:00Z", "Europe/Berlin",
                "2026-10-25 02:00:00 day 0 of the week, 297 of the year");
    check_civil("2150-07-01T12:00:00Z", "Europe/Berlin",
                "2150-07-01 14:00:00 day 3 of the week, 181 of the year");
    check_civil("2150-01-01T12:00:00Z", "America/New_York",
                "2150-01-01 07:00:00 day 4 of the week, 0 of the year");
    check_civil("2150-01-01T12:00:00Z", "Australia/Sydney",
                "2150-01-01 23:00:00 day 4 of the week, 0 of the year");
    check_civil("2150-07-01T12:00:00Z", "Australia/Sydney",
                "2150-07-01 22:00:00 day 3 of the week, 181 of the year");
    check_civil("2026-06-01T00:00:00Z", "Asia/Kathmandu",
                "2026-06-01 05:45:00 day 1 of the week, 151 of the year");
    check_civil("1800-01-01T00:00:00Z", "Europe/London",
                "1799-12-31 23:58:45 day 2 of the week, 364 of the year");
    check_civil("1972-06-15T12:00:00Z", "Etc/GMT+3",
                "1972-06-15 09:00:00 day 4 of the week, 166 of the year");
}

static int32_t rule(const char *text, const char *stamp) {
    Value value;
    int32_t offset = 99999;
    CHECK(timestamp_parse(sv_from_c(stamp), &value));
    return zone_rule_offset(sv_from_c(text), value.seconds, &offset) ? offset : 99999;
}

static void rules(void) {
    CHECK_INT(rule("UTC0", "2026-01-01T00:00:00Z"), 0);
    CHECK_INT(rule("<+0530>-5:30", "2026-01-01T00:00:00Z"), 19800);
    CHECK_INT(rule("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z"), -18000);
    CHECK_INT(rule("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z"), -14400);
    CHECK_INT(rule("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59Z"), -14400);
    CHECK_INT(rule("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z"), -18000);
    CHECK_INT(rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-12-01T00:00:00Z"), 39600);
    CHECK_INT(rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-06-01T00:00:00Z"), 37800);
    CHECK_INT(rule("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:59Z"), 7200);
    CHECK_INT(rule("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z"), 10800);
    CHECK_INT(rule("X0Y,J60,J300", "2024-03-01T01:59:59Z"), 0); // J60 is 1 March in every year
    CHECK_INT(rule("X0Y,J60,J300", "2024-03-01T02:00:00Z"), 3600);
    CHECK_INT(rule("X0Y,59/0,300/0", "2024-02-29T00:00:00Z"), 3600); // counted with the leap day
    static const char *const refused[] = {"",
                                          "5",
                                          "EST",
                                          "EST5EDT",
                                          "EST5EDT,M3.2.0",
                                          "EST5EDT,M13.2.0,M11.1.0",
                                          "EST5EDT,M3.6.0,M11.1.0",
                                          "EST5EDT,M3.2.7,M11.1.0",
                                          "EST5EDT,J0,J10",
                                          "EST5,x",
                                          "<EST5",
                                          "EST5EDT,M3.2.0,M11.1.0x",
                                          "EST168"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        CHECK_INT(rule(refused[i], "2026-01-01T00:00:00Z"), 99999);
}

int main(void) {
    timestamps();
    offsets_and_fractions();
    every_day_comes_back();
    durations();
    fixed_zones();
    named_zones();
    rules();
    return check_done();
}
