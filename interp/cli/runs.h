// The runs of a project: what lies beneath .runbook/runs, and which one a person means by a word.
// Reads the first and the last event of a journal alone; holds no chain against itself.
#ifndef CLI_RUNS_H
#define CLI_RUNS_H

#include "cli/cli.h"

typedef struct RunEntry {
    Sv id;                // empty where the first event cannot be read
    Sv folder;            // path of the run's folder
    Sv journal;           // path of its journal
    Sv name, title, path; // of the runbook
    Sv again_of;          // id of the run of which it does a step once more; empty = none
    int64_t started_ns;   // wall clock
    bool sealed;          // it has a verdict
    Sv verdict;
    int64_t elapsed_ns; // of a sealed one
} RunEntry;

typedef struct RunList {
    RunEntry *items; // newest first
    uint32_t count, capacity;
    Sv folder; // .runbook/runs of the project
    Sv shown;  // the same, for people
} RunList;

// All runs of the project that --root names, or that the current folder belongs to.
void runs_list(Arena *arena, Sv root, RunList *out);
// RUN as a person gives it: an id, the beginning of one, a run's folder, `latest`, `latest:NAME`.
// False with the reason and the mend in *error, one line.
bool runs_find(Arena *arena, Sv root, Sv word, RunEntry *out, Buf *error);
// As much of the id as tells it from all others of the list; at least 8 characters.
Sv runs_short_id(const RunList *list, Sv id);
// A path as it is shown: relative to the current folder where it lies beneath it.
Sv runs_shown_path(Arena *arena, Sv path);

#endif
