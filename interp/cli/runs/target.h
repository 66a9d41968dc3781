// Files that a run writes beside its journal, because the command line names them: whether one can
// be written, and writing it would cost nobody anything, is known before anything runs.
#ifndef CLI_RUNS_TARGET_H
#define CLI_RUNS_TARGET_H

#include "cli/cli.h"

// How messages call what is written.
typedef struct TargetWords {
    const char *option; // "--report"
    const char *the;    // "the report"
    const char *no;     // "no report is"
    const char *some;   // "a report"
} TargetWords;

// False with *error where it cannot be written, or would be written over what the run of `runbook`
// reads.
MUST_USE bool target_check(const Cli *cli, const CommandLine *line, Sv runbook, Sv path,
                           const TargetWords *words, Buf *error);
// Whether both paths are one file, there already or not.
bool target_is_same(const Cli *cli, Sv a, Sv b);
// Nothing is ever written over a journal.
bool target_is_journal(Sv path);

#endif
