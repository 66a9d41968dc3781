// Runs as rows of the index, and whether a row still holds: it does where the file is as it was. An
// entry that is given out was always read from its journal; the index says which comes next, which
// need not be looked at, and that a whole chain was found to hold.
#ifndef CLI_FOUND_RUN_ROWS_H
#define CLI_FOUND_RUN_ROWS_H

#include "cli/found/runs.h"

typedef struct RunRows RunRows;

// Opens the index beside the folder of runs, and brings its names up to date. `shown` is the folder
// in which it lies, as people are told it. NULL where it is of no use; *said as of index_open.
RunRows *run_rows_open(Arena *arena, Sv shown, Sv folder, Sv *said);
void run_rows_close(RunRows *rows);
// False where the index failed: the runs that it gave may not be all.
bool run_rows_hold(const RunRows *rows);
uint32_t run_rows_count(const RunRows *rows);
// That were not given out or left out yet.
uint32_t run_rows_left(const RunRows *rows);
// That a wish wanted counted, and that were therefore not given out.
uint32_t run_rows_counted(const RunRows *rows);
// The next one, from the newest; NULL behind the last. Those that the wish leaves out may be left
// out.
RunEntry *run_rows_next(RunRows *rows, const RunWish *wish);
Sv run_rows_short_id(RunRows *rows, Sv id);
bool run_rows_has_id(RunRows *rows, Sv id);
// Adds the names of the runbooks that it knows.
void run_rows_book_names(RunRows *rows, TextList *out);
// What the index has of its steps; NULL where it has nothing that holds.
const struct RunTold *run_rows_told(RunRows *rows, const RunEntry *entry);
// Writes what was read. That it cannot is no error.
void run_rows_keep(RunRows *rows, RunEntry *const *entries, uint32_t count);

// Writes the run of a journal that has just ended, with what its steps did where that is known;
// false with *why where that cannot be done.
MUST_USE bool run_rows_note(Arena *arena, Sv journal, const struct RunTold *told, Sv *why);

#endif
