// How long steps took in earlier runs of a runbook, and from that how long one that is going on
// will take. Gathered from events; reads no file.
#ifndef REPORT_USUAL_TIMES_H
#define REPORT_USUAL_TIMES_H

#include "event/event.h"

enum { USUAL_RUNS = 5 };

typedef struct UsualTimes UsualTimes;

UsualTimes *usual_times_new(Arena *arena);
// Events of earlier runs, USUAL_RUNS of them at most, newest first; each ends with run_ended.
EventSink usual_times_sink(UsualTimes *times);
// Nothing more is added.
void usual_times_settle(UsualTimes *times);
// The median of the times in which the step came to its end; 0 = it never did. Questions to people
// have none.
int64_t usual_time(const UsualTimes *times, Sv address);
// Steps of the newest of the runs, those that were left out among them; 0 = there was none.
uint32_t usual_steps(const UsualTimes *times);

// ── of the run that is going on ──

void usual_times_ended(UsualTimes *times, Sv address);
// How long the steps that have not ended will take, with one that has been running for so long; 0 =
// not known, or over.
int64_t usual_times_left(const UsualTimes *times, Sv running, int64_t running_ns);

#endif
