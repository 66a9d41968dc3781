// Work that can only be done by blocking (asking a name server, cancelling a statement), done on a
// thread beside, so that the step's deadline and a cancel still hold. What is given up is finished
// there and dropped.
#ifndef STDLIB_DRIVERS_POSTGRES_OFFLOAD_H
#define STDLIB_DRIVERS_POSTGRES_OFFLOAD_H

#include "base/system/waiter.h"

typedef struct Offload Offload;

// Calls `work(what)` on a thread of its own, and `drop(what)` once both sides are done with it.
// NULL, and `what` still the caller's, where no thread can be had.
Offload *offload_start(void (*work)(void *what), void (*drop)(void *what), void *what);
// WAIT_READY once the work is done; only then may `what` be looked at.
MUST_USE WaitStatus offload_wait(const Offload *offload, const Waiter *waiter);
// The caller is done with it, whether the work is or not.
void offload_release(Offload *offload);

#endif
