// An answer as it is written to the journal: every result is masked first and truncated afterwards,
// and what was truncated says so.
#ifndef ENGINE_EVENTS_OBSERVED_H
#define ENGINE_EVENTS_OBSERVED_H

#include "engine/context/state.h"

Value observed_results(Run *run, Arena *arena, const Action *action, const Value *results);
// One value at most LIMIT_OBSERVED_BYTES large.
Value observed_value(Run *run, Arena *arena, Value value);
// The same for several values that share `left` bytes; one for which none are left becomes empty.
Value observed_within(Run *run, Arena *arena, Value value, size_t *left);
// The last lines of a text, masked.
Sv observed_tail(Run *run, Arena *arena, Sv text);

#endif
