// Values in messages and failures, for people: strings quoted, long ones shortened. Uses CEL's
// literal form if there is one ("text", b"…", 1u, [1, 2], {"a": 1}, 1m 30s, 2026-03-01T00:00:00Z).
// At most `columns` wide, with … in the middle of what is too long; 0 = uncut.
#ifndef VALUE_SHOW_H
#define VALUE_SHOW_H

#include "base/buf.h"
#include "value/value.h"

// CEL's literal form where there is one ("text", b"…", 1u, [1, 2], {"a": 1}, 1m 30s,
// 2026-03-01T00:00:00Z); at most `columns` wide, shortened with … in the middle of what is too
// long. 0 = whole.
bool value_show(Buf *buf, Value value, size_t columns);
// Two strings, shortened around the place where they differ.
bool value_show_difference(Buf *a_out, Buf *b_out, Value a, Value b, size_t columns);

#endif
