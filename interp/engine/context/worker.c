#include "engine/context/worker.h"
#include "base/limits.h"
#include <signal.h>

static void drop_arena(void *arena) {
    arena_free(arena);
}

Worker worker_new(Run *run) {
    Worker worker = {.run = run,
                     .keep = arena_new(LIMIT_RUN_MEMORY),
                     .step = arena_new(LIMIT_ATTEMPT_MEMORY),
                     .attempt = arena_new(LIMIT_ATTEMPT_MEMORY),
                     .events = arena_new(LIMIT_ATTEMPT_MEMORY)};
    pthread_mutex_lock(&run->emitting);
    arena_on_free(run->arena, drop_arena, worker.keep);
    pthread_mutex_unlock(&run->emitting);
    return worker;
}

void worker_end(Worker *worker) {
    arena_free(worker->step);
    arena_free(worker->attempt);
    arena_free(worker->events);
}

typedef struct Spread {
    Run *run;
    WorkerGo *go;
    void *self;
    uint32_t count;
    atomic_uint next;
} Spread;

static void work(Worker *worker, Spread *spread) {
    for (uint32_t index; (index = atomic_fetch_add(&spread->next, 1)) < spread->count;)
        spread->go(worker, spread->self, index);
}

static void *thread_main(void *argument) {
    Spread *spread = argument;
    // Signals are handled by the first thread alone.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    Worker worker = worker_new(spread->run);
    work(&worker, spread);
    worker_end(&worker);
    return NULL;
}

// Takes one of the threads that the run may have; nested groups share them.
static bool take_thread(Run *run) {
    if (atomic_fetch_add(&run->threads, 1) < LIMIT_PARALLEL - 1) return true;
    atomic_fetch_sub(&run->threads, 1);
    return false;
}

void worker_spread(Worker *worker, uint32_t width, uint32_t count, WorkerGo *go, void *self) {
    Spread spread = {.run = worker->run, .go = go, .self = self, .count = count};
    pthread_t threads[LIMIT_PARALLEL];
    uint32_t started = 0;
    if (width > count) width = count;
    while (started + 1 < width && started < LIMIT_PARALLEL && take_thread(worker->run)) {
        if (pthread_create(&threads[started], NULL, thread_main, &spread) != 0) {
            atomic_fetch_sub(&worker->run->threads, 1);
            break;
        }
        started++;
    }
    work(worker, &spread);
    for (uint32_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    atomic_fetch_sub(&worker->run->threads, (int)started);
}

// Of one length, so that they are in the order in which they began.
Sv worker_branches(Worker *worker, Sv around) {
    unsigned which = atomic_fetch_add(&worker->run->spreads, 1);
    return sv_format(worker->keep, "%.*s%08x", SV_ARG(around), which);
}

Sv worker_branch(Worker *worker, Sv branches, uint32_t index) {
    return sv_format(worker->keep, "%.*s%08x", SV_ARG(branches), index);
}
