// What the runner does where both halves of a supervisor are gone, or do not answer: what came from
// the command has become its own child, and it ends it.
#ifndef STDLIB_DRIVERS_PROCESS_SEIZING_H
#define STDLIB_DRIVERS_PROCESS_SEIZING_H

#include "drivers/process/supervisor.h"
#include <sys/types.h>

// Kills the guard (a child that nobody has waited for) and the supervisor that it forked, waits for
// both, and ends all children of this process that are no supervisors. out->left and its names are
// what had to be ended, out->alive what cannot be.
void seize_orphans(pid_t guard, SupervisorReport *out);

#endif
