// The results of an attempt, by name, of which some say again what others say.
#ifndef EVENT_OBSERVED_H
#define EVENT_OBSERVED_H

#include "value/value.h"

// Whether a list of {name, value} among the results holds each entry of the map, as headers are
// told twice.
bool observed_told_by_a_list(Value observed, Value map);
// The name of an earlier result with the same text as the one at `index`; else empty.
Sv observed_told_before(Value observed, size_t index);
// Whether each line of the text is within one of the results.
bool observed_says(Value observed, Sv text);

#endif
