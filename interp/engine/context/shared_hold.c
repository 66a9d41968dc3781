#include "engine/context/shared_hold.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { EVERY_MS = 2000, WHY_BYTES = SHARED_LOCK_WHY_BYTES + 200, LINE_BYTES = 2048 };

struct SharedHold {
    SharedLockHeld held;
    Sv name, line;
    RunLock *lock;
    void (*tell)(void *self);
    void *self;
    pthread_t watcher;
    int quit;         // tells the watcher to end; -1 = there is none
    atomic_bool over; // likewise, to one that is not woken
    char why[WHY_BYTES];
    atomic_bool lost; // `why` does not change once this is set
};

SharedHold *shared_hold_new(Arena *arena, const SharedLockHeld *held, Sv name, Sv line,
                            RunLock *lock) {
    SharedHold *hold = arena_new_of(arena, SharedHold);
    hold->held = *held;
    hold->name = name;
    hold->line = line;
    hold->lock = lock;
    hold->quit = -1;
    return hold;
}

static void ask(SharedHold *hold) {
    char line[LINE_BYTES], why[SHARED_LOCK_WHY_BYTES] = "";
    char step[LOCK_STEP_SHOWN];
    lock_step(hold->lock, step);
    snprintf(line, sizeof line, "%.*s, %s", SV_ARG(hold->line), step);
    if (hold->held.keep(hold->held.self, line, why)) return;
    snprintf(hold->why, sizeof hold->why,
             "the lock '%.*s' was lost: %s; another run may hold it by now",
             (int)(hold->name.len < 100 ? hold->name.len : 100), hold->name.at, why);
    atomic_store(&hold->lost, true);
}

static void *watch(void *argument) {
    SharedHold *hold = argument;
    for (;;) {
        // Nothing comes unasked but its end.
        struct pollfd fds[2] = {{.fd = hold->held.descriptor, .events = POLLIN},
                                {.fd = hold->quit, .events = POLLIN}};
        if (poll(fds, 2, EVERY_MS) < 0 && errno != EINTR) return NULL;
        if (fds[1].revents || atomic_load(&hold->over)) return NULL;
        ask(hold);
        if (!atomic_load(&hold->lost)) continue;
        hold->tell(hold->self);
        return NULL;
    }
}

void shared_hold_watch(SharedHold *hold, void (*tell)(void *self), void *self) {
    if (!hold) return;
    hold->tell = tell;
    hold->self = self;
    hold->quit = eventfd(0, EFD_CLOEXEC);
    if (hold->quit < 0 || pthread_create(&hold->watcher, NULL, watch, hold) == 0) return;
    // Without a watcher it is asked at the end alone.
    close(hold->quit);
    hold->quit = -1;
}

Sv shared_hold_lost(const SharedHold *hold) {
    return hold && atomic_load(&hold->lost) ? sv_from_c(hold->why) : SV("");
}

void shared_hold_settle(SharedHold *hold) {
    uint64_t one = 1;
    if (!hold) return;
    if (hold->quit >= 0) {
        // Seen in time also where the watcher cannot be woken.
        atomic_store(&hold->over, true);
        while (write(hold->quit, &one, sizeof one) < 0 && errno == EINTR)
            continue;
        pthread_join(hold->watcher, NULL);
        close(hold->quit);
        hold->quit = -1;
    }
    if (!atomic_load(&hold->lost)) ask(hold);
}

void shared_hold_leave(SharedHold *hold) {
    if (hold) hold->held.leave(hold->held.self);
}
