// How long the steps of a runbook took in its last runs, read from their journals where that is
// cheap.
#ifndef CLI_FOUND_EARLIER_TIMES_H
#define CLI_FOUND_EARLIER_TIMES_H

#include "base/system/env.h"
#include "report/times/usual_times.h"

// Of the newest whole runs of that name in the folder of runs, but for one by its id. A journal
// that is not intact, or is long, is passed over; after a few milliseconds no further one is begun.
// Never NULL.
UsualTimes *earlier_times(Arena *arena, const Env *env, Sv folder, Sv name, Sv but_for);

#endif
