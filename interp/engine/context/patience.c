#include "engine/context/patience.h"
#include <string.h>

int patience_of(const Run *run, const char *phase) {
    if (strcmp(phase, "steps") == 0) return STOP_ONCE;
    // A rollback does not begin anew what a second request has ended.
    if (strcmp(phase, "finally") != 0) return STOP_TWICE;
    return atomic_load(&run->cancel.requests) < STOP_TWICE ? STOP_TWICE : STOP_LEAVE;
}

int patience_of_probe(int patience) {
    return patience > STOP_TWICE ? patience : STOP_TWICE;
}

int patience_of_next(const Run *run) {
    int requests = atomic_load(&run->cancel.requests);
    return requests < STOP_LEAVE ? requests + 1 : STOP_LEAVE;
}

static int known(int patience) {
    return patience > 0 ? patience : STOP_LEAVE;
}

bool patience_is_over(const Run *run, int patience) {
    return atomic_load_explicit(&run->cancel.requests, memory_order_relaxed) >= known(patience);
}

Waiter patience_waiter(const Run *run, int patience, int64_t deadline_ns) {
    int first = known(patience), next = first > STOP_TWICE ? first : STOP_TWICE;
    return (Waiter){.env = run->env,
                    .cancel_fd = run->cancel.fds[first - 1],
                    .deadline_ns = deadline_ns,
                    .hurry_fd = run->cancel.fds[next - 1]};
}
