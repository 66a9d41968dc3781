// What SQLite may do for a step. It asks before each thing that a statement would do, and about the
// statements that it makes itself: the one behind `pragma_…`, and the ATTACH of VACUUM INTO.
#include "drivers/sqlite/sqlite_driver.h"

#include "base/system/file.h"
#include "drivers/sql/sql_reads.h"
#include <sys/stat.h>

static int refuse(SqliteSession *session, Sv reason, Sv instead) {
    if (!session->refused.len) {
        session->refused = reason;
        session->instead = instead;
    }
    return SQLITE_DENY;
}

static bool is_there(Arena *arena, Sv path) {
    struct stat status;
    const char *name = sv_to_c(arena, path);
    return name && lstat(name, &status) == 0;
}

// VACUUM INTO makes the file, in the folder that the program was started in where the path is
// relative.
static int may_write_file(SqliteSession *session, Sv path) {
    const ActionCall *call = session->call;
    Arena *arena = call->arena;
    // Such an address has rules of its own.
    if (sv_starts(path, SV("file:")))
        return refuse(session, SV("VACUUM INTO names its file by an address, 'file:…'"),
                      SV("write the path itself"));
    Sv place = path_real(arena, path), folder = path_real(arena, path_folder(path)), reason, other;
    if (!place.at && is_there(arena, path))
        return refuse(session,
                      sv_format(arena, "'%.*s' is a link that leads nowhere yet", SV_ARG(path)),
                      SV("write the path that it is to lead to"));
    if (!place.at) place = folder.at ? path_join(arena, folder, path_name(path)) : path;
    // What is said is why it is no database that is permitted.
    if (call->permitted(call->self, "path", place, &other) ||
        call->permitted(call->self, "database", sv_format(arena, "sqlite:%.*s", SV_ARG(place)),
                        &reason))
        return SQLITE_OK;
    session->denied = true;
    return refuse(session, reason, (Sv){0});
}

static int may_attach(SqliteSession *session, const char *file) {
    // While it runs, VACUUM attaches what it fills.
    bool vacuum = session->running && session->statement->write &&
                  sv_eq_c(session->statement->text->verb, "VACUUM");
    if (vacuum && file && *file == '\0') return SQLITE_OK;
    if (vacuum && file)
        return may_write_file(session, sv_copy(session->call->arena, sv_from_c(file)));
    return refuse(session, SV("ATTACH would reach a database that no connection names"),
                  SV("declare a connection for it"));
}

static int may_read(SqliteSession *session, int what, const char *first, const char *second) {
    Arena *arena = session->call->arena;
    if (what == SQLITE_PRAGMA && !sql_pragma_reads(sv_from_c(first), second != NULL))
        return refuse(session,
                      sv_format(arena, "PRAGMA %s%s would act, and the step only reads", first,
                                second ? "(…)" : ""),
                      (Sv){0});
    const char *acts =
        what == SQLITE_FUNCTION && second ? sql_function_acts((Sv){0}, sv_from_c(second)) : NULL;
    if (acts)
        return refuse(session, sv_format(arena, "%s() %s, and the step only reads", second, acts),
                      (Sv){0});
    return SQLITE_OK;
}

static void note(SqliteSession *session, int what) {
    static const int reading[] = {SQLITE_SELECT,   SQLITE_READ,        SQLITE_FUNCTION,
                                  SQLITE_PRAGMA,   SQLITE_TRANSACTION, SQLITE_SAVEPOINT,
                                  SQLITE_RECURSIVE};
    bool reads = false;
    for (size_t i = 0; i < sizeof reading / sizeof *reading; i++)
        reads |= what == reading[i];
    session->pragma |= what == SQLITE_PRAGMA;
    session->changes |= !reads;
}

bool sqlite_reads(const SqliteSession *session, sqlite3_stmt *statement) {
    // A PRAGMA that tells a setting could set it too, and what is explained could change something.
    return sqlite3_stmt_readonly(statement) || sqlite3_stmt_isexplain(statement) ||
           (sv_eq_c(session->statement->text->verb, "PRAGMA") && session->pragma &&
            !session->changes);
}

static int may(void *context, int what, const char *first, const char *second, const char *database,
               const char *through) {
    SqliteSession *session = context;
    (void)database, (void)through;
    note(session, what);
    if (what == SQLITE_ATTACH) return may_attach(session, first);
    return session->statement->write ? SQLITE_OK : may_read(session, what, first, second);
}

void sqlite_guard(SqliteSession *session) {
    sqlite3_set_authorizer(session->db, may, session);
}

void sqlite_unguard(SqliteSession *session) {
    sqlite3_set_authorizer(session->db, NULL, NULL);
}
