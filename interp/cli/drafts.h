// Writes drafts: all of them or none, each checked first in the form in which it will be read.
// Never overwrites a file.
#ifndef CLI_DRAFTS_H
#define CLI_DRAFTS_H

#include "cli/cli.h"
#include "import/import.h"

// Writes the drafts that have steps into the folder, which is made if needed. Returns the exit
// status, 0 or that of a problem that was reported on standard error.
int drafts_write(const Cli *cli, const Import *import, Sv folder);

#endif
