// Looking whether a change happened whose answer never came.
#ifndef ENGINE_ATTEMPT_PROBE_H
#define ENGINE_ATTEMPT_PROBE_H

#include "engine/attempt/attempt.h"

typedef enum ProbeStatus {
    PROBE_DONE,
    PROBE_NOT_DONE, // and it never will be: nothing is under way any more
    PROBE_NOT_YET,  // but it may still be under way
    PROBE_UNKNOWN
} ProbeStatus;

// Runs the step's probe after the change ended as `ended` says, records what it found and adds its
// captures to the record. Where the other side has a deadline of its own that is soon over, it
// looks once more after that. *reason and *capture_error (empty = none) in the worker's step arena.
MUST_USE ProbeStatus probe_run(Worker *worker, const StepInstance *instance, const Outcome *ended,
                               MapBuilder *record, Sv *reason, Sv *capture_error);

#endif
