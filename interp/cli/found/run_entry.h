// One run, read from its folder. For the list of runs alone.
#ifndef CLI_FOUND_RUN_ENTRY_H
#define CLI_FOUND_RUN_ENTRY_H

#include "cli/found/runs.h"

// `listed`: it is in .runbook/runs, where any folder is a run; elsewhere a folder must contain a
// journal. False if it is not a run.
MUST_USE bool run_entry_read(Arena *arena, Sv folder, bool listed, RunEntry *out);

#endif
