// SQLite, in this process. Everything it does is known for certain: what was interrupted is undone.
#include "drive/sql.h"
#include "drive/sqlite_value.h"

#include "base/file.h"
#include "base/limits.h"
#include "drive/lock_holder.h"
#include <errno.h>
#include <poll.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static const char pool_kind[] = "sqlite";
enum { OPERATIONS_BETWEEN_LOOKS = 4000, LONGEST_PAUSE_MS = 20 };

typedef struct Session {
    const ActionCall *call;
    const SqlStatement *statement;
    Sv shown;         // the address, for people
    const char *path; // the file
    sqlite3 *db;
    WaitEnd end;      // why it was stopped; WAIT_READY = it was not
    bool carried_out; // the statement came to its end
    Outcome *failure;
} Session;

// ── opening ──

static bool is_memory(Sv path) {
    return sv_eq_c(path, ":memory:");
}

static Sv file_of(const ActionCall *call, Sv address) {
    Sv path = sv_slice(address, 7, address.len);
    if (is_memory(path)) return path;
    if (sv_starts(path, SV("///"))) path = sv_slice(path, 2, path.len);
    return path_join(call->arena, call->folder, path);
}

static bool fail_to_open(Session *session, Sv path) {
    Arena *arena = session->call->arena;
    struct stat status;
    Sv shown = session->shown;
    if (stat(session->path, &status) != 0 && errno == ENOENT)
        return sql_fail(
            session->failure, OUTCOME_NOT_STARTED,
            sv_format(arena, "there is no database file '%.*s'", SV_ARG(path)),
            SV("is the application set up? a relative path starts at the folder that runbook was "
               "started in, or at --dir"));
    int need = session->statement->write ? R_OK | W_OK : R_OK;
    if (access(session->path, need) != 0) {
        Sv why = file_error(arena, errno);
        return sql_fail(
            session->failure, OUTCOME_NOT_STARTED,
            sv_format(arena, "'%.*s' cannot be opened: %.*s", SV_ARG(shown), SV_ARG(why)), (Sv){0});
    }
    const char *why = session->db ? sqlite3_errmsg(session->db) : "out of memory";
    return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                    sv_format(arena, "'%.*s' cannot be opened: %s", SV_ARG(shown), why), (Sv){0});
}

static bool open_file(Session *session, Sv path) {
    int flags =
        session->statement->write || is_memory(path) ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (is_memory(path)) flags |= SQLITE_OPEN_MEMORY | SQLITE_OPEN_CREATE;
    session->path = sv_to_c(session->call->arena, path);
    if (!session->path)
        return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                        SV("the database's path holds a NUL byte"), (Sv){0});
    if (sqlite3_open_v2(session->path, &session->db, flags | SQLITE_OPEN_FULLMUTEX, NULL) !=
        SQLITE_OK) {
        bool failed = fail_to_open(session, path);
        sqlite3_close(session->db);
        session->db = NULL;
        return failed;
    }
    sqlite3_extended_result_codes(session->db, 1);
    sqlite3_limit(session->db, SQLITE_LIMIT_LENGTH, LIMIT_SQL_BYTES);
    return true;
}

static void close_kept(void *thing) {
    sqlite3_close_v2(thing);
}

// A connection to a file that was replaced since (by a restore, say) would go on reading the old
// one.
static sqlite3 *take_kept(Pool *pool, Sv key) {
    sqlite3 *db = pool_take(pool, pool_kind, key);
    int moved = 0;
    if (!db || sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
        !moved)
        return db;
    sqlite3_close_v2(db);
    return NULL;
}

static Sv pool_key(const Session *session) {
    const ActionCall *call = session->call;
    return sv_format(call->arena, "%.*s %llx %s", SV_ARG(call->connection_name),
                     (unsigned long long)call->credentials,
                     session->statement->write ? "write" : "read");
}

// ── waiting and stopping ──

// Another process holds the lock: wait a little, longer each time, as long as there is time.
static int wait_for_lock(void *context, int tries) {
    Session *session = context;
    int64_t ms = tries < 5 ? 1 << tries : LONGEST_PAUSE_MS;
    session->end = wait_sleep(&session->call->waiter, ms * 1000000);
    return session->end == WAIT_READY;
}

static int look_up(void *context) {
    Session *session = context;
    const Waiter *waiter = &session->call->waiter;
    struct pollfd cancel = {.fd = waiter->cancel_fd, .events = POLLIN};
    if (waiter->cancel_fd >= 0 && poll(&cancel, 1, 0) > 0)
        session->end = WAIT_CANCELLED;
    else if (wait_left(waiter) == 0)
        session->end = WAIT_DEADLINE;
    return session->end != WAIT_READY;
}

// ── failures ──

static bool fail_locked(Session *session) {
    Arena *arena = session->call->arena;
    Sv by = lock_holder(arena, session->path);
    if (!by.len) by = lock_holder(arena, sv_format(arena, "%s-shm", session->path).at);
    if (!by.len) by = SV("another process");
    session->failure->timed_out = session->end == WAIT_DEADLINE;
    session->failure->cancelled = session->end == WAIT_CANCELLED;
    const char *until = session->end == WAIT_CANCELLED  ? ", and the run was stopped"
                        : session->end == WAIT_DEADLINE ? ", for longer than the step's timeout"
                                                        : "";
    return sql_fail(
        session->failure, OUTCOME_NOT_STARTED,
        sv_format(arena, "'%.*s' is locked by %.*s%s", SV_ARG(session->shown), SV_ARG(by), until),
        SV("nothing was done; let the other one finish, or raise timeout:"));
}

static bool fail_interrupted(Session *session) {
    // An interrupted change is rolled back before this returns, so it is known not to have
    // happened.
    bool write = session->statement->write;
    return sql_fail_waiting(session->failure, session->call->arena, session->end, !write,
                            write ? "while it ran; SQLite has undone it" : "while it ran");
}

// "did you mean 'users'?" for a table that is not there.
static Sv closest_table(Session *session, Sv message) {
    static const char words[] = "no such table: ";
    enum { MOST_TABLES = 2000 };
    if (!sv_starts(message, SV(words))) return (Sv){0};
    Arena *arena = session->call->arena;
    Sv *names = arena_new_array(arena, Sv, MOST_TABLES),
       name = sv_slice(message, sizeof words - 1, message.len);
    size_t count = 0;
    sqlite3_stmt *list = NULL;
    sqlite3_prepare_v2(session->db,
                       "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')", -1, &list,
                       NULL);
    while (list && count < MOST_TABLES && sqlite3_step(list) == SQLITE_ROW)
        names[count++] = sv_copy(arena, sv_from_c((const char *)sqlite3_column_text(list, 0)));
    sqlite3_finalize(list);
    Sv closest = sv_closest(name, names, count);
    return closest.len ? sv_format(arena, "did you mean '%.*s'?", SV_ARG(closest)) : (Sv){0};
}

static Sv with_caret(Session *session) {
    int offset = sqlite3_error_offset(session->db);
    if (offset < 0) return (Sv){0};
    return sql_caret(session->call->arena, session->statement->text->text, (size_t)offset);
}

static bool fail_read_only(Session *session) {
    Sv verb = session->statement->text->verb;
    return sql_fail_read_only(session->failure,
                              sv_format(session->call->arena,
                                        "%.*s would change data, and the step only reads",
                                        SV_ARG(verb)));
}

// Whoever wrote last was cut off, and only somebody who may write can put that in order.
static bool fail_cut_off(Session *session, Sv message) {
    return sql_fail(
        session->failure, OUTCOME_NOT_STARTED,
        sv_format(session->call->arena, "'%.*s' must be put in order by a writer first: %.*s",
                  SV_ARG(session->shown), SV_ARG(message)),
        SV("a change to it was cut off; open it once with the application, or with sqlite3"));
}

static bool fail_by_code(Session *session, int code) {
    Arena *arena = session->call->arena;
    Sv message = sv_copy(arena, sv_from_c(sqlite3_errmsg(session->db)));
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fail_locked(session);
    case SQLITE_INTERRUPT: return fail_interrupted(session);
    case SQLITE_NOTADB:
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        sv_format(arena, "'%.*s' is no SQLite database", SV_ARG(session->shown)),
                        (Sv){0});
    case SQLITE_CANTOPEN: return fail_to_open(session, sv_from_c(session->path));
    case SQLITE_READONLY:
        if (session->statement->write)
            return sql_fail(session->failure, OUTCOME_FAILED,
                            sv_format(arena, "'%.*s' may not be written: %.*s",
                                      SV_ARG(session->shown), SV_ARG(message)),
                            SV("the file and the folder it lies in must be writable"));
        return code == SQLITE_READONLY ? fail_read_only(session) : fail_cut_off(session, message);
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
        return sql_fail(session->failure, OUTCOME_NO_ANSWER,
                        sv_format(arena, "'%.*s': %.*s", SV_ARG(session->shown), SV_ARG(message)),
                        (Sv){0});
    default: {
        Sv caret = with_caret(session);
        return sql_fail(session->failure, OUTCOME_FAILED, message,
                        caret.len ? caret : closest_table(session, message));
    }
    }
}

// ── one statement ──

static bool bind_all(Session *session, sqlite3_stmt *statement) {
    Arena *arena = session->call->arena;
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
        const char *name = sqlite3_bind_parameter_name(statement, i);
        const Value *value =
            name && name[0] == ':' ? value_get_c(session->statement->params, name + 1) : NULL;
        if (!value)
            return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                            sv_format(arena, "the query holds '%s', but values are bound by name",
                                      name ? name : "?"),
                            SV("write :name, and beside the query params: { name: … }"));
        Sv error;
        if (!sqlite_bind(statement, i, *value, arena, &error))
            return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                            sv_format(arena, "params.%s %.*s", name + 1, SV_ARG(error)), (Sv){0});
    }
    return true;
}

typedef struct Rows {
    Value *cells;
    unsigned count, capacity;
    SqlMeter meter;
} Rows;

static bool take_row(Session *session, sqlite3_stmt *statement, const SqlAnswer *answer,
                     Rows *rows) {
    Arena *arena = session->call->arena;
    bool write = session->statement->write;
    Sv over;
    for (size_t i = 0; i < answer->column_count; i++) {
        int column = (int)i;
        Value value;
        Sv error;
        if (!sql_meter_field(&rows->meter, sqlite_column_size(statement, column), arena, &over))
            return sql_fail_limit(session->failure, arena, write, over, SV("select less of it"));
        if (!sqlite_column(statement, column, arena, &value, &error))
            return sql_fail_limit(
                session->failure, arena, write,
                sv_format(arena, "column '%.*s' %.*s", SV_ARG(answer->columns[i]), SV_ARG(error)),
                SV("take it as bytes: CAST(… AS BLOB)"));
        arena_grow(arena, rows->cells, rows->count, rows->capacity);
        rows->cells[rows->count++] = value;
    }
    if (!sql_meter_row(&rows->meter, arena, &over))
        return sql_fail_limit(session->failure, arena, write, over,
                              SV("count them, or add a LIMIT"));
    return true;
}

static void name_columns(Arena *arena, sqlite3_stmt *statement, SqlAnswer *out) {
    size_t count = (size_t)sqlite3_column_count(statement);
    Sv *columns = arena_new_array(arena, Sv, count);
    for (size_t i = 0; i < count; i++)
        columns[i] = sv_copy(arena, sv_from_c(sqlite3_column_name(statement, (int)i)));
    out->columns = columns;
    out->column_count = count;
}

// A change goes on to its end even where its rows are too many to take: then it is known to be
// done.
static bool step_all(Session *session, sqlite3_stmt *statement, SqlAnswer *out) {
    Rows rows = {0};
    bool taken = true;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        taken = taken && take_row(session, statement, out, &rows);
        if (!taken && !session->statement->write) return false;
    }
    if (code != SQLITE_DONE) return fail_by_code(session, code);
    session->carried_out = true;
    out->cells = rows.cells;
    out->row_count = rows.meter.rows;
    return taken;
}

static bool execute(Session *session, const char *text) {
    int code = sqlite3_exec(session->db, text, NULL, NULL, NULL);
    return code == SQLITE_OK || fail_by_code(session, code);
}

static bool run_prepared(Session *session, sqlite3_stmt *statement, SqlAnswer *out) {
    const SqlStatement *wanted = session->statement;
    Arena *arena = session->call->arena;
    if (!wanted->write && !sqlite3_stmt_readonly(statement)) return fail_read_only(session);
    if (!bind_all(session, statement)) return false;
    name_columns(arena, statement, out);
    // Known before it acts, so that a change with such columns does nothing.
    if (!sql_check_columns(session->failure, arena, false, out->columns, out->column_count)) {
        session->failure->end = OUTCOME_BAD_VALUE;
        return false;
    }
    bool begin = wanted->write && wanted->transaction;
    sqlite3_int64 before = sqlite3_total_changes64(session->db);
    if (begin && !execute(session, "BEGIN IMMEDIATE")) return false;
    bool done = step_all(session, statement, out);
    // COMMIT waits for no statement of its own.
    sqlite3_reset(statement);
    if (begin && session->carried_out && !execute(session, "COMMIT")) return false;
    if (sqlite3_total_changes64(session->db) != before)
        out->affected = sqlite3_changes64(session->db);
    return done;
}

static bool run_statement(Session *session, SqlAnswer *out) {
    const SqlText *text = session->statement->text;
    if (sv_eq_c(text->verb, "ATTACH") || sv_eq_c(text->verb, "DETACH"))
        return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                        sv_format(session->call->arena,
                                  "%.*s would reach a database that no connection names",
                                  SV_ARG(text->verb)),
                        SV("declare a connection for it"));
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(session->db, text->text.at, (int)text->text.len, &statement, NULL);
    bool done =
        code == SQLITE_OK ? run_prepared(session, statement, out) : fail_by_code(session, code);
    sqlite3_finalize(statement);
    if (!sqlite3_get_autocommit(session->db))
        sqlite3_exec(session->db, "ROLLBACK", NULL, NULL, NULL);
    return done;
}

bool sqlite_run(const ActionCall *call, const SqlConnection *connection,
                const SqlStatement *statement, SqlAnswer *out, Outcome *failure) {
    Session session = {.call = call,
                       .statement = statement,
                       .shown = sql_show_address(call->arena, connection->sql),
                       .end = WAIT_READY,
                       .failure = failure};
    Sv path = file_of(call, connection->sql), key = pool_key(&session);
    session.db = take_kept(call->pool, key);
    session.path = sv_to_c(call->arena, path);
    if (!session.db && !open_file(&session, path)) return false;
    sqlite3_busy_handler(session.db, wait_for_lock, &session);
    sqlite3_progress_handler(session.db, OPERATIONS_BETWEEN_LOOKS, look_up, &session);
    *out = (SqlAnswer){.notices = value_list(call->arena, NULL, 0)};
    bool done = run_statement(&session, out);
    sqlite3_busy_handler(session.db, NULL, NULL);
    sqlite3_progress_handler(session.db, 0, NULL, NULL);
    // What a PRAGMA sets must not reach the next step.
    if (sv_eq_c(statement->text->verb, "PRAGMA"))
        sqlite3_close_v2(session.db);
    else
        pool_put(call->pool, pool_kind, key, session.db, close_kept);
    return done;
}
