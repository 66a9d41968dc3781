// Values and times as every page writes them.
#ifndef REPORT_PAGE_PAGE_TEXT_H
#define REPORT_PAGE_PAGE_TEXT_H

#include "value/value.h"

// A time for people: "2026-03-01 02:03:04 UTC", in the arena; "not known" for 0.
Sv page_time(Arena *arena, int64_t wall_ns);
// A value for people, in the arena, cut where it is very long.
Sv page_value(Arena *arena, Value value);

#endif
