// Writing drafts that were never there before: all of them or none, each checked first as it will
// be read. Refuses to overwrite.
#ifndef CLI_DRAFTS_H
#define CLI_DRAFTS_H

#include "cli/cli.h"
#include "import/import.h"

// The drafts with something in them, into the folder, which is made. The exit status: 0, or of what
// was said on standard error.
int drafts_write(const Cli *cli, const Import *import, Sv folder);

#endif
