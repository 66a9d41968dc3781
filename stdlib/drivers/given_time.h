// A time limit as its author wrote it, reconstructed from what was left of it a moment later.
#ifndef STDLIB_DRIVERS_GIVEN_TIME_H
#define STDLIB_DRIVERS_GIVEN_TIME_H

#include "base/arena.h"
#include "base/sv.h"

// "200ms", "30s", "1h5m": rounded up to what people write; "any time" for no limit. In the arena.
Sv given_time(Arena *arena, int64_t ns);

#endif
