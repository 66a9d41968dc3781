// What an expectation was judged on, put shortly.
#ifndef REPORT_OBSERVED_H
#define REPORT_OBSERVED_H

#include "report/record.h"

// "status = 200; json.total = 3": of a failure the parts that decided it; of one that holds the
// results that its text names, as far as they were recorded. In the arena; may be empty.
Sv observed_for(Arena *arena, const RecordEntry *entry, Value expectation);

#endif
