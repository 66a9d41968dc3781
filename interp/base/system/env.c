#include "base/system/env.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static int64_t clock_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Time goes on while the machine sleeps.
static int64_t mono_ns(void *self) {
    (void)self;
    return clock_ns(CLOCK_BOOTTIME);
}

static int64_t awake_ns(void *self) {
    (void)self;
    return clock_ns(CLOCK_MONOTONIC);
}

static Stamp stamp(void *self) {
    return (Stamp){clock_ns(CLOCK_REALTIME), mono_ns(self)};
}

static bool fill_random(void *self, void *out, size_t size) {
    (void)self;
    unsigned char *to = out;
    while (size > 0) {
        ssize_t got = getrandom(to, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        to += got;
        size -= (size_t)got;
    }
    return true;
}

static const char *get(void *self, const char *name) {
    (void)self;
    return getenv(name);
}

static char *const *all(void *self) {
    (void)self;
    return environ;
}

const Env *env_system(void) {
    static const Env real = {NULL, stamp, mono_ns, fill_random, get, all, NULL, awake_ns};
    return &real;
}
