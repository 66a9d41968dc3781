// The names of runs in the index, brought up to date with the folder.
#ifndef CLI_FOUND_RUN_ROWS_NAMES_H
#define CLI_FOUND_RUN_ROWS_NAMES_H

#include "index/index.h"

// A folder of which the list of names has not changed since is not listed. What a name does not
// tell of a run's place, its journal tells, which is read. *count is how many there are.
MUST_USE bool run_rows_sync(Arena *arena, RunIndex *index, Sv folder, uint32_t *count);

#endif
