// The runs of a project, in .runbook/runs, and which one a person means by a word. `latest` is the
// run that was begun last, even if it cannot be read: an older one is never taken for it.
#ifndef CLI_FOUND_RUNS_H
#define CLI_FOUND_RUNS_H

#include "base/text_list.h"
#include "cli/cli.h"
#include "index/index.h"
#include "value/value.h"

typedef enum RunState {
    RUN_SEALED,  // it has a verdict
    RUN_OPEN,    // it has none: it died, or is still running
    RUN_UNBEGUN, // its journal has not a single complete line
    RUN_DAMAGED  // its journal cannot be read, or was altered
} RunState;

typedef struct RunEntry {
    Sv id;                // from its folder, else from its journal; empty if neither has one
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
    bool checked;         // runs_check has read all, now or when the file was as it is
    IndexStamp stamp;     // of the journal as it was read; zeros where there is none
    int64_t row;          // its row in the index; 0 = none
    bool row_same;        // … is of the journal as it is
    bool row_stands;      // … and nothing has to be written
    const struct RunTold *told; // what its steps did, where that was read; NULL = it was not
} RunEntry;

typedef struct RunSource RunSource;

typedef struct RunList {
    RunSource *source; // NULL where nothing is listed
    uint32_t count;    // folders there
    Sv folder;         // .runbook/runs of the project
    Sv shown;          // the same, for people
    Sv problem;        // why it cannot be listed, one line; empty if it can, or is not there
    Sv beneath;        // if it is not there: folders beneath that have runs, "a or b"
    Sv said;           // what became of the index, where that is worth a line
} RunList;

// What is looked for: other runs may be left out, what cannot be read never is.
typedef struct RunWish {
    Sv id;        // the beginning of it; empty = any
    Sv name;      // a pattern for the runbook's; empty = any
    bool failed;  // that did not end well
    bool counted; // from here on those that the index knows are only counted: runs_counted
} RunWish;

// Lists all runs of the project given by --root, or around the current folder. Outside of every
// project the runs of a runbook are beside it: then those of the only folder beneath that has any.
void runs_list(Arena *arena, Sv root, RunList *out);
// The same by the index, which is made where it is missing. A run that is given out is read from
// its journal all the same; which runs there are need not be found again.
void runs_list_indexed(Arena *arena, Sv root, RunList *out);
// Those of one project.
void runs_list_in(Arena *arena, Sv project, bool indexed, RunList *out);
void runs_wish(RunList *list, RunWish wish);
// The run at this place, from 0, the newest; NULL behind the last one. They are read when they are
// first asked for.
RunEntry *runs_at(RunList *list, uint32_t i);
// How many were not asked for, nor left out.
uint32_t runs_left(const RunList *list);
uint32_t runs_counted(const RunList *list);
// False where the index failed meanwhile: then it has to be listed once more, without.
bool runs_hold(const RunList *list);
// Writes into the index what was read of those that were asked for, and closes it.
void runs_keep(RunList *list);
// What the index has of its steps, as it was read of the same journal; NULL where it has nothing.
const struct RunTold *runs_told(RunList *list, const RunEntry *entry);
// Adds the names of the runbooks of all runs that were read, now or earlier.
void runs_book_names(RunList *list, TextList *out);
bool runs_has_id(const RunList *list, Sv id);
// "GO", "running", "no verdict", "damaged", "never began".
Sv runs_state(const RunEntry *entry);
// Whether a verdict is that of a run which ended well.
bool run_ended_well(Sv verdict);
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
// How a command names the run, now and later: by its id where that finds it, else by its folder.
Sv runs_name(Arena *arena, Sv root, const RunEntry *run);
// The same, quoted.
Sv runs_word(Arena *arena, Sv root, const RunEntry *run);
// A path for people: relative to the current folder if it is beneath that.
Sv runs_shown_path(Arena *arena, Sv path);

#endif
