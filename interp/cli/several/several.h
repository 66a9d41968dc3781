// `run A B C`: each a run of its own, with its own lock, journal and subject; what is wrong with
// any of them is said before the first begins, and at the end a table tells how they ended.
#ifndef CLI_SEVERAL_SEVERAL_H
#define CLI_SEVERAL_SEVERAL_H

#include "cli/cli.h"

// Runs the files that `run` was given. Returns the status to end with: for several the first of
// their statuses in the order of several_worst.
int several_run(const Cli *cli, const CommandLine *line);
// Which of two statuses the whole ends with.
int several_worst(int a, int b);

#endif
