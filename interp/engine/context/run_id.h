// A run's id: the time in milliseconds, followed by random bits (the form of UUID version 7).
#ifndef ENGINE_CONTEXT_RUN_ID_H
#define ENGINE_CONTEXT_RUN_ID_H

#include "base/arena.h"
#include "base/system/env.h"

bool run_is_id(Sv text);
int64_t run_id_ns(Sv id);
// Makes the id of a run that begins at `wall_ns`. It sorts after those of all runs in the folder
// `runs`. False if there are no random bytes.
MUST_USE bool run_id_new(Arena *arena, const Env *env, int64_t wall_ns, Sv runs, Sv *out);

#endif
