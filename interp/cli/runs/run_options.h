// The options of a run from the command line, for the commands that take them.
#ifndef CLI_RUNS_RUN_OPTIONS_H
#define CLI_RUNS_RUN_OPTIONS_H

#include "cli/cli.h"

// Leaves out sinks and whom to ask.
RunOptions run_options(const Cli *cli, const CommandLine *line);

#endif
