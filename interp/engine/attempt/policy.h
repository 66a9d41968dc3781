// What a runbook may touch: its `allow` together with those of all runbooks that include it.
#ifndef ENGINE_ATTEMPT_POLICY_H
#define ENGINE_ATTEMPT_POLICY_H

#include "engine/context/frame.h"

// `kind` is "host", "program", "database", "path", or a caution's bound. False with *reason, in the
// arena.
MUST_USE bool policy_permits(const Frame *frame, Arena *arena, const char *kind, Sv what,
                             Sv *reason);

#endif
