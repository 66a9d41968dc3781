#include "engine/events/cancel.h"
#include "engine/context/worker.h"
#include "engine/events/emit.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void raise_fd(int fd) {
    uint64_t one = 1;
    while (write(fd, &one, sizeof one) < 0 && errno == EINTR)
        continue;
}

static void tell(Run *run) {
    Worker worker = worker_new(run);
    EventBuilder builder = event_builder_of(&worker, EVENT_STOPPED);
    event_put_text(&builder, "signal", sv_from_c(run->cancel.signal));
    event_send(&builder, NULL);
    worker_end(&worker);
}

static void request(Run *run) {
    Cancel *cancel = &run->cancel;
    if (atomic_load(&cancel->stopping)) {
        atomic_store(&cancel->abandoned, true);
        raise_fd(cancel->abandon_fd);
        return;
    }
    const char *name = run->options->signal_name ? run->options->signal_name() : NULL;
    cancel->signal = name ? name : "SIGINT";
    // Steps are ended at once, even if telling about it has to wait for a disk or a terminal; what
    // follows waits until it has been told.
    pthread_mutex_lock(&cancel->telling);
    atomic_store(&cancel->stopping, true);
    raise_fd(cancel->stop_fd);
    tell(run);
    pthread_mutex_unlock(&cancel->telling);
}

// One byte is one request. False at the end of input.
static bool take_request(Run *run) {
    char byte;
    ssize_t got = read(run->options->sources.cancel_fd, &byte, 1);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return true;
    if (got <= 0) return false;
    request(run);
    return true;
}

static void *watch(void *argument) {
    Run *run = argument;
    struct pollfd fds[2] = {{.fd = run->options->sources.cancel_fd, .events = POLLIN},
                            {.fd = run->cancel.quit_fd, .events = POLLIN}};
    for (;;) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR) return NULL;
        if (fds[1].revents) return NULL;
        if (fds[0].revents && !take_request(run)) fds[0].fd = -1;
    }
}

void cancel_settle(Run *run) {
    if (!atomic_load(&run->cancel.stopping)) return;
    pthread_mutex_lock(&run->cancel.telling);
    pthread_mutex_unlock(&run->cancel.telling);
}

bool cancel_watch(Worker *worker) {
    Run *run = worker->run;
    Cancel *cancel = &run->cancel;
    pthread_mutex_init(&cancel->telling, NULL);
    cancel->stop_fd = eventfd(0, EFD_CLOEXEC);
    cancel->abandon_fd = eventfd(0, EFD_CLOEXEC);
    cancel->quit_fd = eventfd(0, EFD_CLOEXEC);
    if (cancel->stop_fd < 0 || cancel->abandon_fd < 0 || cancel->quit_fd < 0) return false;
    if (run->options->sources.cancel_fd < 0) return true;
    cancel->watched = pthread_create(&cancel->watcher, NULL, watch, run) == 0;
    return cancel->watched;
}

void cancel_end(Run *run) {
    Cancel *cancel = &run->cancel;
    if (cancel->watched) {
        raise_fd(cancel->quit_fd);
        pthread_join(cancel->watcher, NULL);
    }
    pthread_mutex_destroy(&cancel->telling);
    close(cancel->stop_fd);
    close(cancel->abandon_fd);
    close(cancel->quit_fd);
}

static bool after_stop(const char *phase) {
    return strcmp(phase, "finally") == 0 || strcmp(phase, "probe") == 0;
}

const char cancel_full_reason[] = "the run keeps more than the limit of 1 GiB (RUN_MEMORY)";

bool cancel_is_full(const char *phase, const Arena *keep) {
    return strcmp(phase, "steps") == 0 && arena_exhausted(keep);
}

Sv cancel_reason(Run *run, const char *phase, Arena *keep) {
    const Cancel *cancel = &run->cancel;
    cancel_settle(run);
    if (atomic_load(&run->broken))
        return sv_format(keep, "not reached: %.*s", SV_ARG(run->broken_reason));
    if (atomic_load(&run->parked.there) && strcmp(phase, "probe") != 0)
        return sv_format(keep, "not reached: the run waits for %.*s", SV_ARG(run->parked.number));
    bool over =
        after_stop(phase) ? atomic_load(&cancel->abandoned) : atomic_load(&cancel->stopping);
    if (!over && cancel_is_full(phase, keep))
        return sv_format(keep, "not reached: %s", cancel_full_reason);
    if (!over) return SV("");
    return sv_format(keep, "not reached: %s by %s", after_stop(phase) ? "abandoned" : "stopped",
                     cancel->signal);
}

int cancel_fd(const Run *run, const char *phase) {
    return after_stop(phase) ? run->cancel.abandon_fd : run->cancel.stop_fd;
}
