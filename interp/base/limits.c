#include "base/limits.h"

const LimitRow limit_rows[] = {
#define LIMIT(name, value, unit, doc) {#name, (value), unit, doc},
#include "base/limits.def"
#undef LIMIT
};

const size_t limit_row_count = sizeof limit_rows / sizeof *limit_rows;
