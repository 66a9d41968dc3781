// Places within values, in the form of selections: [3].name['content-type']. Internal to cel/.
#ifndef CEL_EVAL_PLACE_H
#define CEL_EVAL_PLACE_H

#include "base/buf.h"
#include "value/value.h"

// Adds one step into a list (key: its index as an int) or a map (key: its key).
void place_add(Buf *buf, Value key, bool list);

#endif
