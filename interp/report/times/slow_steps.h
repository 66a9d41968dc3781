// Which steps took longest, for the last block of a verbose transcript.
#ifndef REPORT_SLOW_STEPS_H
#define REPORT_SLOW_STEPS_H

#include "event/event.h"

enum { SLOWEST_LISTED = 5 };

typedef struct SlowStep {
    Buf number;
    int64_t elapsed_ns;
} SlowStep;

typedef struct SlowSteps {
    SlowStep items[SLOWEST_LISTED]; // slowest first
    uint32_t count;                 // of the items
    uint32_t timed;                 // steps that were made at all
} SlowSteps;

// Each event; what an earlier session took is forgotten when the run is taken up again.
void slow_steps_take(SlowSteps *slow, const Event *event);
// "1.2.4 7.4s, 3 1.2s"; nothing where there are not two to compare.
void slow_steps_add(Buf *out, const SlowSteps *slow);
void slow_steps_free(SlowSteps *slow);

#endif
