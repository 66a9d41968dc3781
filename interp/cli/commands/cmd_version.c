#include "cli/cli.h"

int cmd_VERSION(const Cli *cli, const CommandLine *line) {
    (void)line;
    cli_outf(cli, "runbook %s\n", RUNBOOK_VERSION);
    return 0;
}
