// Work that can only be done by blocking (asking a name server, cancelling a statement), done on a
// thread of its own so that the step's deadline and a cancel still hold. Work that is given up is
// finished there and its result dropped.
#ifndef STDLIB_DRIVERS_OFFLOAD_OFFLOAD_H
#define STDLIB_DRIVERS_OFFLOAD_OFFLOAD_H

#include "base/system/waiter.h"

typedef struct Offload Offload;

// Calls `work(what)` on a thread of its own, and `drop(what)` once both sides are done with it.
// NULL, and `what` still belongs to the caller, if no thread can be started.
Offload *offload_start(void (*work)(void *what), void (*drop)(void *what), void *what);
// WAIT_READY once the work is done; only then may the caller read `what`.
MUST_USE WaitStatus offload_wait(const Offload *offload, const Waiter *waiter);
// The caller is done with it, whether or not the work is.
void offload_release(Offload *offload);

#endif
