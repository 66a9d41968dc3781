#include "base/ascii.h"
#include "base/num.h"
#include "value/time.h"
#include "value/zone.h"

enum { DAY = 86400, SECOND = 1000000000 };

static const int64_t first_second = -62135596800; // 0001-01-01T00:00:00Z
static const int64_t last_second = 253402300799;  // 9999-12-31T23:59:59Z

bool timestamp_in_range(int64_t seconds) {
    return seconds >= first_second && seconds <= last_second;
}

// Days since 1970-01-01. The year is taken to begin in March, so that the leap day comes last.
static int64_t days_from(int64_t year, int month, int day) {
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_from(int64_t days, CivilTime *out) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    out->day = (int)(of_year - (153 * month + 2) / 5 + 1);
    out->month = (int)(month < 10 ? month + 3 : month - 9);
    out->year = year + era * 400 + (out->month <= 2);
}

static bool is_leap(int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int64_t year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

int64_t civil_to_seconds(const CivilTime *civil) {
    return days_from(civil->year, civil->month, civil->day) * DAY + civil->hour * 3600 +
           civil->minute * 60 + civil->second;
}

static void civil_of_seconds(int64_t seconds, CivilTime *out) {
    int64_t days = seconds / DAY, rest = seconds % DAY;
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    date_from(days, out);
    out->hour = (int)(rest / 3600);
    out->minute = (int)(rest / 60 % 60);
    out->second = (int)(rest % 60);
    int64_t weekday = (days + 4) % 7;
    out->weekday = (int)(weekday < 0 ? weekday + 7 : weekday);
    out->yearday = (int)(days - days_from(out->year, 1, 1));
}

bool civil_from(Value timestamp, Sv zone, CivilTime *out) {
    int32_t offset;
    if (timestamp.kind != VALUE_TIMESTAMP) return false;
    if (!zone_offset(zone, timestamp.seconds, &offset)) return false;
    civil_of_seconds(timestamp.seconds + offset, out);
    return true;
}

// Exactly `count` digits.
static bool take_number(Sv *text, size_t count, int *out) {
    int number = 0;
    if (text->len < count) return false;
    for (size_t i = 0; i < count; i++) {
        if (!ascii_is_digit(text->at[i])) return false;
        number = number * 10 + (text->at[i] - '0');
    }
    *out = number;
    *text = (Sv){text->at + count, text->len - count};
    return true;
}

static bool take_char(Sv *text, char c, char other) {
    if (text->len == 0 || (text->at[0] != c && text->at[0] != other)) return false;
    *text = sv_slice(*text, 1, text->len);
    return true;
}

static bool take_date(Sv *text, CivilTime *out) {
    int year;
    if (!take_number(text, 4, &year) || !take_char(text, '-', '-')) return false;
    if (!take_number(text, 2, &out->month) || !take_char(text, '-', '-')) return false;
    if (!take_number(text, 2, &out->day)) return false;
    out->year = year;
    return out->month >= 1 && out->month <= 12 && out->day >= 1 &&
           out->day <= days_in_month(year, out->month);
}

static bool take_clock(Sv *text, CivilTime *out) {
    if (!take_number(text, 2, &out->hour) || !take_char(text, ':', ':')) return false;
    if (!take_number(text, 2, &out->minute) || !take_char(text, ':', ':')) return false;
    if (!take_number(text, 2, &out->second)) return false;
    return out->hour <= 23 && out->minute <= 59 && out->second <= 59;
}

// Digits beyond the ninth are cut off: no clock gives them.
static bool take_fraction(Sv *text, int32_t *nanos) {
    size_t count = 0;
    int32_t unit = SECOND / 10;
    *nanos = 0;
    if (!take_char(text, '.', '.')) return true;
    for (; count < text->len && ascii_is_digit(text->at[count]); count++) {
        *nanos += unit * (text->at[count] - '0');
        unit /= 10;
    }
    *text = sv_slice(*text, count, text->len);
    return count > 0;
}

static bool take_offset(Sv *text, int64_t *offset) {
    *offset = 0;
    if (take_char(text, 'Z', 'z')) return true;
    bool west = take_char(text, '-', '-');
    int hours, minutes;
    if (!west && !take_char(text, '+', '+')) return false;
    if (!take_number(text, 2, &hours) || !take_char(text, ':', ':')) return false;
    if (!take_number(text, 2, &minutes) || hours > 23 || minutes > 59) return false;
    *offset = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
}

bool timestamp_parse(Sv text, Value *out) {
    CivilTime civil = {0};
    int32_t nanos;
    int64_t offset;
    bool formed = take_date(&text, &civil) && take_char(&text, 'T', 't') &&
                  take_clock(&text, &civil) && take_fraction(&text, &nanos) &&
                  take_offset(&text, &offset) && text.len == 0;
    if (!formed) return false;
    int64_t seconds = civil_to_seconds(&civil) - offset;
    if (!timestamp_in_range(seconds)) return false;
    *out = value_timestamp(seconds, nanos);
    return true;
}

// ".5", without trailing zeros; nothing if there is no fraction.
static bool add_fraction(Buf *buf, int32_t nanos) {
    if (nanos == 0) return true;
    char digits[10] = ".";
    size_t len = sizeof digits;
    uint32_t rest = nanos < 0 ? 0 - (uint32_t)nanos : (uint32_t)nanos;
    for (size_t i = len; i-- > 1; rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    while (digits[len - 1] == '0')
        len--;
    return buf_add(buf, (Sv){digits, len});
}

// Every step tells several times, and printf would be a good part of what that costs.
static bool add_two(Buf *buf, int number, char behind) {
    char digits[] = {(char)('0' + number / 10), (char)('0' + number % 10), behind};
    return buf_add(buf, (Sv){digits, behind ? 3 : 2});
}

bool timestamp_add(Buf *buf, Value timestamp) {
    CivilTime civil;
    civil_of_seconds(timestamp.seconds, &civil);
    int year = (int)civil.year;
    return add_two(buf, year / 100, '\0') && add_two(buf, year % 100, '-') &&
           add_two(buf, civil.month, '-') && add_two(buf, civil.day, 'T') &&
           add_two(buf, civil.hour, ':') && add_two(buf, civil.minute, ':') &&
           add_two(buf, civil.second, '\0') && add_fraction(buf, timestamp.nanos) &&
           buf_add_char(buf, 'Z');
}

Value timestamp_from_ns(int64_t wall_ns) {
    int64_t seconds = wall_ns / SECOND, nanos = wall_ns % SECOND;
    if (nanos < 0) {
        nanos += SECOND;
        seconds--;
    }
    return value_timestamp(seconds, (int32_t)nanos);
}

// ── durations ──
bool duration_in_range(int64_t seconds) {
    return seconds >= -315576000000 && seconds <= 315576000000;
}

bool cel_duration_add(Buf *buf, Value duration) {
    bool negative = duration.seconds < 0 || duration.nanos < 0;
    if (negative && !buf_add_char(buf, '-')) return false;
    uint64_t seconds =
        duration.seconds < 0 ? 0 - (uint64_t)duration.seconds : (uint64_t)duration.seconds;
    return num_add_u64(buf, seconds) && add_fraction(buf, duration.nanos) && buf_add_char(buf, 's');
}
