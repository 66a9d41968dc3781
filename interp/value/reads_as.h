// What a text looks like to people: a number, a version, a number with a unit. The alphabetical
// order of such texts is not the order of what they mean. Dates and moments are none of these,
// since their texts are in the right order.
#ifndef VALUE_READS_AS_H
#define VALUE_READS_AS_H

#include "base/sv.h"

typedef enum ReadsAs {
    READS_AS_TEXT,    // also dates, moments, identifiers such as UUIDs
    READS_AS_DIGITS,  // nothing but digits: those of one length are in order
    READS_AS_NUMBER,  // -5, 0.25, 1e6
    READS_AS_VERSION, // v1.9, 1.10.0, 2.0-rc.1
    READS_AS_MEASURE  // 90%, 10ms, 1.5 GB
} ReadsAs;

// White space around the text does not count.
ReadsAs reads_as(Sv text);
// The unit of a READS_AS_MEASURE.
Sv reads_as_unit(Sv text);
// Digits that are the text of a day or a moment: 20260301, 20260301224500.
bool reads_as_day(Sv digits);

#endif
