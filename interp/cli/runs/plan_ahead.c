#include "cli/runs/plan_ahead.h"

#include "base/heap.h"
#include "base/limits.h"

#include <pthread.h>
#include <signal.h>

struct PlanAhead {
    Arena *arena; // of the thread until it has ended
    const Registry *registry;
    Sv path, root;
    Diags diags;
    const Plan *plan;
    pthread_t thread;
    bool threaded; // and not waited for yet
    bool read;
};

static void *load(void *self) {
    PlanAhead *ahead = self;
    ahead->diags = diags_new(ahead->arena);
    ahead->plan =
        plan_load(ahead->arena, ahead->path,
                  &(PlanOptions){.registry = ahead->registry, .root = ahead->root}, &ahead->diags);
    ahead->read = true;
    return NULL;
}

// Signals are handled by the thread that is meant to handle them.
static bool start(PlanAhead *ahead) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&ahead->thread, NULL, load, ahead) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void join_thread(PlanAhead *ahead) {
    if (ahead->threaded) pthread_join(ahead->thread, NULL);
    ahead->threaded = false;
}

PlanAhead *plan_ahead_begin(const Cli *cli, Sv path, Sv root) {
    PlanAhead *ahead = heap_alloc(sizeof *ahead);
    *ahead = (PlanAhead){.arena = arena_new(LIMIT_RUN_MEMORY), .registry = cli->registry};
    ahead->path = sv_copy(ahead->arena, path);
    ahead->root = sv_copy(ahead->arena, root);
    ahead->threaded = start(ahead);
    return ahead;
}

bool plan_ahead_is_of(const PlanAhead *ahead, Sv path, Sv root) {
    return ahead && sv_eq(ahead->path, path) && sv_eq(ahead->root, root);
}

const Plan *plan_ahead_take(PlanAhead *ahead, Diags *diags) {
    join_thread(ahead);
    if (!ahead->read) load(ahead);
    *diags = ahead->diags;
    return ahead->plan;
}

void plan_ahead_free(PlanAhead *ahead) {
    if (!ahead) return;
    join_thread(ahead);
    arena_free(ahead->arena);
    heap_free(ahead);
}
