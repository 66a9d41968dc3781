// The parts of the SQLite driver. SQLite runs in this process, so the outcome is always certain:
// what was interrupted is undone.
#ifndef STDLIB_DRIVERS_SQLITE_SQLITE_DRIVER_H
#define STDLIB_DRIVERS_SQLITE_SQLITE_DRIVER_H

#include "drivers/sql/sql_driver.h"
#include "late/sqlite.h"

// One statement on one connection.
typedef struct SqliteSession {
    const ActionCall *call;
    const SqlStatement *statement;
    Sv shown;         // the address, for people
    const char *path; // the file
    sqlite3 *db;
    uint64_t begun; // as the pool has it
    WaitStatus end; // why it was stopped; WAIT_READY = it was not
    bool running;   // it was prepared, and is carried out
    bool pragma;    // it is one that reads, or asks one …
    bool changes;   // … and it would change something else
    Sv refused;     // what was kept from it (sqlite_guard.c), as a reason; empty = nothing
    bool denied;    // … by what policy permits
    Sv instead;     // what to do then; empty = declare the change
    Outcome *failure;
} SqliteSession;

// The file that an address leads to, links resolved (sqlite_address.c); ":memory:" for what is in
// none.
Sv sqlite_file(Arena *arena, Sv address, Sv folder);
bool sqlite_is_memory(Sv path);
// A connection that was kept, or a new one (sqlite_open.c).
MUST_USE bool sqlite_open(SqliteSession *session, Sv address);
// Keeps the connection for the next step, or closes it.
void sqlite_give_back(SqliteSession *session);

// Keeps what runs on the connection from what the step may not do, until it is given back: from
// what is no read where the step only reads, and from files that no policy permits
// (sqlite_guard.c).
void sqlite_guard(SqliteSession *session);
// Whether a prepared statement only reads.
bool sqlite_reads(const SqliteSession *session, sqlite3_stmt *statement);
void sqlite_unguard(SqliteSession *session);

// Sets the failure for a call that ended with this code (sqlite_error.c). Always false.
bool sqlite_fail(SqliteSession *session, int code);
bool sqlite_fail_open(SqliteSession *session);
bool sqlite_fail_read_only(SqliteSession *session);
// The hint: the place in the statement, and the table or column that may have been meant
// (sqlite_suggest.c).
Sv sqlite_hint(SqliteSession *session, Sv message, int offset);

#endif
