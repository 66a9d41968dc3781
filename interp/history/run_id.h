// A run's id: the time in milliseconds, followed by random bits (the form of UUID version 7).
#ifndef HISTORY_RUN_ID_H
#define HISTORY_RUN_ID_H

#include "base/arena.h"
#include "base/system/env.h"
#include "value/value.h"

bool run_is_id(Sv text);
int64_t run_id_ns(Sv id);
// Makes the id of a run that begins at `wall_ns`. It sorts after those of all runs in the folder
// `runs`. False if there are no random bytes.
MUST_USE bool run_id_new(Arena *arena, const Env *env, int64_t wall_ns, Sv runs, Sv *out);

// How a run is named to people and in commands: the shortest beginning of its id that no other run
// shares, and that no later run ever will. An id begins with its time and sorts after those before
// it, so what sets a run apart from a newer one sets it apart from all that follow; the newest one
// needs its whole time. `shared` = the most characters that it begins alike with another run's.
Sv run_id_cut(Sv id, size_t shared, bool newest);
size_t run_id_common(Sv a, Sv b);
// The same among the runs in the folder `runs`.
Sv run_id_short(Arena *arena, Sv runs, Sv id);
// The same for the run of a run_started, in the project that it names.
Sv run_id_told(Arena *arena, Value started);

#endif
