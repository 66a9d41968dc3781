// What the probes of kept changes say before anybody agrees that a run goes on. Each is asked once,
// with what its step saw then; nothing of that is told or written, and the session asks them again.
#ifndef ENGINE_AHEAD_AHEAD_H
#define ENGINE_AHEAD_AHEAD_H

#include "engine/context/frame.h"

// Asks those that `peeks` of the run that is taken up names. `frame`: of the top runbook.
void ahead_look(Worker *worker, Frame *frame);

#endif
