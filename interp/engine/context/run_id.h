// A run's id: its time in milliseconds, then what is random (the form of UUID version 7).
#ifndef ENGINE_CONTEXT_RUN_ID_H
#define ENGINE_CONTEXT_RUN_ID_H

#include "base/arena.h"
#include "base/system/env.h"

bool run_is_id(Sv text);
int64_t run_id_ns(Sv id);
// For a run that begins at `wall_ns`; it sorts behind those of all that lie in `runs`. False where
// there are no random bytes.
MUST_USE bool run_id_new(Arena *arena, const Env *env, int64_t wall_ns, Sv runs, Sv *out);

#endif
