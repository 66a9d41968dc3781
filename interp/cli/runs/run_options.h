// What the command line says about a run, for the commands that take it.
#ifndef CLI_RUNS_RUN_OPTIONS_H
#define CLI_RUNS_RUN_OPTIONS_H

#include "cli/cli.h"

// Without anybody to ask and without sinks.
RunOptions run_options(const Cli *cli, const CommandLine *line);

#endif
