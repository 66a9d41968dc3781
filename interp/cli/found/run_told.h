// What the steps of a run did, as the index keeps it.
#ifndef CLI_FOUND_RUN_TOLD_H
#define CLI_FOUND_RUN_TOLD_H

#include "index/index.h"
#include "report/past/past.h"

typedef struct RunTold {
    Sv alike; // as PastRun has them
    bool judged;
    PastSteps steps;
} RunTold;

// Of a whole run, as it was read from its journal; in the arena.
const RunTold *run_told_of(Arena *arena, const ReportModel *record);

// The rows of the run at this place in the index; NULL where there are none.
const RunTold *run_told_read(Arena *arena, RunIndex *index, int64_t place);
void run_told_write(RunIndex *index, int64_t place, const RunTold *told);

#endif
