// Everything around a run for the person who started it: screen, questions, signals, and the
// reports at the end.
#ifndef CLI_RUNS_RUN_DESK_H
#define CLI_RUNS_RUN_DESK_H

#include "cli/cli.h"
#include "cli/runs/plan_ahead.h"

typedef struct DeskBook {
    Sv path, root;
    Sv meant;         // what may be meant where there is no such file; empty = unknown
    PlanAhead *ahead; // it is being read already; NULL = it is not
} DeskBook;

// Runs the file. `options` are those of the command line, without sinks and without anybody to ask.
// Returns the exit status.
int desk_run(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options);
// How it ended, for whoever makes several runs; in the cli's arena.
typedef struct DeskEnd {
    Sv journal; // path; empty where nothing ran
    Sv message; // why nothing ran, one line
    // Told where the journal is as soon as there is one, should this process not come to the end.
    void (*began)(void *self, Sv journal); // may be NULL
    void *self;
} DeskEnd;
int desk_run_told(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options,
                  DeskEnd *end);
// For a run that cannot begin, for a reason that has been reported: writes reports which say that
// nothing was run. Returns the status to end with.
int desk_refuse(const Cli *cli, const CommandLine *line, Sv path, int status);

// Asks whether it goes on; nobody there is a no. `words`: what was told before the question.
typedef bool DeskConfirm(void *asking, Sv words, Sv question, const Waiter *waiter);
// Whoever takes a run up again.
typedef struct DeskTaking {
    // Once the plan is loaded, before anything else. Returns 0, or the status to end with.
    int (*prepare)(void *self, const Plan *plan);
    // Whether it goes on; see agree in engine/run.h. `confirm` is handed `asking`.
    bool (*agreed)(void *self, Sv by, const Sv *accepted, uint32_t count, const Waiter *waiter,
                   DeskConfirm *confirm, void *asking);
    void *self;
} DeskTaking;
// The same for a run that is taken up again.
int desk_take_up(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options,
                 const DeskTaking *taking);

#endif
