// What an answer looked like, as it goes into the journal: every result, masked before it is cut,
// and what was cut says so.
#ifndef ENGINE_EVENTS_OBSERVED_H
#define ENGINE_EVENTS_OBSERVED_H

#include "engine/context/state.h"

Value observed_results(Run *run, Arena *arena, const Action *action, const Value *results);
// One value at most LIMIT_OBSERVED_BYTES large.
Value observed_value(Run *run, Arena *arena, Value value);
// The same where several share `left` bytes; what finds none left is cut to nothing.
Value observed_within(Run *run, Arena *arena, Value value, size_t *left);
// The last lines of a text, masked.
Sv observed_tail(Run *run, Arena *arena, Sv text);

#endif
