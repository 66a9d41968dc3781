// Everything around a run for the person who started it: screen, questions, signals, and the
// reports at the end.
#ifndef CLI_RUNS_RUN_DESK_H
#define CLI_RUNS_RUN_DESK_H

#include "cli/cli.h"

typedef struct DeskBook {
    Sv path, root;
    Sv meant; // what may be meant where there is no such file; empty = unknown
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

// The same for a run that is taken up again.
typedef struct TakingUp TakingUp; // take_up.h
int desk_take_up(const Cli *cli, const CommandLine *line, DeskBook book, const RunOptions *options,
                 TakingUp *taking);

#endif
