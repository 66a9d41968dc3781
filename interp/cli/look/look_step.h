// One step of a run, whole: what it asked, what came back, what was judged of it, what it left.
#ifndef CLI_LOOK_LOOK_STEP_H
#define CLI_LOOK_LOOK_STEP_H

#include "cli/found/runs.h"
#include "cli/look/look_story.h"

// The step that a person means by an address or a number of the run. NULL with *error, one line:
// there is none, and what may have been meant.
const RecordedStep *look_find(const RecordedRun *recorded, Sv word, Buf *error);
// `word`: how a command names the run.
void look_draw(const Cli *cli, const LookStories *stories, Sv word, Buf *out);
// Shows the step of that run that the second operand means, to standard output; returns the status.
int look_at_step(const Cli *cli, const CommandLine *line, const RunEntry *run);

#endif
