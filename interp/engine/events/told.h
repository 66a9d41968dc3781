// What is told of values and texts from outside: cut to a length, which says so, and masked. What
// is ours in an event stays as it is; event/events.def says which fields these are.
#ifndef ENGINE_EVENTS_TOLD_H
#define ENGINE_EVENTS_TOLD_H

#include "engine/context/state.h"

// The fields of an event as they are written. Each text and each value takes `most` bytes at most,
// and with less than LIMIT_OBSERVED_BYTES lists and maps lose items as well: with the last of
// told_lengths every event is far below LIMIT_EVENT_BYTES.
Value told_fields(Run *run, Arena *arena, const Event *event, size_t most);
// The first is LIMIT_OBSERVED_BYTES; the others are for events that would still be too long.
extern const size_t told_lengths[];
extern const size_t told_length_count;

// A text, cut and masked; one that is short enough is left as it is for the event to mask.
Sv told_kept(Run *run, Arena *arena, Sv text);
// Whether a result is told: one that is derived from others is derived again by the reader, and one
// that only some steps have may not be there.
bool told_result(const ResultField *field, Value value);
// What an attempt yielded, by name.
Value told_results(Arena *arena, const Action *action, const Value *results);
// The last lines of a text, masked.
Sv told_tail(Run *run, Arena *arena, Sv text);

#endif
