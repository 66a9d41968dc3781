// Undoes what acted, newest first.
#ifndef ENGINE_EXEC_ROLLBACK_H
#define ENGINE_EXEC_ROLLBACK_H

#include "engine/context/state.h"

// Remembers a step that acted and has undo steps.
void rollback_remember(Worker *worker, const StepInstance *instance, bool in_doubt);
// Remembers a group or include with undo steps of its own, provided something in it acted and has
// not been undone.
void rollback_remember_group(Worker *worker, const StepInstance *instance);
// Undoes all that acted beneath the number (empty: everything) and tells `why`. Nothing is undone
// twice.
void rollback_run(Worker *worker, Sv number, Sv why);

// Whether an undo step of something beneath the number was made.
bool rollback_made(Worker *worker, Sv number);

#endif
