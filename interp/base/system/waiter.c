#include "base/system/waiter.h"
#include <errno.h>
#include <time.h>

enum { MOST_DESCRIPTORS = 30 };

int64_t wait_left(const Waiter *waiter) {
    if (waiter->deadline_ns == NO_DEADLINE) return INT64_MAX;
    int64_t now = waiter->env->mono_ns(waiter->env->self), left;
    if (__builtin_sub_overflow(waiter->deadline_ns, now, &left)) return INT64_MAX;
    return left > 0 ? left : 0;
}

// Polls for at most `left` ns; INT64_MAX means without limit.
static int poll_for(struct pollfd *fds, size_t count, int64_t left) {
    struct timespec time = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
    return ppoll(fds, (nfds_t)count, left == INT64_MAX ? NULL : &time, NULL);
}

WaitStatus wait_for(const Waiter *waiter, struct pollfd *fds, size_t count) {
    struct pollfd all[MOST_DESCRIPTORS + 1];
    if (count > MOST_DESCRIPTORS) {
        errno = EINVAL;
        return WAIT_FAILED;
    }
    for (size_t i = 0; i < count; i++) {
        fds[i].revents = 0;
        all[i] = fds[i];
    }
    all[count] = (struct pollfd){.fd = waiter->cancel_fd, .events = POLLIN};
    for (;;) {
        int ready = poll_for(all, count + 1, wait_left(waiter));
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return WAIT_FAILED;
        // By the kernel's clock the wait is over, even if an injected clock stands still.
        if (ready == 0) return WAIT_DEADLINE;
        break;
    }
    if (all[count].revents) return WAIT_CANCELLED;
    // What is there now may have come after the deadline, while this process stood still: that it
    // came in time was not seen.
    if (wait_left(waiter) == 0) return WAIT_DEADLINE;
    for (size_t i = 0; i < count; i++)
        fds[i].revents = all[i].revents;
    return WAIT_READY;
}

WaitStatus wait_sleep(const Waiter *waiter, int64_t ns) {
    if (ns >= wait_left(waiter)) return wait_for(waiter, NULL, 0);
    int64_t now = waiter->env->mono_ns(waiter->env->self);
    Waiter shorter = *waiter;
    if (__builtin_add_overflow(now, ns > 0 ? ns : 0, &shorter.deadline_ns))
        shorter.deadline_ns = NO_DEADLINE;
    WaitStatus status = wait_for(&shorter, NULL, 0);
    if (status == WAIT_DEADLINE && wait_left(waiter) == 0) return WAIT_DEADLINE;
    return status == WAIT_DEADLINE ? WAIT_READY : status;
}
