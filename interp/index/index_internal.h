// What the files of the index share.
#ifndef INDEX_INDEX_INTERNAL_H
#define INDEX_INDEX_INTERNAL_H

#include "index/index.h"
#include "late/sqlite.h"

#include <sys/types.h>

struct IndexQuery {
    RunIndex *index;
    const char *sql;
    sqlite3_stmt *statement; // NULL where it could not be prepared
    IndexQuery *next;        // made before it
};

struct RunIndex {
    Arena *arena; // not owned
    sqlite3 *db;
    const char *path;
    Sv shown;    // for people
    ino_t inode; // of the file that was opened
    IndexQuery *queries;
    bool failed;  // a call did not do what it was to do
    bool damaged; // … since the file is no database, or not whole
};

// Notes a result code; true for SQLITE_OK, ROW and DONE.
bool index_note(RunIndex *index, int code);

#endif
