// The parts of the PostgreSQL driver. libpq is used without blocking: every wait goes through the
// call's waiter.
#ifndef STDLIB_DRIVERS_POSTGRES_POSTGRES_H
#define STDLIB_DRIVERS_POSTGRES_POSTGRES_H

#include "drivers/postgres/postgres_target.h"
#include "drivers/sql/sql_driver.h"
#include "late/pq.h"

enum { POSTGRES_KNOWN_TYPES = 32 };

// An open connection; kept by the pool between steps.
typedef struct Postgres {
    PGconn *conn;
    // What pg_type said about types that are not built in: the element type of an array, 0 = not an
    // array.
    struct {
        Oid type;
        Oid element;
    } known[POSTGRES_KNOWN_TYPES];
    size_t known_count;
} Postgres;

// One statement on one connection.
typedef struct PostgresSession {
    const ActionCall *call;
    const SqlConnection *connection;
    const SqlStatement *statement;
    PostgresTarget target;
    Sv shown; // the address, for people
    Postgres *postgres;
    PGconn *conn;
    const char *password_file; // for libpq
    uint64_t begun;            // as the pool has it
    ListBuilder notices;
    bool may_act; // what is sent now may take effect at once: it is not part of an open transaction
    bool sent;    // some of it has been sent
    bool committing; // the statement has ended: an error now is about keeping its result
    bool traces;     // what it called may have left something in the session
    Sv unknown;      // the name of a table that is not there, as the query writes it
    bool lacks_tls;  // the server offers none
    bool lacked_tls; // an earlier attempt has shown that
    Outcome *failure;
} PostgresSession;

// ── connecting (postgres_open.c) ──
MUST_USE bool postgres_open(PostgresSession *session);
void postgres_close(Postgres *postgres);
// Resolves the target's host names without blocking: lists for libpq's host, hostaddr and port.
typedef struct PostgresHosts {
    Sv host;
    Sv hostaddr;
    Sv port;
    bool local; // each is a socket or an address of the loopback
} PostgresHosts;
MUST_USE bool postgres_find_hosts(PostgresSession *session, PostgresHosts *out); // postgres_hosts.c
// Where a file is that a connection names: relative to the folder the run was started in, ~ is the
// home folder.
Sv postgres_password_path(const ActionCall *call, Sv named);

// ── talking (postgres_talk.c) ──
// The next result; *out is NULL at the end of a statement's results. False with the failure set.
MUST_USE bool postgres_next(PostgresSession *session, PGresult **out);
// Sends what libpq holds back.
MUST_USE bool postgres_flush(PostgresSession *session);
// A statement without parameters, by itself; the caller clears the result.
MUST_USE bool postgres_simple(PostgresSession *session, const char *text, PGresult **out);
// Asks the server to stop, and waits a moment for its confirmation: then the failure is `over`. The
// connection cannot be used afterwards.
void postgres_cancel(PostgresSession *session);

// ── what stands around the statement (postgres_transaction.c) ──
// Behind a pooler a session may be somebody else's a moment later. So nothing is ever set in it
// outside of a transaction, and what was taken in it is given back.
enum { POSTGRES_MOST_AROUND = 8 };
typedef struct PostgresTransaction {
    const char *before[POSTGRES_MOST_AROUND]; // in this order, in one round trip with …
    size_t before_count;
    const char *after[POSTGRES_MOST_AROUND]; // … what follows the statement
    size_t after_count;
    bool asks;    // the step is asked next, and COMMIT or ROLLBACK is a round trip of its own
    bool commits; // what follows it is COMMIT
    bool alone;   // a change by itself, which nothing of this ends where this process is gone
} PostgresTransaction;
void postgres_surround(const PostgresSession *session, PostgresTransaction *out);
// Whether the connection may serve another step.
bool postgres_leaves_nothing(const PostgresSession *session);

// ── what a change of no row did besides (postgres_idle.c) ──
// Whether it is known that nothing was done: no trigger, rule, view or foreign table can have acted
// for it. Call once the connection is free again.
bool postgres_does_no_more(PostgresSession *session);

// ── a change that is alone (postgres_guard.c) ──
// A second process that asks the server to stop if this one is gone before the statement has ended.
typedef struct PostgresGuard {
    int pid;  // 0 = there is none
    int line; // written to where the statement has ended
} PostgresGuard;
PostgresGuard postgres_guard_begin(PostgresSession *session);
void postgres_guard_end(PostgresGuard *guard);

// ── failing (postgres_error.c) ──
bool postgres_fail_result(PostgresSession *session, const PGresult *result);
bool postgres_fail_lost(PostgresSession *session);
// The server is ready for the next statement and has not said how this one ended.
bool postgres_fail_untold(PostgresSession *session);
// It said that it gave another number of rows than came.
bool postgres_fail_count(PostgresSession *session, Sv said, size_t came);
bool postgres_fail_open(PostgresSession *session);
// Call once the connection is free again: adds the name of a table that may have been meant to the
// failure's hint.
void postgres_suggest_table(PostgresSession *session); // postgres_suggest.c

// ── values (postgres_bind.c, postgres_value.c) ──
typedef struct PostgresBinds {
    int count;
    Oid *types;
    const char **values;
    int *lengths;
    int *formats;
} PostgresBinds;
MUST_USE bool postgres_bind(PostgresSession *session, PostgresBinds *out);
// One field of a result. `element` is the element type of an array for which pg_type was asked,
// else 0. False with *error, which continues a sentence that begins with the column's name.
MUST_USE bool postgres_value(Arena *arena, Oid type, Oid element, Sv text, Value *out, Sv *error);
// Reads PostgreSQL's text form of an array with this element type.
MUST_USE bool postgres_array(Arena *arena, Oid element, Sv text, Value *out, Sv *error);
// The element type of a built-in array; 0 if it is none.
Oid postgres_element(Oid type);

#endif
