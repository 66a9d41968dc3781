// The interface of a database driver: one statement in, one answer or one failure out. Drivers own
// their connections, which the run's pool keeps between steps; they wait only through the call's
// waiter.
#ifndef STDLIB_DRIVERS_SQL_SQL_DRIVER_H
#define STDLIB_DRIVERS_SQL_SQL_DRIVER_H

#include "base/text_list.h"
#include "drivers/offload/host_lookup.h"
#include "drivers/sql/sql_lex.h"
#include "late/late.h"
#include "spec/shared_lock.h"

// How a server is known, and whether what is said to it is encrypted.
typedef enum SqlTlsMode {
    SQL_TLS_VERIFY_FULL, // the certificate is of an authority that is trusted, and holds the name
    SQL_TLS_VERIFY_CA,   // … whatever name it holds
    SQL_TLS_REQUIRE,     // encrypted, whoever it is
    SQL_TLS_OFF
} SqlTlsMode;
const char *sql_tls_mode_name(SqlTlsMode mode); // as the key `mode` has it

typedef struct SqlTls {
    int mode; // a SqlTlsMode
    Sv ca;    // file of trusted certificates; empty = the system's
    Sv cert;  // file of the client's certificate
    Sv key;   // file of its key
} SqlTls;

// What a reader must know of such a way, by a mode's name or libpq's; NULL = nothing.
const char *sql_tls_caution(Sv mode);
// The connection's line with another mode, for hints: "tls: { mode: verify-ca, ca: ca.pem }".
Sv sql_tls_line(Arena *arena, const SqlTls *tls, SqlTlsMode mode);
// The file of certificates that this system trusts; NULL where it has none.
const char *sql_tls_bundle(const Env *env);

// A `sql` connection, decoded.
typedef struct SqlConnection {
    Sv sql;           // postgres://…, sqlite:PATH
    Sv password;      // empty = none, or in the address
    Sv password_file; // lines of HOST:PORT:DATABASE:USER:PASSWORD; empty = none
    SqlTls tls;
    bool tls_given; // else what the address says, and where it says nothing what is safe there
} SqlConnection;

typedef struct SqlAnswer {
    const Sv *columns;
    size_t column_count;
    const Value *cells; // row after row
    size_t row_count;
    int64_t affected; // rows that a change touched; 0 for what only reads
    bool untold;      // the database does not say how many rows it touched
    bool idle;        // a change that is known to have changed nothing, by triggers neither
    bool taken_back;  // it was not to be kept: all of it was rolled back
    Value notices;    // list of text
    Sv server;        // where it was asked, as sql_show_address would have it
    bool encrypted;   // by TLS
} SqlAnswer;

// The only column of COPY … TO STDOUT, which has a row for each line.
#define SQL_LINE_COLUMN "line"

typedef struct SqlStatement {
    const SqlText *text;
    Value params;     // map: name → value
    bool write;       // else in a read-only transaction
    bool transaction; // a write between BEGIN and COMMIT
    bool catalogue;   // it is the driver's own statement, for the catalogue
    // With `transaction`: whether the change may be kept. Asked before COMMIT.
    bool (*may_stay)(void *self, const SqlAnswer *answer);
    void *self;
} SqlStatement;

// Anything but an answer is set in *failure: end, over, cancelled, timed_out, reason and hint.
typedef bool SqlDriver(const ActionCall *call, const SqlConnection *connection,
                       const SqlStatement *statement, SqlAnswer *out, Outcome *failure);
// False with *error and *hint if the address is impossible. Neither shows a password. True of any
// whose library is not installed: what is wrong is found when it is used.
typedef bool SqlAddressCheck(Arena *arena, Sv address, Sv *error, Sv *hint);
// The address for people: where it leads, whatever in the address, the environment, a service file
// or a link says so. Without user and password. A path is relative to `folder`.
typedef Sv SqlAddressShow(Arena *arena, Sv address, Sv folder);
// Each place that the address leads to, the same text for everyone who means the same database: a
// file by its real path; a server by host, port and database. None for sqlite::memory:.
typedef TextList SqlAddressPlaces(Arena *arena, Sv address, Sv folder);
// What a reader must know of the way to it, as far as the address tells: nothing where that is not
// known yet.
typedef void SqlCautions(Arena *arena, const SqlConnection *connection, Cautions *out);

// What each driver has.
#define SQL_DRIVER(name, begins, example)                                                          \
    SqlDriver name##_run;                                                                          \
    SqlAddressCheck name##_check_address;                                                          \
    SqlAddressShow name##_show;                                                                    \
    SqlAddressPlaces name##_places;                                                                \
    SqlCautions name##_cautions;                                                                   \
    extern const SharedLock *const name##_lock; /* NULL = it holds none between hosts */           \
    extern const char name##_catalogue[];       /* sql_catalogue.h */
#include "drivers/sql/sql_drivers.def"
#undef SQL_DRIVER

// NULL if the address is of no known kind.
SqlDriver *sql_driver(Sv address);
// The statement by which its driver asks for the catalogue; empty where there is none.
Sv sql_catalogue(Sv address);
// How the database at such an address reads a statement.
SqlDialect sql_dialect(Sv address);
// Of any driver; an address of none is refused, or leads where it says.
SqlAddressCheck sql_check_address;
SqlAddressShow sql_show_address;
SqlAddressPlaces sql_places;
SqlCautions sql_cautions;
// Whether a connection may be used, by where it leads and on which way. False with the failure set:
// denied.
MUST_USE bool sql_may_use(const ActionCall *call, const SqlConnection *connection, Outcome *out);
// How a lock between hosts is held by the database; NULL where its driver cannot.
const SharedLock *sql_lock(Sv address);

// The key under which a connection is kept: reads and changes never share one.
Sv sql_pool_key(const ActionCall *call, const SqlStatement *statement);

// ── what drivers say alike ──
bool sql_fail(Outcome *failure, OutcomeStatus end, Sv reason, Sv hint); // always false
// The driver's library, loaded where it was not yet. False where it is not installed: nothing was
// started.
MUST_USE bool sql_load(LateLibrary library, Arena *arena, Outcome *failure);
// Whether there is a file that may be a database; an empty one may be written to. False with the
// failure set.
MUST_USE bool sql_check_file(Arena *arena, const char *path, Sv shown, bool write,
                             Outcome *failure);
// The time is up or the run stops, before (`sent` false) or after something was sent.
bool sql_fail_waiting(Outcome *failure, Arena *arena, WaitStatus end, bool sent, const char *what);
// The database gave up (a deadlock, a timeout of its own, no space), which is no answer. A change
// was undone, unless it may have been about to be kept.
bool sql_fail_given_up(Outcome *failure, Arena *arena, bool write, bool in_doubt, Sv why, Sv hint);
// A read over a limit shows nothing. A write was done all the same, unless it is in a transaction,
// which is then rolled back.
bool sql_fail_limit(Outcome *failure, Arena *arena, const SqlStatement *statement, Sv what,
                    Sv hint);
// With the hint that names write: true.
bool sql_fail_read_only(Outcome *failure, Sv reason);
// The addresses of a host, as `*out` has them; false where it has none.
MUST_USE bool sql_look_up(const ActionCall *call, Sv host, Lookup *out, Outcome *failure);
// A message of a library or a server as one line, with … for the password.
Sv sql_message(Arena *arena, Sv text, Sv password);
// Whether a file that the runbook names may be read.
MUST_USE bool sql_may_read(const ActionCall *call, Sv path, Outcome *failure);
MUST_USE bool sql_tls_may_read(const ActionCall *call, const SqlTls *tls, Outcome *failure);
const char *sql_tls_path(const ActionCall *call, Sv path); // NULL of an empty one
// "those in ca.pem", or "those that this system trusts".
Sv sql_tls_trusted(Arena *arena, const SqlTls *tls);
bool sql_tls_fail_bundle(Outcome *failure); // this system has none
// With the line of the other mode to write.
bool sql_tls_fail(Outcome *failure, Arena *arena, const SqlTls *tls, Sv reason, SqlTlsMode mode,
                  const char *then);
// Adds up fields and rows against SQL_ROWS, SQL_FIELD_BYTES and SQL_BYTES.
typedef struct SqlMeter {
    size_t rows;
    size_t bytes;
} SqlMeter;
bool sql_meter_field(SqlMeter *meter, size_t bytes, Arena *arena, Sv *over);
bool sql_meter_row(SqlMeter *meter, Arena *arena, Sv *over);
// Refuses two columns of one name, since a row can only have one of them.
MUST_USE bool sql_check_columns(Outcome *failure, Arena *arena, const SqlStatement *statement,
                                const Sv *columns, size_t count);

#endif
