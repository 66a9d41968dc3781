// The commands to type: to do a step that did not pass once more, to go on, to take back what
// stands.
#ifndef ENGINE_EXEC_RERUN_LINE_H
#define ENGINE_EXEC_RERUN_LINE_H

#include "engine/context/state.h"

// How a command line names this run, quoted where a shell wants that. Lives as long as the run.
Sv rerun_word(Run *run);
// "runbook again 0192f1c4 a/b"; for a change "runbook run FILE --only a/b"; empty where no command
// would do the same.
Sv rerun_line(Run *run, const StepInstance *instance, Arena *arena);

// Whether `resume` gets further: something is left that it makes, looks at or asks.
bool rerun_goes_on(Run *run);
// "runbook resume 0192f1c4", for each step in doubt that no probe can decide with the words of
// which a person has to choose one.
Sv rerun_resume_line(Run *run, Arena *arena);
// "runbook undo 0192f1c4"
Sv rerun_undo_line(Run *run, Arena *arena);

#endif
