// What a runbook may touch: its `allow` together with those of all runbooks that include it.
#ifndef ENGINE_ATTEMPT_POLICY_H
#define ENGINE_ATTEMPT_POLICY_H

#include "engine/context/frame.h"

// `kind` is "host", "program" (its file, or the name of one that is not there), "database" or
// "path". False with *reason and *hint, in the arena.
MUST_USE bool policy_permits(const Frame *frame, const Env *env, Arena *arena, const char *kind,
                             Sv what, Sv *reason, Sv *hint);
// Whether the way may be taken of which this must be known. False with *reason.
MUST_USE bool policy_permits_way(const Frame *frame, Arena *arena, const Caution *caution,
                                 Sv *reason);

#endif
