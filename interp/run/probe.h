// Looking whether a change happened whose answer never came.
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include "run/attempt.h"

typedef enum ProbeEnd { PROBE_DONE, PROBE_NOT_DONE, PROBE_UNKNOWN } ProbeEnd;

// Runs the step's probe, records what it found and adds its captures to the record. *reason in the
// worker's step arena.
ProbeEnd probe_run(Worker *worker, const Seat *seat, MapBuilder *record, Sv *reason);

#endif
