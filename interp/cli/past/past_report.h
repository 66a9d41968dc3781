// `runbook report --history`: the past of a project as a page.
#ifndef CLI_PAST_PAST_REPORT_H
#define CLI_PAST_PAST_REPORT_H

#include "cli/cli.h"

// Returns the exit status.
int past_report(const Cli *cli, const CommandLine *line);

#endif
