// A run before a person: its screen, its questions, its signals, and the reports when it is over.
#ifndef CLI_RUNS_RUN_DESK_H
#define CLI_RUNS_RUN_DESK_H

#include "cli/cli.h"

// Runs the file; `options` are what the command line says about it, without anybody to ask and
// without sinks. The exit status.
int desk_run(const Cli *cli, const CommandLine *line, Sv path, Sv root, const RunOptions *options);
// Where a run cannot begin for a reason that was said already: its reports say that nothing was
// run. The status to end with.
int desk_refuse(const Cli *cli, const CommandLine *line, Sv path, int status);

#endif
