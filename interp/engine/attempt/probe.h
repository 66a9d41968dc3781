// Finds out whether a change happened of which no answer came.
#ifndef ENGINE_ATTEMPT_PROBE_H
#define ENGINE_ATTEMPT_PROBE_H

#include "engine/attempt/attempt.h"

typedef enum ProbeStatus {
    PROBE_DONE,
    PROBE_NOT_DONE, // and it will not be: nothing is under way any more
    PROBE_NOT_YET,  // it has not been done yet, but may still be under way
    PROBE_UNKNOWN
} ProbeStatus;

// Runs the step's probe after the change ended as `ended` says, records what it found, and adds its
// captures to the record. If the other side has a deadline of its own that is near, it looks once
// more after it. *reason and *capture_error (empty = none) are in the worker's step arena.
MUST_USE ProbeStatus probe_run(Worker *worker, const StepInstance *instance, const Outcome *ended,
                               MapBuilder *record, Sv *reason, Sv *capture_error);
// One look before a session begins, of which nothing is told: whether the change is there now.
MUST_USE ProbeStatus probe_peek(Worker *worker, const StepInstance *instance);

#endif
