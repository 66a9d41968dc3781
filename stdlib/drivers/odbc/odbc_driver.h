// The parts of the ODBC driver. A driver of ODBC blocks as long as it likes, so all that it does is
// done on a thread of its own, by a task that owns everything it touches: whoever waits can give it
// up at any moment.
#ifndef STDLIB_DRIVERS_ODBC_ODBC_DRIVER_H
#define STDLIB_DRIVERS_ODBC_ODBC_DRIVER_H

#include "drivers/odbc/odbc_target.h"
#include "drivers/sql/sql_driver.h"
#include "late/odbc.h"

#include <pthread.h>
#include <stdatomic.h>

// What stands behind the driver, as far as it makes a difference.
typedef enum OdbcMaker { ODBC_OTHER, ODBC_POSTGRES, ODBC_SQLITE, ODBC_MARIADB } OdbcMaker;

// An open connection; kept by the pool between steps.
typedef struct Odbc {
    SQLHENV env;
    SQLHDBC dbc;
    bool open;
    OdbcMaker maker;
    SQLUSMALLINT transactions; // SQL_TC_…
    bool encrypted;
    bool tells_commits; // it can be asked what became of a transaction
    bool manual;        // nothing is kept without COMMIT
} Odbc;

// Between whoever waits and the thread: what was given up before it was sent is never sent.
typedef enum OdbcStage { ODBC_BEFORE, ODBC_SENT, ODBC_FORBIDDEN } OdbcStage;

typedef struct OdbcTask {
    atomic_int holders;    // who waits for it, and the threads that work at it
    Arena *arena;          // of the task; what it gives lives there
    Odbc *odbc;            // NULL until one is made; the thread's, while one works at it
    pthread_mutex_t guard; // of …
    SQLHSTMT running;      // … what may be told to stop; NULL = nothing
    Sv way;                // the connection string
    Sv place;              // where it leads, for people
    Sv secrets[2];         // never shown, whatever the driver says
    SqlText text;
    SqlStatement statement;
    int64_t left_ns;  // of the step's time when it began
    bool alone;       // the statement takes effect by itself, without COMMIT
    bool prepared;    // it was handed to the driver …
    atomic_int stage; // OdbcStage
    bool kept;        // the connection is one that was kept
    bool lost;        // the connection broke
    bool broken;      // … or cannot serve another step
    bool settling;    // COMMIT was asked for; of whoever waits
    bool committing;  // it has ended: an error now is about keeping its result
    bool done;        // it went well; else `told` says why not
    Outcome told;
    SqlAnswer answer;
    ListBuilder notices;
} OdbcTask;

// Where the task goes. False with *failure set: there is no such place.
MUST_USE bool odbc_find_way(OdbcTask *task, const ActionCall *call, const SqlConnection *connection,
                            Outcome *failure); // odbc_way.c

// ── connections (odbc_open.c); on the task's thread ──
MUST_USE bool odbc_open(OdbcTask *task);
// Ends it, which rolls back what is open; waits for that a moment only. From any thread.
void odbc_close(Odbc *odbc);
// For how long SQLite waits for a lock: it is to say that there is one while somebody listens.
long long odbc_patience_ms(const OdbcTask *task);
// Puts into the session what the statement must find there: a transaction that only reads, a time.
MUST_USE bool odbc_prepare_session(OdbcTask *task);

// ── statements (odbc_statement.c); on the task's thread ──
MUST_USE bool odbc_statement(OdbcTask *task);
// One of our own, whose rows nobody wants; true where the driver has no remark either.
MUST_USE bool odbc_simple(OdbcTask *task, const char *text);
// The first field of what such a one gives, as text; empty where it is null or there is no row.
MUST_USE bool odbc_ask(OdbcTask *task, const char *text, Sv *out);
// COMMIT, and whether it was one.
MUST_USE bool odbc_commit(OdbcTask *task);   // odbc_commit.c
SQLHSTMT odbc_statement_new(OdbcTask *task); // NULL with the failure set
void odbc_statement_end(OdbcTask *task, SQLHSTMT statement);
MUST_USE bool odbc_bind_all(OdbcTask *task, SQLHSTMT statement);                  // odbc_bind.c
MUST_USE bool odbc_take_rows(OdbcTask *task, SQLHSTMT statement, SqlAnswer *out); // odbc_rows.c
MUST_USE bool odbc_catalogue_rows(OdbcTask *task); // odbc_catalogue.c
MUST_USE bool odbc_list_catalogue(OdbcTask *task); // odbc_list.c

// ── failing (odbc_error.c) ──
// Whether it was carried out, as far as is known here.
static inline bool odbc_was_sent(OdbcTask *task) {
    return atomic_load(&task->stage) == ODBC_SENT;
}
// By what the driver says of this handle. Always false.
bool odbc_fail(OdbcTask *task, SQLSMALLINT kind, SQLHANDLE handle);
bool odbc_fail_open(OdbcTask *task);
// Some drivers call a statement or a COMMIT good whose connection broke on the way.
bool odbc_is_dead(const OdbcTask *task);
bool odbc_fail_dead(OdbcTask *task);
void odbc_take_notices(OdbcTask *task, SQLSMALLINT kind, SQLHANDLE handle);
// The name of a table or column that may have been meant; empty if none is like it.
Sv odbc_closest(OdbcTask *task, Sv message, Sv state); // odbc_suggest.c

// ── texts (odbc_text.c) ──
SQLWCHAR *odbc_wide(Arena *arena, Sv text, SQLINTEGER *count); // with a NUL behind it
// False where it is no well-formed UTF-16.
MUST_USE bool odbc_narrow(Arena *arena, const SQLWCHAR *wide, size_t count, Sv *out);

#endif
