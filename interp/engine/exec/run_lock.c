#include "engine/exec/run_lock.h"
#include "engine/begin/begin.h"
#include "engine/begin/lock_name.h"
#include "value/time.h"

static LockHolder holder_of(const Run *run) {
    BUF_AUTO Buf since = buf_new(64);
    timestamp_add(&since, timestamp_from_ns(run->started.wall_ns / 1000000000 * 1000000000));
    return (LockHolder){.run = run->id,
                        .by = run->by,
                        .host = begin_host(run, run->arena),
                        .since = buf_keep(&since, run->arena),
                        .runbook = run->plan->top->path,
                        .root = run->plan->root};
}

// Of the world that the run is in: a test's own one meets no other.
static Sv name_here(Worker *worker, Frame *frame) {
    const Run *run = worker->run;
    Sv name = lock_name(worker, frame);
    return run->env->world ? sv_format(run->arena, "%s\n%.*s", run->env->world, SV_ARG(name))
                           : name;
}

int run_lock_take(Worker *worker, Frame *frame, Sv *message) {
    Run *run = worker->run;
    if (!lock_wanted(run->plan)) return STATUS_GO;
    LockHolder holder = holder_of(run);
    LockStatus status =
        lock_take(run->arena, name_here(worker, frame), &holder, &run->lock, message);
    if (status != LOCK_HELD) return status == LOCK_TAKEN ? STATUS_LOCKED : STATUS_JOURNAL;
    int held[LOCK_DESCRIPTORS];
    size_t count = lock_descriptors(run->lock, held);
    for (size_t i = 0; i < count; i++)
        pool_hand_on(run->pool, held[i]);
    return STATUS_GO;
}

void run_lock_leave(Run *run) {
    lock_leave(run->lock);
}
