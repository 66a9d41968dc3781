#include "engine/exec/run_lock.h"
#include "engine/attempt/policy.h"
#include "engine/begin/begin.h"
#include "engine/begin/lock_name.h"
#include "engine/context/worker.h"
#include "engine/events/emit.h"
#include "engine/events/verdict_summary.h"
#include "history/run_id.h"
#include "value/time.h"
#include <unistd.h>

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

static void hand_on(Run *run) {
    int held[LOCK_DESCRIPTORS];
    size_t count = lock_descriptors(run->lock, held);
    for (size_t i = 0; i < count; i++)
        pool_hand_on(run->pool, held[i]);
}

// ── between hosts ──

enum { TAKING_S = 30 };

// What the database's driver may ask while it takes the lock.
typedef struct Taking {
    Worker *worker;
    Frame *frame;
    Sv hint;
} Taking;

static void show_nothing(void *self, Sv line) {
    (void)self, (void)line;
}

static bool ask_nobody(void *self, const Question *question, const Waiter *waiter, Arena *arena,
                       Answer *out) {
    (void)self, (void)question, (void)waiter, (void)arena;
    *out = (Answer){.end = ASK_NO_TERMINAL, .reason = SV("nothing is asked for a lock")};
    return false;
}

static bool permitted(void *self, const char *kind, Sv what, Sv *reason) {
    Taking *taking = self;
    const Run *run = taking->worker->run;
    return policy_permits(taking->frame, run->env, run->arena, kind, what, reason, &taking->hint);
}

static bool may_go(void *self, const Caution *caution, Sv *reason) {
    Taking *taking = self;
    return policy_permits_way(taking->frame, taking->worker->run->arena, caution, reason);
}

static bool stays(void *self, const Outcome *so_far) {
    (void)self, (void)so_far;
    return true;
}

static const Connection *connection_of(const Runbook *runbook) {
    for (uint32_t i = 0; i < runbook->connection_count; i++)
        if (sv_eq(runbook->connections[i].name, runbook->lock_via)) return &runbook->connections[i];
    return NULL;
}

static int say(Run *run, const Connection *connection, int status, Sv why, Sv *message) {
    const Runbook *top = run->plan->top;
    *message = sv_format(run->arena, "the lock '%.*s' cannot be taken by connection '%.*s': %.*s",
                         SV_ARG(top->lock_name), SV_ARG(connection->name), SV_ARG(why));
    return status;
}

static Sv line_of(Run *run, const LockHolder *holder) {
    return sv_format(run->arena, "run %.*s of %.*s, by %.*s (pid %ld) on %.*s, since %.*s",
                     SV_ARG(run_id_cut(holder->run, 0, true)), SV_ARG(holder->runbook),
                     SV_ARG(holder->by), (long)getpid(), SV_ARG(holder->host),
                     SV_ARG(holder->since));
}

static int take_shared(Worker *worker, Frame *frame, const LockHolder *holder, Sv *message) {
    Run *run = worker->run;
    const Runbook *top = run->plan->top;
    const Connection *connection = connection_of(top);
    if (!connection) return STATUS_GO;
    StepContext context = {.frame = frame, .step_results = frame->step_results};
    EvalContext eval = eval_context_of(worker, &context, run->arena);
    Opened opened;
    Fault fault;
    if (!frame_open(frame, connection, &eval, &opened, &fault))
        return say(run, connection, STATUS_UNDECIDED, fault_line(run->arena, &fault), message);
    const int64_t until = run->env->mono_ns(run->env->self) + TAKING_S * (int64_t)1000000000;
    Taking taking = {worker, frame, {0}};
    ActionCall call = {.arena = run->arena,
                       .connection = opened.params,
                       .connection_name = connection->name,
                       .credentials = opened.credentials,
                       .waiter = {run->env, run->options->sources.cancel_fd, until},
                       .env = run->env,
                       .folder = run->folder,
                       .live = show_nothing,
                       .ask = ask_nobody,
                       .permitted = permitted,
                       .may_go = may_go,
                       .may_stay = stays,
                       .self = &taking};
    Sv line = line_of(run, holder), why;
    SharedLockWanted wanted = {
        .name = top->lock_name,
        .brief = sv_format(run->arena, "%.*s %.*s@%.*s", SV_ARG(run_id_cut(holder->run, 0, true)),
                           SV_ARG(holder->by), SV_ARG(holder->host)),
        .line = sv_format(run->arena, "%.*s, before its first step", SV_ARG(line))};
    SharedLockHeld held;
    switch (connection->kind->lock->take(&call, &wanted, &held, &why)) {
    case SHARED_LOCK_HELD: break;
    case SHARED_LOCK_DENIED: return say(run, connection, STATUS_DENIED, why, message);
    case SHARED_LOCK_FAILED: return say(run, connection, STATUS_UNDECIDED, why, message);
    case SHARED_LOCK_TAKEN:
        *message = sv_format(run->arena, "another run holds the lock: %.*s", SV_ARG(why));
        return STATUS_LOCKED;
    }
    run->shared = shared_hold_new(run->arena, &held, top->lock_name, line, run->lock);
    pool_hand_on(run->pool, held.descriptor);
    return STATUS_GO;
}

// ── both ──

int run_lock_take(Worker *worker, Frame *frame, Sv *message) {
    Run *run = worker->run;
    if (!lock_wanted(run->plan)) return STATUS_GO;
    LockHolder holder = holder_of(run);
    LockStatus status =
        lock_take(run->arena, name_here(worker, frame), &holder, &run->lock, message);
    if (status != LOCK_HELD) return status == LOCK_TAKEN ? STATUS_LOCKED : STATUS_JOURNAL;
    hand_on(run);
    return take_shared(worker, frame, &holder, message);
}

static void tell_lost(void *self) {
    Run *run = self;
    Worker worker = worker_new(run);
    emit_note(&worker, "warning", shared_hold_lost(run->shared));
    worker_end(&worker);
}

void run_lock_watch(Run *run) {
    shared_hold_watch(run->shared, tell_lost, run);
}

void run_lock_settle(Worker *worker) {
    Run *run = worker->run;
    bool told = shared_hold_lost(run->shared).len > 0;
    shared_hold_settle(run->shared);
    Sv lost = shared_hold_lost(run->shared);
    if (lost.len == 0) return;
    if (!told) emit_note(worker, "warning", lost);
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = LEVEL_MUST,
                   .cause = "lock",
                   .reason = {SV(""), SV("The lock"), lost, VERDICT_UNDECIDED}};
    verdict_summary_judge(run, &sum);
}

void run_lock_leave(Run *run) {
    shared_hold_leave(run->shared);
    lock_leave(run->lock);
}
