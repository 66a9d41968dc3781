#include "drivers/offload/offload.h"

#include "base/heap.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct Offload {
    void (*work)(void *what);
    void (*drop)(void *what);
    void *what;
    int done;           // an eventfd
    atomic_bool worked; // what the thread wrote may be read
    atomic_int holders; // the caller, and the thread until it is done
};

static atomic_int working; // threads

// Libraries clean up at the end what work that was given up may still use: the system does it then.
static void leave(int status, void *nothing) {
    (void)nothing;
    if (atomic_load(&working) == 0) return;
    fflush(NULL);
    _exit(status);
}

void offload_release(Offload *offload) {
    // What is asked for last is called first.
    if (!atomic_load(&offload->worked)) on_exit(leave, NULL);
    if (atomic_fetch_sub(&offload->holders, 1) > 1) return;
    offload->drop(offload->what);
    close(offload->done);
    heap_free(offload);
}

static void *do_work(void *argument) {
    Offload *offload = argument;
    offload->work(offload->what);
    atomic_store(&offload->worked, true);
    eventfd_write(offload->done, 1);
    offload_release(offload);
    atomic_fetch_sub(&working, 1);
    return NULL;
}

// Signals are handled by the thread that is meant to handle them.
static bool start_thread(Offload *offload) {
    sigset_t all, before;
    pthread_attr_t attributes;
    pthread_t thread;
    sigfillset(&all);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&thread, &attributes, do_work, offload) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return started;
}

Offload *offload_start(void (*work)(void *what), void (*drop)(void *what), void *what) {
    int done = eventfd(0, EFD_CLOEXEC);
    if (done < 0) return NULL;
    Offload *offload = heap_alloc(sizeof *offload);
    *offload = (Offload){.work = work, .drop = drop, .what = what, .done = done};
    atomic_init(&offload->holders, 2);
    atomic_init(&offload->worked, false);
    atomic_fetch_add(&working, 1);
    if (start_thread(offload)) return offload;
    atomic_fetch_sub(&working, 1);
    close(done);
    heap_free(offload);
    return NULL;
}

WaitStatus offload_wait(const Offload *offload, const Waiter *waiter) {
    struct pollfd fd = {.fd = offload->done, .events = POLLIN};
    WaitStatus status = wait_for(waiter, &fd, 1);
    return status == WAIT_READY && !atomic_load(&offload->worked) ? WAIT_FAILED : status;
}
