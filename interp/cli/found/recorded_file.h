// Finds a file that an earlier run has read.
#ifndef CLI_FOUND_RECORDED_FILE_H
#define CLI_FOUND_RECORDED_FILE_H

#include "cli/cli.h"
#include "history/recorded_run.h"

// The journal has the path as it was given then. It is tried from here, from the project's root,
// and from the folder in which the run's processes started. The one with the right digest is taken,
// else the first that exists; false if there is none. *out is a path from here.
MUST_USE bool recorded_file(const Cli *cli, const RecordedRun *recorded, Sv path, Sv digest,
                            Sv *out);

#endif
