// Clocks that jump, and time that passes while nothing can be done: noted when it is seen. Ages go
// by verdict_summary.h; deadlines by the monotonic clock alone.
#ifndef ENGINE_EVENTS_CLOCKS_H
#define ENGINE_EVENTS_CLOCKS_H

#include "engine/context/state.h"

// How often they are looked at.
enum { CLOCKS_EVERY_MS = 1000 };

// Looks at all clocks. Nothing where the world has none that stands still while the machine sleeps.
// Call from one thread at a time, with the run open for events.
void clocks_look(Run *run);

#endif
