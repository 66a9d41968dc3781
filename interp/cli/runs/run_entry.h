// One run as its folder shows it. For the list of runs alone.
#ifndef CLI_RUNS_RUN_ENTRY_H
#define CLI_RUNS_RUN_ENTRY_H

#include "cli/runs/runs.h"

// `listed`: it lies beneath .runbook/runs, where a folder is a run whatever is in it; elsewhere it
// must hold a journal. False where it is no run.
MUST_USE bool run_entry_read(Arena *arena, Sv folder, bool listed, RunEntry *out);

#endif
