#include "base/ascii.h"
#include "value/time.h"
#include "value/zone.h"

// The rules of POSIX's TZ variable, with RFC 8536's extension of hours to -167 … 167.
typedef struct RuleDate {
    char kind;            // M, J or 0
    int month, week, day; // M: day 0 (Sunday) to 6 of week 1 to 5 (5 = the last); else only day
    int32_t time;         // seconds after midnight, on the clock before the change
} RuleDate;

enum { DAY = 86400 };

static bool take_char(Sv *text, char c) {
    if (text->len == 0 || text->at[0] != c) return false;
    *text = sv_slice(*text, 1, text->len);
    return true;
}

static bool take_int(Sv *text, int least, int most, int *out) {
    int number = 0;
    size_t at = 0;
    for (; at < text->len && at < 4 && ascii_is_digit(text->at[at]); at++)
        number = number * 10 + (text->at[at] - '0');
    if (at == 0 || number < least || number > most) return false;
    *text = sv_slice(*text, at, text->len);
    *out = number;
    return true;
}

static bool take_name(Sv *text) {
    size_t end = 0;
    if (sv_starts(*text, SV("<"))) {
        end = sv_find_char(*text, '>', 0);
        if (end == SV_NONE) return false;
        end++;
    } else {
        while (end < text->len && ascii_is_letter(text->at[end]))
            end++;
    }
    *text = sv_slice(*text, end, text->len);
    return end > 0;
}

static bool take_time(Sv *text, int32_t *out) {
    bool negative = take_char(text, '-');
    int hours, minutes = 0, seconds = 0;
    if (!negative) take_char(text, '+');
    if (!take_int(text, 0, 167, &hours)) return false;
    if (take_char(text, ':') && !take_int(text, 0, 59, &minutes)) return false;
    if (take_char(text, ':') && !take_int(text, 0, 59, &seconds)) return false;
    *out = (hours * 3600 + minutes * 60 + seconds) * (negative ? -1 : 1);
    return true;
}

static bool take_date(Sv *text, RuleDate *out) {
    *out = (RuleDate){.kind = '0', .time = 7200};
    if (!take_char(text, ',')) return false;
    if (take_char(text, 'M')) {
        out->kind = 'M';
        if (!take_int(text, 1, 12, &out->month) || !take_char(text, '.')) return false;
        if (!take_int(text, 1, 5, &out->week) || !take_char(text, '.')) return false;
        if (!take_int(text, 0, 6, &out->day)) return false;
    } else {
        bool without_leap_day = take_char(text, 'J');
        if (without_leap_day) out->kind = 'J';
        if (!take_int(text, without_leap_day, 365, &out->day)) return false;
    }
    return !take_char(text, '/') || take_time(text, &out->time);
}

static int64_t midnight(int64_t year, int month, int day) {
    CivilTime civil = {.year = year, .month = month, .day = day};
    return civil_to_seconds(&civil);
}

// The moment of the change in that year, on the clock before it, taken as UTC.
static int64_t moment(const RuleDate *date, int64_t year) {
    int64_t start = midnight(year, 1, 1);
    bool leap = midnight(year, 3, 1) - start == 60 * DAY;
    if (date->kind == '0') return start + (int64_t)date->day * DAY + date->time;
    if (date->kind == 'J') {
        int64_t day = date->day - 1 + (leap && date->day >= 60);
        return start + day * DAY + date->time;
    }
    int64_t first = midnight(year, date->month, 1);
    int64_t next = date->month < 12 ? midnight(year, date->month + 1, 1) : midnight(year + 1, 1, 1);
    int64_t weekday = ((first / DAY + 4) % 7 + 7) % 7;
    int64_t at = first + (((date->day - weekday) % 7 + 7) % 7 + (date->week - 1) * 7) * DAY;
    while (at >= next)
        at -= 7 * DAY;
    return at + date->time;
}

static int64_t year_of(int64_t seconds) {
    CivilTime civil;
    return civil_from(value_timestamp(seconds, 0), SV("UTC"), &civil) ? civil.year : 1970;
}

bool zone_rule_offset(Sv rule, int64_t at_seconds, int32_t *out) {
    int32_t standard, summer;
    RuleDate begin, end;
    if (!take_name(&rule) || !take_time(&rule, &standard)) return false;
    standard = -standard; // POSIX counts westwards
    if (rule.len == 0) {
        *out = standard;
        return true;
    }
    if (!take_name(&rule)) return false;
    summer = standard + 3600;
    if (rule.len > 0 && rule.at[0] != ',') {
        if (!take_time(&rule, &summer)) return false;
        summer = -summer;
    }
    if (!take_date(&rule, &begin) || !take_date(&rule, &end) || rule.len > 0) return false;
    int64_t year = year_of(at_seconds + standard);
    int64_t from = moment(&begin, year) - standard, to = moment(&end, year) - summer;
    // South of the equator summer spans the turn of the year.
    bool in_summer =
        from < to ? at_seconds >= from && at_seconds < to : at_seconds >= from || at_seconds < to;
    *out = in_summer ? summer : standard;
    return true;
}
