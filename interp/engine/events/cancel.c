#include "engine/events/cancel.h"
#include "engine/context/patience.h"
#include "engine/context/worker.h"
#include "engine/events/clocks.h"
#include "engine/events/emit.h"
#include "engine/events/still_runs.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    // A terminal that closes sends SIGHUP, and so does the shell in it.
    TOGETHER_MS = 1000,
    // How long a run that is left may take to end by itself.
    LEAVE_MS = 1000
};

static void raise_fd(int fd) {
    uint64_t one = 1;
    while (write(fd, &one, sizeof one) < 0 && errno == EINTR)
        continue;
}

// ── a request ──

static void tell(Run *run, int request) {
    Worker worker = worker_new(run);
    EventBuilder builder = event_builder_of(&worker, EVENT_STOPPED);
    event_put_text(&builder, "signal", sv_from_c(run->cancel.signals[request - 1]));
    event_put_int(&builder, "request", request);
    still_runs_put(&builder, request);
    if (request < STOP_LEAVE) event_send(&builder, NULL);
    if (request < STOP_LEAVE || emit_last(&builder)) run->cancel.told = request;
    worker_end(&worker);
}

static bool is_gone(const Run *run) {
    struct pollfd over = {.fd = run->cancel.quit_fd, .events = POLLIN};
    return poll(&over, 1, LEAVE_MS) > 0 || atomic_load(&run->cancel.over);
}

static int64_t now_ns(const Run *run) {
    return run->env->mono_ns(run->env->self);
}

// The terminal is gone only once, although that is said more than once.
static bool is_said_again(const Run *run, const char *signal) {
    const Cancel *cancel = &run->cancel;
    return strcmp(signal, "SIGHUP") == 0 && cancel_stopping(run) &&
           now_ns(run) - cancel->last_ns < TOGETHER_MS * (int64_t)1000000;
}

static void request(Run *run) {
    Cancel *cancel = &run->cancel;
    const char *name = run->options->signal_name ? run->options->signal_name() : NULL;
    if (!name || !*name) name = "SIGINT";
    int number = atomic_load(&cancel->requests) + 1;
    if (number > STOP_LEAVE || is_said_again(run, name)) return;
    cancel->last_ns = now_ns(run);
    // What runs is ended at once, even if telling about it has to wait for a disk or a terminal;
    // what follows waits until it has been told.
    pthread_mutex_lock(&cancel->telling);
    cancel->signals[number - 1] = name;
    atomic_store(&cancel->requests, number);
    raise_fd(cancel->fds[number - 1]);
    if (cancel->open) tell(run, number);
    pthread_mutex_unlock(&cancel->telling);
    // What does not heed it (a disk that hangs, a library that blocks) is left behind.
    if (number == STOP_LEAVE && !is_gone(run) && run->options->leave)
        run->options->leave(run->options->self, name);
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

static void look_at_clocks(Run *run) {
    pthread_mutex_lock(&run->cancel.telling);
    if (run->cancel.open) clocks_look(run);
    pthread_mutex_unlock(&run->cancel.telling);
}

static void *watch(void *argument) {
    Run *run = argument;
    struct pollfd fds[2] = {{.fd = run->options->sources.cancel_fd, .events = POLLIN},
                            {.fd = run->cancel.quit_fd, .events = POLLIN}};
    for (;;) {
        if (poll(fds, 2, CLOCKS_EVERY_MS) < 0 && errno != EINTR) return NULL;
        look_at_clocks(run);
        if (fds[1].revents || atomic_load(&run->cancel.over)) return NULL;
        if (fds[0].revents && !take_request(run)) fds[0].fd = -1;
    }
}

void cancel_settle(Run *run) {
    if (!cancel_stopping(run)) return;
    pthread_mutex_lock(&run->cancel.telling);
    pthread_mutex_unlock(&run->cancel.telling);
}

// ── from its begin to its end ──

bool cancel_watch(Worker *worker) {
    Run *run = worker->run;
    Cancel *cancel = &run->cancel;
    pthread_mutex_init(&cancel->telling, NULL);
    bool made = (cancel->quit_fd = eventfd(0, EFD_CLOEXEC)) >= 0;
    for (int i = 0; i < STOP_LEAVE; i++)
        made &= (cancel->fds[i] = eventfd(0, EFD_CLOEXEC)) >= 0;
    if (!made) return false;
    if (run->options->sources.cancel_fd < 0) return true;
    cancel->watched = pthread_create(&cancel->watcher, NULL, watch, run) == 0;
    return cancel->watched;
}

void cancel_open(Run *run) {
    Cancel *cancel = &run->cancel;
    pthread_mutex_lock(&cancel->telling);
    cancel->open = true;
    clocks_look(run);
    for (int i = 1; i <= atomic_load(&cancel->requests); i++)
        tell(run, i);
    pthread_mutex_unlock(&cancel->telling);
}

int cancel_close(Run *run) {
    Cancel *cancel = &run->cancel;
    pthread_mutex_lock(&cancel->telling);
    clocks_look(run);
    cancel->open = false;
    int told = cancel->told;
    pthread_mutex_unlock(&cancel->telling);
    return told;
}

void cancel_end(Run *run) {
    Cancel *cancel = &run->cancel;
    if (cancel->watched) {
        // The watcher is woken by the descriptor; where that fails it looks at the next look at the
        // clocks.
        atomic_store(&cancel->over, true);
        raise_fd(cancel->quit_fd);
        pthread_join(cancel->watcher, NULL);
    }
    pthread_mutex_destroy(&cancel->telling);
    close(cancel->quit_fd);
    for (int i = 0; i < STOP_LEAVE; i++)
        close(cancel->fds[i]);
}

// ── what follows from it ──

bool cancel_stopping(const Run *run) {
    return patience_is_over(run, STOP_ONCE);
}

const char cancel_full_reason[] = "the run keeps more than the limit of 1 GiB (RUN_MEMORY)";

bool cancel_is_full(const char *phase, const Arena *keep) {
    return strcmp(phase, "steps") == 0 && arena_exhausted(keep);
}

Sv cancel_reason(Run *run, const char *phase, Arena *keep) {
    cancel_settle(run);
    if (atomic_load(&run->broken))
        return sv_format(keep, "not reached: %.*s", SV_ARG(run->broken_reason));
    if (atomic_load(&run->parked.there) && strcmp(phase, "probe") != 0)
        return sv_format(keep, "not reached: the run waits for %.*s", SV_ARG(run->parked.number));
    Sv lost = strcmp(phase, "steps") == 0 ? shared_hold_lost(run->shared) : SV("");
    if (lost.len > 0) return sv_format(keep, "not reached: %.*s", SV_ARG(lost));
    int patience = patience_of(run, phase);
    if (patience_is_over(run, patience))
        return sv_format(keep, "not reached: stopped %sby %s", patience > STOP_ONCE ? "again " : "",
                         run->cancel.signals[patience - 1]);
    if (cancel_is_full(phase, keep)) return sv_format(keep, "not reached: %s", cancel_full_reason);
    return SV("");
}
