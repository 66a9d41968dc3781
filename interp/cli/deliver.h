// What a command makes, to standard output or with --out to a file.
#ifndef CLI_DELIVER_H
#define CLI_DELIVER_H

#include "cli/cli.h"

// Gives the status.
int deliver(const Cli *cli, const CommandLine *line, Sv text);

#endif
