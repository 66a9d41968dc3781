// Opening the file, and making it anew where it is not one of ours.
#include "base/num.h"
#include "base/system/file.h"
#include "index/index_internal.h"
#include "late/late.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#define INDEX_NAME    "history.db"
#define INDEX_VERSION "1"
#define INDEX_MARK    "1381322562" // "RUNB", so that another program's file is told from ours

static const char settings[] = "PRAGMA busy_timeout = 1000; PRAGMA trusted_schema = OFF; "
                               "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; "
                               "PRAGMA synchronous = NORMAL";

// `level`: 0 = its name alone, 1 = the ends of its journal, 2 = its whole chain.
static const char tables[] =
    "CREATE TABLE listing(only INTEGER PRIMARY KEY CHECK (only = 1), device INTEGER NOT NULL, "
    "inode INTEGER NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT "
    "NULL, settled INTEGER NOT NULL, names INTEGER NOT NULL);"
    "CREATE TABLE run(place INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, ordered TEXT NOT "
    "NULL, id TEXT NOT NULL, odd INTEGER NOT NULL, level INTEGER NOT NULL DEFAULT 0, "
    "state INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '', verdict TEXT NOT NULL "
    "DEFAULT '', title TEXT, path TEXT, problem TEXT, narrowed INTEGER, again_of TEXT, began "
    "INTEGER, elapsed INTEGER, user TEXT, host TEXT, inputs TEXT, subject TEXT, reasons TEXT, "
    "standing INTEGER, resumable INTEGER, waits_for TEXT, sessions INTEGER, device INTEGER, inode "
    "INTEGER, size INTEGER, mtime INTEGER, ctime INTEGER, settled INTEGER, told INTEGER NOT NULL "
    "DEFAULT 0, alike TEXT, judged INTEGER);"
    "CREATE INDEX run_ordered ON run(ordered, id, folder);"
    "CREATE INDEX run_id ON run(id);"
    "CREATE INDEX run_odd ON run(folder) WHERE odd;"
    "CREATE TABLE step(run INTEGER NOT NULL, place INTEGER NOT NULL, number TEXT NOT NULL, address "
    "TEXT NOT NULL, name TEXT NOT NULL, verdict TEXT NOT NULL, elapsed INTEGER NOT NULL, attempts "
    "INTEGER NOT NULL, waits INTEGER NOT NULL, person INTEGER NOT NULL, forward INTEGER NOT NULL, "
    "kept INTEGER NOT NULL, PRIMARY KEY (run, place)) WITHOUT ROWID;"
    "PRAGMA application_id = " INDEX_MARK "; PRAGMA user_version = " INDEX_VERSION;

// ── whether it may be there ──

// The write-ahead log is in memory that only processes of one machine share.
static bool is_remote(const char *folder) {
    static const uint32_t cifs = 0xFF534D42, smb2 = 0xFE534D42;
    const uint32_t kinds[] = {NFS_SUPER_MAGIC, cifs, smb2, V9FS_MAGIC, FUSE_SUPER_MAGIC};
    struct statfs about;
    if (statfs(folder, &about) != 0) return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((uint32_t)about.f_type == kinds[i]) return true;
    return false;
}

static const char *what_else(const struct stat *about) {
    if (S_ISLNK(about->st_mode)) return "a symbolic link";
    if (!S_ISREG(about->st_mode)) return "no file";
    return about->st_nlink > 1 ? "a file that has another name as well" : NULL;
}

// Makes it where it is missing: only its owner reads it, whatever the umask is.
static bool is_usable(RunIndex *index, Sv *said) {
    struct stat about;
    int made = open(index->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made >= 0) close(made);
    if ((made < 0 && errno != EEXIST) || lstat(index->path, &about) != 0) return false;
    const char *what = what_else(&about);
    if (what)
        *said = sv_format(index->arena,
                          "%.*s is %s, and is not used: runs are read from their journals",
                          SV_ARG(index->shown), what);
    index->inode = about.st_ino;
    return !what && about.st_uid == geteuid() &&
           ((about.st_mode & 077) == 0 || chmod(index->path, 0600) == 0);
}

// In somebody else's folder a file of ours would keep its owner from having one.
static bool is_own(const char *folder) {
    struct stat about;
    return stat(folder, &about) == 0 && about.st_uid == geteuid();
}

// ── the file ──

// Another process may have made it anew.
static void delete_files(const RunIndex *index) {
    struct stat about;
    if (lstat(index->path, &about) == 0 && about.st_ino != index->inode) return;
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        unlink(sv_format(index->arena, "%s%s", index->path, endings[i]).at);
}

static bool open_file(RunIndex *index) {
    index->failed = index->damaged = false;
    int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
    if (!index_note(index, sqlite3_open_v2(index->path, &index->db, flags, NULL))) return false;
    sqlite3_extended_result_codes(index->db, 1);
    sqlite3_db_config(index->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(index->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(index->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config(index->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    return index_do(index, settings);
}

static int64_t ask(RunIndex *index, const char *sql) {
    IndexQuery *query = index_query(index, sql);
    int64_t number = query_next(query) ? query_int(query, 0) : 0;
    query_rewind(query);
    return number;
}

typedef enum Found { FOUND_OURS, FOUND_EMPTY, FOUND_OLD, FOUND_FOREIGN, FOUND_NOTHING } Found;

static Found look(RunIndex *index) {
    int64_t mark = ask(index, "PRAGMA application_id");
    int64_t version = ask(index, "PRAGMA user_version");
    int64_t things = ask(index, "SELECT count(*) FROM sqlite_master");
    if (index->failed) return index->damaged ? FOUND_FOREIGN : FOUND_NOTHING;
    if (things == 0) return FOUND_EMPTY;
    if (mark != ask(index, "SELECT " INDEX_MARK)) return FOUND_FOREIGN;
    return version == ask(index, "SELECT " INDEX_VERSION) ? FOUND_OURS : FOUND_OLD;
}

static void close_file(RunIndex *index) {
    for (IndexQuery *query = index->queries; query; query = query->next) {
        sqlite3_finalize(query->statement);
        query->statement = NULL;
    }
    index->queries = NULL;
    sqlite3_close(index->db);
    index->db = NULL;
}

// Two processes may come for it at once.
static bool make_tables(RunIndex *index) {
    if (!index_do(index, "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE")) return false;
    bool made = look(index) == FOUND_OURS || index_do(index, tables);
    return index_do(index, made ? "COMMIT" : "ROLLBACK") && made;
}

static bool open_any(RunIndex *index, Sv *said) {
    for (int tries = 0; tries < 2; tries++) {
        Found found = open_file(index) ? look(index)
                      : index->damaged ? FOUND_FOREIGN
                                       : FOUND_NOTHING;
        if (found == FOUND_OURS) return true;
        if (found == FOUND_EMPTY && make_tables(index)) return true;
        close_file(index);
        if (found != FOUND_FOREIGN && found != FOUND_OLD) return false;
        if (found == FOUND_FOREIGN)
            *said =
                sv_format(index->arena, "%.*s was damaged, or not of this program: it is made anew",
                          SV_ARG(index->shown));
        delete_files(index);
        if (!is_usable(index, said)) return false;
    }
    return false;
}

RunIndex *index_open(Arena *arena, Sv folder, Sv *said) {
    *said = (Sv){0};
    LateFailure missing;
    Sv real = path_real(arena, folder);
    const char *path = real.at ? sv_to_c(arena, path_join(arena, real, SV(INDEX_NAME))) : NULL;
    if (!path || !is_own(real.at) || is_remote(real.at) || !late_load(LATE_SQLITE, &missing))
        return NULL;
    RunIndex *index = arena_new_of(arena, RunIndex);
    *index =
        (RunIndex){.arena = arena, .path = path, .shown = path_join(arena, folder, SV(INDEX_NAME))};
    return is_usable(index, said) && open_any(index, said) ? index : NULL;
}

bool index_close(RunIndex *index) {
    if (!index) return true;
    bool damaged = index->damaged;
    close_file(index);
    if (damaged) delete_files(index);
    return !damaged;
}

// ── stamps ──

static int64_t ns_of(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t index_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return ns_of(now);
}

// Times of files are those of the last tick of the clock, and of some file systems whole seconds.
static bool is_settled(int64_t time_ns, int64_t now_ns) {
    static const int64_t tick_ns = 50 * 1000 * 1000, coarse_ns = 2500 * (int64_t)1000000;
    int64_t past = now_ns - time_ns;
    return past > (time_ns % 1000000 == 0 ? coarse_ns : tick_ns);
}

IndexStamp index_stamp(const struct stat *about, int64_t now_ns) {
    IndexStamp stamp = {.device = (int64_t)about->st_dev,
                        .inode = (int64_t)about->st_ino,
                        .size = (int64_t)about->st_size,
                        .mtime_ns = ns_of(about->st_mtim),
                        .ctime_ns = ns_of(about->st_ctim)};
    stamp.settled = is_settled(stamp.mtime_ns, now_ns) && is_settled(stamp.ctime_ns, now_ns);
    return stamp;
}

bool index_stamp_is(const IndexStamp *stamp, const struct stat *about) {
    IndexStamp now = index_stamp(about, 0);
    return stamp->settled && stamp->device == now.device && stamp->inode == now.inode &&
           stamp->size == now.size && stamp->mtime_ns == now.mtime_ns &&
           stamp->ctime_ns == now.ctime_ns;
}
