// Places within values, in the form of selections: [3].name['content-type']. Internal to cel/.
#ifndef CEL_EVAL_VALUE_PATH_H
#define CEL_EVAL_VALUE_PATH_H

#include "base/buf.h"
#include "value/value.h"

// Adds one step into a list (key: its index as an int) or a map (key: its key).
void value_path_add(Buf *buf, Value key, bool list);

#endif
