// What to type so that a step that did not pass is done once more.
#ifndef ENGINE_EXEC_RERUN_LINE_H
#define ENGINE_EXEC_RERUN_LINE_H

#include "engine/context/state.h"

// "runbook again 0192f1c4 a/b"; of a change "runbook run FILE --only a/b"; empty where nothing is
// right to say.
Sv rerun_line(Run *run, const StepInstance *instance, Arena *arena);

#endif
