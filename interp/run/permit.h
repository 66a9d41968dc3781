// What a runbook may touch: `allow` of the runbook and of all that include it, together.
#ifndef RUN_PERMIT_H
#define RUN_PERMIT_H

#include "run/frame.h"

// `kind` is "host", "program", "database" or "path". False with *reason, in the arena.
bool permit(const Frame *frame, Arena *arena, const char *kind, Sv what, Sv *reason);

#endif
