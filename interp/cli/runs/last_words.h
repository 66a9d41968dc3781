// What nobody can look up later: changes whose end the journal could not take any more.
#ifndef CLI_RUNS_LAST_WORDS_H
#define CLI_RUNS_LAST_WORDS_H

#include "cli/cli.h"
#include "engine/run.h"

// To standard error; nothing where all ends are recorded.
void last_words(const Cli *cli, const RunResult *result);

#endif
