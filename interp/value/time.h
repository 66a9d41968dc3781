// Timestamps (RFC 3339, proleptic Gregorian, years 1–9999), CEL durations, and time zones.
#ifndef VALUE_TIME_H
#define VALUE_TIME_H

#include "base/buf.h"
#include "value/value.h"

typedef struct CivilTime {
    int64_t year;
    int month; // 1–12
    int day;   // 1–31
    int hour, minute, second;
    int weekday; // 0 = Sunday
    int yearday; // 0–365
} CivilTime;

// RFC 3339 with any fraction and offset; false where malformed or out of range.
MUST_USE bool timestamp_parse(Sv text, Value *out);
bool timestamp_add(Buf *buf, Value timestamp); // 2026-03-01T02:03:04.5Z
// CEL's duration texts: "1h30m", "-1.5s", "3600s"; false where malformed or out of range
// (±315,576,000,000 s).
MUST_USE bool cel_duration_parse(Sv text, Value *out);
bool cel_duration_add(Buf *buf, Value duration); // "5400s", "1.5s"
// The civil time of a timestamp at "UTC", an IANA name or an offset such as "+02:00"; false: no
// such zone.
MUST_USE bool civil_from(Value timestamp, Sv zone, CivilTime *out);
int64_t civil_to_seconds(const CivilTime *civil); // as UTC
int days_in_month(int64_t year, int month);
// From and to nanoseconds since 1970, as clocks give them.
Value timestamp_from_ns(int64_t wall_ns);
bool timestamp_in_range(int64_t seconds);
bool duration_in_range(int64_t seconds);

#endif
