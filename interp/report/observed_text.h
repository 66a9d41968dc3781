// The values that an expectation was judged on, in short.
#ifndef REPORT_OBSERVED_TEXT_H
#define REPORT_OBSERVED_TEXT_H

#include "report/record.h"

// "status = 200; json.total = 3", in the arena; may be empty.
Sv observed_for(Arena *arena, Value expectation);

#endif
