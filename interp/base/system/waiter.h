// Every wait of a step: for descriptors, for a cancel or for a deadline, whichever comes first.
#ifndef BASE_SYSTEM_WAITER_H
#define BASE_SYSTEM_WAITER_H

#include "base/system/env.h"
#include <poll.h>

typedef enum WaitStatus {
    WAIT_READY,     // at least one descriptor has something (revents set)
    WAIT_CANCELLED, // the run is being stopped
    WAIT_DEADLINE,  // the time is up
    WAIT_FAILED     // poll itself failed; errno says why
} WaitStatus;

#define NO_DEADLINE INT64_MAX

typedef struct Waiter {
    const Env *env;
    int cancel_fd;       // readable once the run is to stop; -1 = never
    int64_t deadline_ns; // env->mono_ns; NO_DEADLINE = none
    int hurry_fd;        // readable once what is being ended must end at once; 0 or less = never
} Waiter;

// What is there only after the deadline, since this process or the machine stood still meanwhile,
// is not there in time: WAIT_DEADLINE. `count` at most 30; 0 makes it a sleep until the deadline
// (WAIT_DEADLINE is then success).
MUST_USE WaitStatus wait_for(const Waiter *waiter, struct pollfd *fds, size_t count);
// As wait_for with no descriptor, for `ns` at most; WAIT_READY when that time has passed.
MUST_USE WaitStatus wait_sleep(const Waiter *waiter, int64_t ns);
// Nanoseconds left, never negative; INT64_MAX without a deadline.
int64_t wait_left(const Waiter *waiter);

#endif
