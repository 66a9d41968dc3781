// The line at the top of a runbook by which an editor finds the schema:
// # yaml-language-server: $schema=…
#ifndef CLI_EDITOR_SCHEMA_LINE_H
#define CLI_EDITOR_SCHEMA_LINE_H

#include "cli/cli.h"

// The line, with its line feed, for the runbook at `path`, which need not be there yet. It leads to
// the schema that is installed with this program, else to a copy of it in .runbook, which is
// written here. Empty where there is neither.
Sv schema_line(const Cli *cli, Sv path);

#endif
