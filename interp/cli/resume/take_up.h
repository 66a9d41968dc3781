// Taking a run up again: resume, undo and abandon. Opens its journal, refuses what cannot be taken
// up, and says first what will be done.
#ifndef CLI_RESUME_TAKE_UP_H
#define CLI_RESUME_TAKE_UP_H

#include "cli/cli.h"

// The command as a whole: RUN is the first operand. Returns the status.
int take_up_run(const Cli *cli, const CommandLine *line, Purpose purpose);

#endif
