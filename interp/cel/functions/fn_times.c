// The parts of timestamps and durations: getFullYear() and its kin, in UTC or a zone.
#include "base/ascii.h"
#include "cel/function.h"
#include "value/time.h"

typedef enum Part { YEAR, MONTH, DAY0, DAY1, YEARDAY, WEEKDAY, HOUR, MINUTE, SECOND, MILLI } Part;

static int64_t part_of(const CivilTime *civil, Value timestamp, Part part) {
    switch (part) {
    case YEAR: return civil->year;
    case MONTH: return civil->month - 1;
    case DAY0: return civil->day - 1;
    case DAY1: return civil->day;
    case YEARDAY: return civil->yearday;
    case WEEKDAY: return civil->weekday;
    case HOUR: return civil->hour;
    case MINUTE: return civil->minute;
    case SECOND: return civil->second;
    case MILLI: break;
    }
    return timestamp.nanos / 1000000;
}

static bool timestamp_part(CelCall *call, const Value *args, uint32_t count, Part part,
                           Value *out) {
    Sv zone = count > 1 ? value_text(args[1]) : SV("UTC");
    // "02:00" is allowed for "+02:00".
    Sv asked = zone;
    if (zone.len > 0 && ascii_is_digit(zone.at[0])) {
        zone = sv_format(call->work.arena, "+%.*s", SV_ARG(zone));
    }
    CivilTime civil;
    if (!civil_from(args[0], zone, &civil)) {
        return call_fail(
            call, "no such time zone: '%.*s'; it is written as 'UTC', 'Europe/Paris' or '+02:00'",
            (int)(asked.len < 60 ? asked.len : 60), asked.at);
    }
    *out = value_int(part_of(&civil, args[0], part));
    return true;
}

#define TIMESTAMP_PART(name, part)                                                                 \
    static bool name(CelCall *call, const Value *args, uint32_t count, Value *out) {               \
        return timestamp_part(call, args, count, part, out);                                       \
    }
TIMESTAMP_PART(full_year, YEAR)
TIMESTAMP_PART(month, MONTH)
TIMESTAMP_PART(day_of_month, DAY0)
TIMESTAMP_PART(date, DAY1)
TIMESTAMP_PART(day_of_year, YEARDAY)
TIMESTAMP_PART(day_of_week, WEEKDAY)
TIMESTAMP_PART(hours, HOUR)
TIMESTAMP_PART(minutes, MINUTE)
TIMESTAMP_PART(seconds, SECOND)
TIMESTAMP_PART(milliseconds, MILLI)
#undef TIMESTAMP_PART

static bool duration_hours(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(args[0].seconds / 3600);
    return true;
}

static bool duration_minutes(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(args[0].seconds / 60);
    return true;
}

static bool duration_seconds(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(args[0].seconds);
    return true;
}

static bool duration_milliseconds(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_int(args[0].nanos / 1000000);
    return true;
}

#define ZONED(name, run)                                                                           \
    static const CelOverload name##_overloads[] = {{"timestamp.() -> int", run},                   \
                                                   {"timestamp.(string) -> int", run}}
#define ZONED_OR_SPAN(name, run, span)                                                             \
    static const CelOverload name##_overloads[] = {{"timestamp.() -> int", run},                   \
                                                   {"timestamp.(string) -> int", run},             \
                                                   {"duration.() -> int", span}}
ZONED(full_year, full_year);
ZONED(month, month);
ZONED(day_of_month, day_of_month);
ZONED(date, date);
ZONED(day_of_year, day_of_year);
ZONED(day_of_week, day_of_week);
ZONED_OR_SPAN(hours, hours, duration_hours);
ZONED_OR_SPAN(minutes, minutes, duration_minutes);
ZONED_OR_SPAN(seconds, seconds, duration_seconds);
ZONED_OR_SPAN(milliseconds, milliseconds, duration_milliseconds);

static const CelFunction rows[] = {
    {.name = "getFullYear",
     .summary = "The year.",
     .example = "timestamp('2009-02-13T23:31:30Z').getFullYear() == 2009",
     .since = "0.1",
     CEL_OVERLOADS(full_year_overloads)},
    {.name = "getMonth",
     .summary = "The month, from 0.",
     .example = "timestamp('2009-02-13T23:31:30Z').getMonth() == 1",
     .since = "0.1",
     CEL_OVERLOADS(month_overloads)},
    {.name = "getDayOfMonth",
     .summary = "The day of the month, from 0.",
     .example = "timestamp('2009-02-13T23:31:30Z').getDayOfMonth() == 12",
     .since = "0.1",
     CEL_OVERLOADS(day_of_month_overloads)},
    {.name = "getDate",
     .summary = "The day of the month, from 1.",
     .example = "timestamp('2009-02-13T23:31:30Z').getDate('Australia/Sydney') == 14",
     .since = "0.1",
     CEL_OVERLOADS(date_overloads)},
    {.name = "getDayOfYear",
     .summary = "The day of the year, from 0.",
     .example = "timestamp('2009-02-13T23:31:30Z').getDayOfYear() == 43",
     .since = "0.1",
     CEL_OVERLOADS(day_of_year_overloads)},
    {.name = "getDayOfWeek",
     .summary = "The day of the week, 0 for Sunday.",
     .example = "timestamp('2009-02-13T23:31:30Z').getDayOfWeek() == 5",
     .since = "0.1",
     CEL_OVERLOADS(day_of_week_overloads)},
    {.name = "getHours",
     .summary = "The hour of a timestamp; the whole hours of a duration.",
     .example =
         "timestamp('2009-02-13T23:31:30Z').getHours('+02:00') == 1\nduration('10000s').getHours() == 2",
     .since = "0.1",
     CEL_OVERLOADS(hours_overloads)},
    {.name = "getMinutes",
     .summary = "The minute of a timestamp; all whole minutes of a duration.",
     .example = "duration('3730s').getMinutes() == 62",
     .since = "0.1",
     CEL_OVERLOADS(minutes_overloads)},
    {.name = "getSeconds",
     .summary = "The second of a timestamp; all whole seconds of a duration.",
     .example = "duration('3730s').getSeconds() == 3730",
     .since = "0.1",
     CEL_OVERLOADS(seconds_overloads)},
    {.name = "getMilliseconds",
     .summary = "The milliseconds within the second.",
     .example = "timestamp('2009-02-13T23:31:20.123456789Z').getMilliseconds() == 123",
     .since = "0.1",
     CEL_OVERLOADS(milliseconds_overloads)},
};

const CelFamily cel_family_times = {
    .name = "times",
    .summary = "The parts of timestamps and durations.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
