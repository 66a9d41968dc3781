// The runs of a project: what lies beneath .runbook/runs, and which one a person means by a word.
// What was begun last is the latest, whether it can be read or not: nothing older is taken for it.
#ifndef CLI_RUNS_RUNS_H
#define CLI_RUNS_RUNS_H

#include "cli/cli.h"

typedef enum RunState {
    RUN_SEALED,  // it has a verdict
    RUN_OPEN,    // cut off before its verdict, or still going on
    RUN_UNBEGUN, // not one line of its journal is whole
    RUN_DAMAGED  // its journal cannot be read, or is not what was written
} RunState;

typedef struct RunEntry {
    Sv id;                // of its folder, else of its journal; empty where neither has one
    Sv folder;            // path of the run's folder
    Sv journal;           // path of its journal
    RunState state;       // by its first and last line, until runs_check has looked at all
    Sv problem;           // of one that is unbegun or damaged: why, one line
    bool foreign;         // damaged: whole as it may be, the journal is another run's
    Sv order;             // newest first: the time within its id, else when it was written
    Sv name, title, path; // of the runbook; empty where the first event cannot be read
    Sv again_of;          // id of the run of which it does a step once more; empty = none
    bool narrowed;        // it judges a part alone
    int64_t started_ns;   // wall clock
    Sv verdict;           // of a sealed one
    int64_t elapsed_ns;   // of a sealed one
    Sv passed_over;       // id of a newer one of the name that is narrowed; empty = none
} RunEntry;

typedef struct RunList {
    RunEntry *items; // newest first
    uint32_t count, capacity;
    Sv folder;  // .runbook/runs of the project
    Sv shown;   // the same, for people
    Sv problem; // it cannot be listed: why, one line; empty where it can, or is not there
    Sv beneath; // it is not there, and these folders beneath have runs: "a or b"
} RunList;

// All runs of the project that --root names, or that the current folder belongs to. Outside of
// every project a runbook's runs lie beside it: then those of the one folder beneath that has any.
void runs_list(Arena *arena, Sv root, RunList *out);
// Why the list is empty, and where to look; status 0 where nothing was run, else what to end with.
int runs_empty(const RunList *list, Buf *why);
// Holds all lines of its journal against their chain: the state is RUN_DAMAGED where they do not
// fit.
void runs_check(Arena *arena, RunEntry *entry);
// RUN as a person gives it: an id, the beginning of one, a run's folder, `latest`, or
// `latest:NAME`, the newest run of that runbook as a whole. Status 0, or what to end with and the
// reason with its mend in *error, one line.
int runs_find(Arena *arena, Sv root, Sv word, RunEntry *out, Buf *error);
// The same for a command: says what is wrong, also where the run never began, and what was passed
// over.
int runs_open(const Cli *cli, Sv root, Sv word, RunEntry *out);
// As much of the id as tells it from all others of the list; at least 8 characters.
Sv runs_short_id(const RunList *list, Sv id);
// A path as it is shown: relative to the current folder where it lies beneath it.
Sv runs_shown_path(Arena *arena, Sv path);

#endif
