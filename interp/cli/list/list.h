// The list of runs: which of them, and what is told of each.
#ifndef CLI_LIST_LIST_H
#define CLI_LIST_LIST_H

#include "cli/found/runs.h"

typedef struct ListedRuns {
    const RunList *all;
    RunEntry **items; // newest first, each of them checked
    uint32_t count, capacity;
    uint32_t more; // that would be listed as well
} ListedRuns;

// Chooses by the command line: NAME, --failed, -n. Returns 0, or the status to end with after the
// reason has been reported.
int list_choose(const Cli *cli, const CommandLine *line, RunList *all, ListedRuns *out);
// Whether it did not end well, or did not end and is not going on.
bool list_failed(const RunEntry *entry);

void list_table(const Cli *cli, const ListedRuns *runs, Buf *out);
void list_json(Arena *arena, const ListedRuns *runs, Buf *out);

#endif
