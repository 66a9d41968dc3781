#include "cli/cli.h"

#include <unistd.h>

int cmd_VERSION(const Cli *cli, const CommandLine *line) {
    (void)line;
    cli_writef(cli, STDOUT_FILENO, "runbook %s\n", RUNBOOK_VERSION);
    return 0;
}
