// Errors of SQLite, in the wording of the rest of the program.
#include "drivers/sqlite/sqlite_driver.h"

#include "base/system/file.h"
#include "drivers/sqlite/lock_holder.h"
#include <errno.h>
#include <unistd.h>

bool sqlite_fail_open(SqliteSession *session) {
    Arena *arena = session->call->arena;
    Sv shown = session->shown;
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

static bool fail_locked(SqliteSession *session) {
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
        SV("nothing was done; let the other one finish, or raise its timeout"));
}

static bool fail_interrupted(SqliteSession *session) {
    // An interrupted change is rolled back before this returns, so it is known not to have
    // happened.
    bool write = session->statement->write;
    return sql_fail_waiting(session->failure, session->call->arena, session->end, !write,
                            write ? "while it ran; SQLite has undone it" : "while it ran");
}

bool sqlite_fail_read_only(SqliteSession *session) {
    Sv verb = session->statement->text->verb;
    return sql_fail_read_only(session->failure,
                              sv_format(session->call->arena,
                                        "%.*s would change data, and the step only reads",
                                        SV_ARG(verb)));
}

// The last writer was cut off, and only a connection that may write can recover from that.
static bool fail_cut_off(SqliteSession *session, Sv message) {
    return sql_fail(
        session->failure, OUTCOME_NOT_STARTED,
        sv_format(session->call->arena, "'%.*s' must be put in order by a writer first: %.*s",
                  SV_ARG(session->shown), SV_ARG(message)),
        SV("a change to it was cut off; open it once with the application, or with sqlite3"));
}

// A full disk and the like: SQLite undoes what it cannot finish.
static bool fail_given_up(SqliteSession *session, Sv message, bool in_doubt) {
    Arena *arena = session->call->arena;
    return sql_fail_given_up(
        session->failure, arena, session->statement->write, in_doubt,
        sv_format(arena, "'%.*s': %.*s", SV_ARG(session->shown), SV_ARG(message)), (Sv){0});
}

static bool fail_refused(SqliteSession *session) {
    if (session->denied)
        return sql_fail(session->failure, OUTCOME_DENIED, session->refused, session->instead);
    if (session->instead.len)
        return sql_fail(session->failure, OUTCOME_FAILED, session->refused, session->instead);
    return sql_fail_read_only(session->failure, session->refused);
}

// Only a file that is known to be protected is a reason to fail. SQLite also gives up writing where
// it could not find out whether the file is still the one it opened, and opens for reading alone
// where the disk gave an error.
static bool fail_unwritable(SqliteSession *session, int code, Sv message) {
    Arena *arena = session->call->arena;
    if (code == SQLITE_READONLY_DBMOVED)
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        sv_format(arena,
                                  "'%.*s' was moved, replaced or could not be looked at: "
                                  "nothing was written",
                                  SV_ARG(session->shown)),
                        SV("was a backup restored, or does the disk give errors?"));
    if (code == SQLITE_READONLY && eaccess(session->path, W_OK) == 0)
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        sv_format(arena,
                                  "'%.*s' could not be opened for writing, though it may "
                                  "be written: %.*s",
                                  SV_ARG(session->shown), SV_ARG(message)),
                        (Sv){0});
    return sql_fail(session->failure, OUTCOME_FAILED,
                    sv_format(arena, "'%.*s' may not be written: %.*s", SV_ARG(session->shown),
                              SV_ARG(message)),
                    SV("the file and the folder it lies in must be writable"));
}

bool sqlite_fail(SqliteSession *session, int code) {
    Arena *arena = session->call->arena;
    if (session->refused.len) return fail_refused(session);
    Sv message = sv_copy(arena, sv_from_c(sqlite3_errmsg(session->db)));
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fail_locked(session);
    case SQLITE_INTERRUPT: return fail_interrupted(session);
    case SQLITE_NOTADB:
        return sql_fail(session->failure, OUTCOME_NOT_STARTED,
                        sv_format(arena, "'%.*s' is no SQLite database", SV_ARG(session->shown)),
                        (Sv){0});
    case SQLITE_CANTOPEN: return sqlite_fail_open(session);
    case SQLITE_READONLY:
        if (session->statement->write) return fail_unwritable(session, code, message);
        return code == SQLITE_READONLY ? sqlite_fail_read_only(session)
                                       : fail_cut_off(session, message);
    case SQLITE_IOERR:
    case SQLITE_CORRUPT: return fail_given_up(session, message, true);
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL: return fail_given_up(session, message, false);
    default:
        return sql_fail(session->failure, OUTCOME_FAILED, message,
                        sqlite_hint(session, message, sqlite3_error_offset(session->db)));
    }
}
