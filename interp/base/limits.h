// The named limits, from one table: LIMIT_FILE_BYTES and so on, and the rows for docs and messages.
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>

enum {
#define LIMIT(name, value, unit, doc) LIMIT_##name = (value),
#include "base/limits.def"
#undef LIMIT
};

typedef struct LimitRow {
    const char *name; // FILE_BYTES
    long long value;
    const char *unit;
    const char *doc; // what it bounds
} LimitRow;

extern const LimitRow limit_rows[];
extern const size_t limit_row_count;

#endif
