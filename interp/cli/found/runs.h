// The runs of a project, in .runbook/runs, and which one a person means by a word. `latest` is the
// run that was begun last, even if it cannot be read: an older one is never taken for it.
#ifndef CLI_FOUND_RUNS_H
#define CLI_FOUND_RUNS_H

#include "cli/cli.h"
#include "value/value.h"

typedef enum RunState {
    RUN_SEALED,  // it has a verdict
    RUN_OPEN,    // it has none: it died, or is still running
    RUN_UNBEGUN, // its journal has not a single complete line
    RUN_DAMAGED  // its journal cannot be read, or was altered
} RunState;

typedef struct RunEntry {
    Sv id;                // from its folder, else from its journal; empty if neither has one
    Sv short_id;          // once runs_shorten_ids was called
    Sv folder;            // path of the run's folder
    Sv journal;           // path of its journal
    RunState state;       // judged by its first and last line until runs_check has read all
    Sv problem;           // why it is unbegun or damaged, one line
    bool foreign;         // damaged because the journal, intact or not, is another run's
    Sv order;             // sort key, newest first: the time in its id, else when it was written
    Sv name, title, path; // of the runbook; empty if the first event cannot be read
    Sv again_of;          // id of the run of which it repeats a step; empty = none
    uint32_t again_count; // … how many of them
    bool narrowed;        // it is a narrowed run
    Sv user, host;        // of whoever began it
    Value inputs;         // list of {name, value} that are no defaults; null if it cannot be read
    Value subject;        // map: what was judged; null likewise
    Value reasons;        // of a sealed one: list of {address, verdict}; null = none
    bool resumable;       // `resume` goes on with it
    int64_t started_ns;   // wall clock
    Sv verdict;           // of a sealed one
    int64_t elapsed_ns;   // of a sealed one
    uint32_t standing;    // changes of a sealed one that is no GO and that are still in place
    bool running;         // of an open one: somebody writes to its journal now
    Sv at;                // of a running one: number and name of the step; empty = not known
    Sv waits_for;         // number of the question at which it is parked; empty = it is not
    int64_t waits_ns;     // since when, wall clock
    uint32_t sessions;    // how often it was begun or taken up; 0 until runs_check has read all
    Sv passed_over;       // id of a newer run of that name that was narrowed; empty = none
} RunEntry;

typedef struct RunList {
    RunEntry *items; // newest first
    uint32_t count, capacity;
    Sv folder;  // .runbook/runs of the project
    Sv shown;   // the same, for people
    Sv problem; // why it cannot be listed, one line; empty if it can, or is not there
    Sv beneath; // if it is not there: folders beneath that have runs, "a or b"
} RunList;

// Lists all runs of the project given by --root, or around the current folder. Outside of every
// project the runs of a runbook are beside it: then those of the only folder beneath that has any.
void runs_list(Arena *arena, Sv root, RunList *out);
// Says why the list is empty, and where to look. Returns 0 if nothing was run, otherwise the status
// to end with.
int runs_empty(const RunList *list, Buf *why);
// Verifies the chain of its journal; if that does not hold the state becomes RUN_DAMAGED.
void runs_check(Arena *arena, RunEntry *entry);
// Finds RUN as a person gives it: an id, the beginning of one, a run's folder, `latest`, or
// `latest:NAME`, the newest complete run of that runbook. Returns 0, or the status to end with and
// in *error the reason and what to do, one line.
int runs_find(Arena *arena, Sv root, Sv word, RunEntry *out, Buf *error);
// The same for a command: reports problems, also if the run never began, and what was passed over.
int runs_open(const Cli *cli, Sv root, Sv word, RunEntry *out);
// The shortest beginning of the id that no other run of the list shares, nor any later one.
Sv runs_short_id(const RunList *list, Sv id);
// The same for the run of a run_started, in the project that it names.
Sv runs_short_id_told(Arena *arena, Value started);
// The same for all of the list, into their short_id; quick for very many.
void runs_shorten_ids(Arena *arena, RunList *list);
// How a command names the run, now and later: by its id where that finds it, else by its folder.
Sv runs_name(Arena *arena, Sv root, const RunEntry *run);
// The same, quoted.
Sv runs_word(Arena *arena, Sv root, const RunEntry *run);
// A path for people: relative to the current folder if it is beneath that.
Sv runs_shown_path(Arena *arena, Sv path);

#endif
