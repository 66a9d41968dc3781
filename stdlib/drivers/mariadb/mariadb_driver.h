// The parts of the driver for MariaDB and MySQL. libmariadb opens a connection on a thread of its
// own, since it blocks; from then on it is used without blocking, and every wait goes through the
// call's waiter.
#ifndef STDLIB_DRIVERS_MARIADB_MARIADB_DRIVER_H
#define STDLIB_DRIVERS_MARIADB_MARIADB_DRIVER_H

#include "drivers/sql/sql_driver.h"
#include "late/mariadb.h"

// ── where an address leads (mariadb_address.c) ──
typedef struct MariadbTarget {
    Sv host;   // small letters, an IPv6 address without its brackets; empty with a socket
    Sv socket; // a path; empty = over TCP
    Sv user, password, database;
    unsigned port;
} MariadbTarget;
// False with *error and *hint, neither of which shows a password.
MUST_USE bool mariadb_target(Arena *arena, Sv address, MariadbTarget *out, Sv *error, Sv *hint);
// "mysql://HOST:3306/DATABASE", of one server that may have been asked by its address.
Sv mariadb_show_target(Arena *arena, const MariadbTarget *target, Sv numeric);
Sv mariadb_place(Arena *arena, const MariadbTarget *target); // "HOST:3306", or the socket

// An open connection; kept by the pool between steps.
typedef struct Mariadb {
    MYSQL *mysql;
    bool of_mariadb; // not MySQL
    bool encrypted;
    bool local;       // by a socket or the loopback
    char numeric[64]; // the address that it was found at; empty for a socket
    char server[512]; // as mariadb_show_target has it
    char modes[1024]; // its sql_mode, without what changes how a statement is read
    char limit[32];   // its own limit of time for a statement; "0" = none
} Mariadb;

// One statement on one connection.
typedef struct MariadbSession {
    const ActionCall *call;
    const SqlConnection *connection;
    const SqlStatement *statement;
    MariadbTarget target;
    Sv shown; // the address, for people
    Mariadb *mariadb;
    MYSQL *mysql;
    MYSQL_STMT *prepared;
    uint64_t begun; // as the pool has it
    Waiter waiter;  // of what is waited for now
    bool sent;      // a change was sent: what becomes of it is in doubt until the server says so
    bool committing;
    bool broken;    // the connection is of no more use
    bool open;      // a transaction is open, as far as is known
    bool unreached; // nobody answered at the address that was tried last
    bool kept;      // of its changes something stays although all was rolled back
    // A call of libmariadb that was given up on half way: how it goes on.
    int (*pending)(struct MariadbSession *session, int ready);
    int awaited; // what it waits for
    int status;  // what the last call gave
    MYSQL_RES *result;
    Outcome *failure;
} MariadbSession;

// ── connecting (mariadb_open.c, mariadb_door.c) ──
MUST_USE bool mariadb_open(MariadbSession *session);
void mariadb_close(Mariadb *mariadb);
// What is set before each statement: nothing of a session outlives its step.
MUST_USE bool mariadb_begin_session(MariadbSession *session);

typedef struct MariadbDoor MariadbDoor; // what a connection is opened by
// Of the server that was found at this numeric address, or empty: by the target's name or socket.
MariadbDoor *mariadb_door_new(MariadbSession *session, Sv numeric, bool local);
// Opens it within the waiter's time; NULL with *error and *message (an arena's) where it cannot.
MYSQL *mariadb_door_open(MariadbDoor *door, const Waiter *waiter, Arena *arena, WaitStatus *status,
                         unsigned *error, Sv *message);
// Opens another connection by it and has the server stop the statement of connection `id`.
WaitStatus mariadb_door_stop(MariadbDoor *door, const Waiter *waiter, unsigned long id);
void mariadb_door_free(MariadbDoor *door);

// ── TLS (mariadb_tls.c) ──
typedef struct MariadbTls {
    bool encrypted, verified, named; // named: the certificate must hold the name
    const char *ca, *cert, *key;
} MariadbTls;
MUST_USE bool mariadb_choose_tls(MariadbSession *session, bool local, MariadbTls *out);
#define MARIADB_LACKS_TLS "the server offers no TLS"
// Sets the failure if it is about TLS.
bool mariadb_fail_tls(MariadbSession *session, unsigned error, Sv why, Sv place);

// ── talking (mariadb_talk.c) ──
// Each is false with the failure set where the time is up, the run stops or the connection is lost;
// what the server answers stands in session->status.
MUST_USE bool mariadb_query(MariadbSession *session, const char *text);
MUST_USE bool mariadb_store(MariadbSession *session); // its rows, in session->result
MUST_USE bool mariadb_prepare(MariadbSession *session, Sv text);
MUST_USE bool mariadb_execute(MariadbSession *session);
MUST_USE bool mariadb_fetch(MariadbSession *session);
MUST_USE bool mariadb_next_result(MariadbSession *session);
// Gives the session back as it was opened.
MUST_USE bool mariadb_reset(MariadbSession *session);
// Asks the server to stop, and waits a moment for its last word: then the failure is `over`.
void mariadb_stop(MariadbSession *session);

// What is said where the server warns that a rollback was not whole.
#define MARIADB_REMAINS                                                                            \
    "what it had changed in tables that know no transactions (MyISAM, Aria) remains"

// ── the answer (mariadb_rows.c, mariadb_value.c) ──
typedef struct MariadbColumn {
    Sv name;
    enum enum_field_types type;
    bool is_unsigned, binary, json;
    bool computed; // it is no column of a table
} MariadbColumn;

typedef struct MariadbRows {
    MariadbColumn *kinds;
    Sv *columns;
    size_t column_count;
    MYSQL_BIND *binds;
    struct MariadbField *fields;
    Value *cells;
    unsigned count, capacity;
    SqlMeter meter;
    bool refused; // the rows cannot be accepted; the failure says why
} MariadbRows;
// All rows of the statement that was executed. A change is followed to its end.
MUST_USE bool mariadb_take_rows(MariadbSession *session, MariadbRows *rows);
MUST_USE bool mariadb_bind(MariadbSession *session);

// One field. `at` is what mariadb_rows.c bound: a number, a MYSQL_TIME or the bytes. False with
// *error, which continues a sentence that begins with the column's name, and *hint.
typedef struct MariadbField {
    bool null;
    union {
        int64_t integer;
        double number;
        float small;
        MYSQL_TIME time;
    } as;
    Sv bytes;
} MariadbField;
MUST_USE bool mariadb_value(Arena *arena, const MariadbColumn *column, const MariadbField *field,
                            Value *out, Sv *error);

// ── failing (mariadb_error.c) ──
// Whether an error is of the library itself: nothing, or nothing whole, came from the server.
bool mariadb_is_own_error(unsigned error);
// By the last error of the connection, or of the statement that is prepared.
bool mariadb_fail(MariadbSession *session);
// A row that cannot be what the server has.
bool mariadb_fail_row(MariadbSession *session);
bool mariadb_fail_open(MariadbSession *session, unsigned error, Sv why);
// What may have been meant by a name that is not there; call once the connection is free again.
void mariadb_suggest(MariadbSession *session); // mariadb_suggest.c
// The first column of a query's rows; empty where it fails, and the failure stays as it is.
TextList mariadb_list(MariadbSession *session, const char *query);

#endif
