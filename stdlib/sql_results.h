// What `sql` yields: the table of its results, and their values from a driver's answer.
#ifndef STDLIB_SQL_RESULTS_H
#define STDLIB_SQL_RESULTS_H

#include "drivers/sql/sql_driver.h"

typedef enum SqlResult {
    SQL_ROWS,
    SQL_ROW,
    SQL_VALUE,
    SQL_COLUMNS,
    SQL_ROW_COUNT,
    SQL_AFFECTED,
    SQL_TEXT,
    SQL_TABLES,
    SQL_NOTICES,
    SQL_ANSWERED_BY,
    SQL_ENCRYPTED,
    SQL_ELAPSED,
    SQL_RESULT_COUNT
} SqlResult;

extern const ResultField sql_results[SQL_RESULT_COUNT];
// One value for each: of a catalogue its tables, else the rows. `began` is when the statement was
// sent (env->mono_ns).
Value *sql_results_of(const ActionCall *call, const SqlAnswer *answer, bool catalogue,
                      int64_t began);

#endif
