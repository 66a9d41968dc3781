// Opening SQLite files, and keeping them open between steps.
#include "drivers/sqlite/sqlite_driver.h"

#include "base/limits.h"

static const char pool_kind[] = "sqlite";

static bool open_file(SqliteSession *session, Sv path) {
    int flags = session->statement->write || sqlite_is_memory(path) ? SQLITE_OPEN_READWRITE
                                                                    : SQLITE_OPEN_READONLY;
    if (sqlite_is_memory(path)) flags |= SQLITE_OPEN_MEMORY | SQLITE_OPEN_CREATE;
    if (!session->path)
        return sql_fail(session->failure, OUTCOME_BAD_VALUE,
                        SV("the database's path holds a NUL byte"), (Sv){0});
    // The path is what links lead to, and what was allowed: one that appears in it now leads
    // elsewhere.
    flags |= SQLITE_OPEN_FULLMUTEX | (sqlite_is_memory(path) ? 0 : SQLITE_OPEN_NOFOLLOW);
    if (sqlite3_open_v2(session->path, &session->db, flags, NULL) != SQLITE_OK) {
        bool failed = sqlite_fail_open(session);
        sqlite3_close(session->db);
        session->db = NULL;
        return failed;
    }
    sqlite3_extended_result_codes(session->db, 1);
    // Otherwise a misspelled column in double quotes is taken for a text.
    sqlite3_db_config(session->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(session->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_limit(session->db, SQLITE_LIMIT_LENGTH, LIMIT_SQL_BYTES);
    return true;
}

static void close_kept(void *thing) {
    sqlite3_close_v2(thing);
}

// A connection to a file that has been replaced (by a restore, say) would go on reading the old
// one.
static sqlite3 *take_kept(const ActionCall *call, Sv key, bool memory, uint64_t *begun) {
    // A database in memory exists nowhere else: only whoever asks for a new one gets it.
    uint64_t since = memory && call->kept_since != POOL_ASKED ? POOL_ANY : call->kept_since;
    sqlite3 *db = pool_take(call->pool, pool_kind, key, since, begun);
    int moved = 0;
    // After VACUUM SQLite would call a database in memory moved as well.
    if (!db || memory ||
        sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || !moved)
        return db;
    sqlite3_close_v2(db);
    return NULL;
}

// What a change made in memory is there for reads, too.
static Sv pool_key(const SqliteSession *session) {
    SqlStatement statement = *session->statement;
    if (sqlite_is_memory(sv_from_c(session->path))) statement.write = true;
    return sql_pool_key(session->call, &statement);
}

bool sqlite_open(SqliteSession *session, Sv address) {
    Sv path = sqlite_file(session->call->arena, address, session->call->folder);
    session->path = sv_to_c(session->call->arena, path);
    if (session->path && !sqlite_is_memory(path) &&
        !sql_check_file(session->call->arena, session->path, session->shown,
                        session->statement->write, session->failure))
        return false;
    session->db =
        take_kept(session->call, pool_key(session), sqlite_is_memory(path), &session->begun);
    return session->db || open_file(session, path);
}

void sqlite_give_back(SqliteSession *session) {
    // The settings of a PRAGMA must not reach the next step; but a database in memory cannot be
    // reopened.
    if (sqlite_is_memory(sv_from_c(session->path)) ||
        !sv_eq_c(session->statement->text->verb, "PRAGMA"))
        pool_put(session->call->pool, pool_kind, session->call->connection_name, pool_key(session),
                 session->begun, session->db, close_kept);
    else
        sqlite3_close_v2(session->db);
}
