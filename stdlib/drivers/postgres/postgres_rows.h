// Collects the rows of one statement as they arrive, converted field by field within the limits.
#ifndef STDLIB_DRIVERS_POSTGRES_POSTGRES_ROWS_H
#define STDLIB_DRIVERS_POSTGRES_POSTGRES_ROWS_H

#include "drivers/postgres/postgres.h"

typedef struct PostgresRows {
    bool named;   // the columns are known
    bool refused; // the rows cannot be accepted; the failure says why
    Sv *columns;
    Oid *types;
    size_t column_count;
    Value *cells;
    unsigned count, capacity;
    SqlMeter meter;
    int64_t affected;
} PostgresRows;

// Takes the rows of a result. False, with the failure set and `refused`, if they cannot be
// accepted.
bool postgres_take_rows(PostgresSession *session, const PGresult *result, PostgresRows *rows);
// Call once the connection is free again: turns arrays of types that only the database knows into
// lists.
bool postgres_finish_rows(PostgresSession *session, PostgresRows *rows);

// The lines of a COPY … TO STDOUT that only reads, with what stands around it (postgres_copy.c).
// False with the failure set.
MUST_USE bool postgres_copy_out(PostgresSession *session, PostgresRows *rows);

// pgbouncer's console (postgres_console.c): whether the connection leads to it, and a command to
// it. False with the failure set.
bool postgres_is_console(const PostgresSession *session);
MUST_USE bool postgres_console(PostgresSession *session, PostgresRows *rows);

#endif
