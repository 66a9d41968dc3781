// Where a file lies now that an earlier run has read.
#ifndef CLI_RUNS_RECORDED_FILE_H
#define CLI_RUNS_RECORDED_FILE_H

#include "cli/cli.h"
#include "history/recorded_run.h"

// The journal has the path as it was named then: it is looked for from here, from the project's
// root and from where the run's processes began. The one with the digest wins, else the first that
// is there; false where none is. Shown as a path from here.
MUST_USE bool recorded_file(const Cli *cli, const RecordedRun *recorded, Sv path, Sv digest,
                            Sv *out);

#endif
