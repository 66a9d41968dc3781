#include "drivers/postgres/aside.h"

#include "base/heap.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct Aside {
    void (*work)(void *what);
    void (*drop)(void *what);
    void *what;
    int done;           // an eventfd
    atomic_bool worked; // what the thread wrote can be read
    atomic_int holders; // the caller, and the thread until it is done
};

void aside_release(Aside *aside) {
    if (atomic_fetch_sub(&aside->holders, 1) > 1) return;
    aside->drop(aside->what);
    close(aside->done);
    heap_free(aside);
}

static void *do_work(void *argument) {
    Aside *aside = argument;
    aside->work(aside->what);
    atomic_store(&aside->worked, true);
    eventfd_write(aside->done, 1);
    aside_release(aside);
    return NULL;
}

// Signals are for the thread that is made to hear them.
static bool start_thread(Aside *aside) {
    sigset_t all, before;
    pthread_attr_t attributes;
    pthread_t thread;
    sigfillset(&all);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&thread, &attributes, do_work, aside) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return started;
}

Aside *aside_start(void (*work)(void *what), void (*drop)(void *what), void *what) {
    int done = eventfd(0, EFD_CLOEXEC);
    if (done < 0) return NULL;
    Aside *aside = heap_alloc(sizeof *aside);
    *aside = (Aside){.work = work, .drop = drop, .what = what, .done = done};
    atomic_init(&aside->holders, 2);
    atomic_init(&aside->worked, false);
    if (start_thread(aside)) return aside;
    close(done);
    heap_free(aside);
    return NULL;
}

WaitStatus aside_wait(const Aside *aside, const Waiter *waiter) {
    struct pollfd fd = {.fd = aside->done, .events = POLLIN};
    WaitStatus end = wait_for(waiter, &fd, 1);
    return end == WAIT_READY && !atomic_load(&aside->worked) ? WAIT_FAILED : end;
}
