// One row of the index: what of a run stands there.
#ifndef CLI_FOUND_RUN_ROW_H
#define CLI_FOUND_RUN_ROW_H

#include "cli/found/runs.h"

typedef enum RunRowLevel {
    RUN_ROW_NAME,   // its name alone
    RUN_ROW_READ,   // the ends of its journal
    RUN_ROW_CHECKED // and its whole chain
} RunRowLevel;

typedef struct RunRow {
    int64_t place;
    Sv folder; // its name
    RunRowLevel level;
    RunState state;
    Sv name, verdict, problem;
    uint32_t sessions;
    IndexStamp stamp;
} RunRow;

#define RUN_ROW_COLUMNS                                                                            \
    "place, folder, level, state, name, verdict, problem, sessions, device, inode, size, mtime, "  \
    "ctime, settled"
void run_row_take(IndexQuery *query, Arena *arena, RunRow *out);
// Whether both are of one state of one file.
bool run_row_same_file(const IndexStamp *a, const IndexStamp *b);
// The number of the row of this folder, which is made where it is missing.
int64_t run_row_place(RunIndex *index, Sv name);
IndexQuery *run_row_writer(RunIndex *index);
void run_row_write(IndexQuery *writer, const RunEntry *entry, Arena *arena);

#endif
