// What still runs once a run is being stopped, so that it can be said when that happens.
#ifndef ENGINE_EVENTS_STILL_RUNS_H
#define ENGINE_EVENTS_STILL_RUNS_H

#include "engine/events/emit.h"

// Puts the fields of a stop that tell it: the steps of `finally` to come, and whether a rollback
// goes on.
void still_runs_put(EventBuilder *builder, int request);

#endif
