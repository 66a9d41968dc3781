// The index of a project's runs: .runbook/history.db, an SQLite file. It is derived from journals,
// may be deleted at any time, and is made again. This is the file and its tables alone: what stands
// in them, and whether it still holds, is for those who read journals.
#ifndef INDEX_INDEX_H
#define INDEX_INDEX_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct RunIndex RunIndex;

// Which state of a file (or of a folder's list of names) something was read from.
typedef struct IndexStamp {
    int64_t device, inode, size, mtime_ns, ctime_ns;
    bool settled; // a later change cannot have left the same times
} IndexStamp;

// Opens the index in this folder (.runbook, as people are told it), or makes it. NULL where it
// cannot be used: the folder is not there, cannot be written to, or lies on a network; the file is
// another user's or a link; SQLite is not installed. *said is what a person should know of it, one
// line; else empty.
RunIndex *index_open(Arena *arena, Sv folder, Sv *said);
// Whether each call so far did what it was to do. Where one did not, nothing that was read counts;
// an index that is damaged is then deleted when it is closed.
bool index_holds(const RunIndex *index);
// False where it was found to be damaged, and was deleted.
bool index_close(RunIndex *index);

// ── statements ──

typedef struct IndexQuery IndexQuery;

// Statements without an answer; several are parted by semicolons.
bool index_do(RunIndex *index, const char *sql);
// Never NULL; one that cannot be prepared has no rows, and index_holds says so. Lives as long as
// the index, and is the same one for the same text: rewind it once its rows were taken.
IndexQuery *index_query(RunIndex *index, const char *sql);
// Parameters, from 1. The text must last until the next row was asked for.
void query_give(IndexQuery *query, int place, Sv text);
void query_give_int(IndexQuery *query, int place, int64_t number);
// The next row; false behind the last one.
bool query_next(IndexQuery *query);
// Begins anew, with the same parameters.
void query_rewind(IndexQuery *query);
// Without rows.
void query_run(IndexQuery *query);
// Columns, from 0; a text is copied into the arena.
Sv query_text(IndexQuery *query, int column, Arena *arena);
int64_t query_int(IndexQuery *query, int column);

// What time it is for the files of this machine: no clock that somebody set beside it.
int64_t index_now_ns(void);
// The times of a file, as they were found at `now_ns` by that clock.
struct stat;
IndexStamp index_stamp(const struct stat *about, int64_t now_ns);
bool index_stamp_is(const IndexStamp *stamp, const struct stat *about);

#endif
