// The past of a project, gathered: which runs are told of, and what each of them has to say.
#ifndef CLI_PAST_PAST_READ_H
#define CLI_PAST_PAST_READ_H

#include "cli/cli.h"
#include "report/past/past.h"

// `name` is a pattern for the runbooks' names; empty = all. Returns 0, or the status to end with
// after the reason has been reported.
int past_read(const Cli *cli, Sv root, Sv name, Past *out);

#endif
