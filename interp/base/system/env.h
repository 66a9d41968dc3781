// What a run takes from the world besides files and sockets: clocks, randomness, environment
// variables. One value is injected at the top, so that a test can run with a clock and random bytes
// of its own.
#ifndef BASE_SYSTEM_ENV_H
#define BASE_SYSTEM_ENV_H

#include "base/sv.h"

typedef struct Stamp {
    int64_t wall_ns; // since 1970-01-01T00:00:00Z
    int64_t mono_ns; // monotonic
} Stamp;

typedef struct Env {
    void *self;
    // The time that is recorded and shown; taken once for each event.
    Stamp (*stamp)(void *self);
    // The monotonic clock that deadlines are measured with. It goes on while the machine sleeps.
    int64_t (*mono_ns)(void *self);
    // Fills `out` with random bytes; false where there are none.
    bool (*random)(void *self, void *out, size_t size);
    // NULL where unset. The result lives as long as the process.
    const char *(*get)(void *self, const char *name);
    // NULL-terminated "NAME=value" entries.
    char *const *(*all)(void *self);
    // What keeps the locks of a world that a test makes apart from those of all others; NULL in the
    // real one.
    const char *world;
    // A monotonic clock that stands still while the machine sleeps; NULL where there is none.
    int64_t (*awake_ns)(void *self);
} Env;

// The real one.
const Env *env_system(void);

#endif
