// What an action keeps of its answer for later steps of the connection: each is a secret, and known
// by its name alone.
#ifndef ENGINE_ATTEMPT_KEPT_NAMES_H
#define ENGINE_ATTEMPT_KEPT_NAMES_H

#include "engine/context/state.h"

// Call before anything of the answer is told.
void kept_names_learn(Worker *worker, Arena *arena, const KeptNames *names);
// One event with all names that came of the answer; none where there are none.
void kept_names_tell(Worker *worker, const StepInstance *instance, const KeptNames *names);

// For the first step of the run that goes by a connection with a memory: what was left out by
// choice, and may have given it something. Empty where nothing was.
Sv kept_names_left_out(Worker *worker, Arena *arena, const Step *step, ConnectionMemory *memory);

#endif
