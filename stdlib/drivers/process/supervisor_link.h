// The runner's end of a supervisor: starts one, hands it a command, hears what became of it.
// Supervisors are kept in the run's pool between commands; each has one command at a time.
#ifndef STDLIB_DRIVERS_PROCESS_SUPERVISOR_LINK_H
#define STDLIB_DRIVERS_PROCESS_SUPERVISOR_LINK_H

#include "base/system/env.h"
#include "drivers/process/process.h"
#include "drivers/process/supervisor.h"
#include "spec/pool.h"

typedef struct SupervisorLink SupervisorLink;

// Takes a free supervisor, or starts one; NULL if none can be started (errno).
SupervisorLink *supervisor_take(Pool *pool, const Env *env);
// Gives it back after its report.
void supervisor_keep(Pool *pool, SupervisorLink *link);
// Closes the link; the supervisor then ends a command that still runs.
void supervisor_drop(SupervisorLink *link);

// Lets the supervisor go, with what its command has left running, once what was printed so far has
// been taken. It stays until the pool is freed: until then nothing of it becomes this process's.
void supervisor_release(Pool *pool, SupervisorLink *link);
// Instead of a report, where none came: ends both halves of the supervisor, and then what came from
// its command, which is this process's child by then. Tells which of it was ended and which cannot
// be.
void supervisor_seize(SupervisorLink *link, SupervisorReport *out);

// Hands over the command and its standard streams; false if the supervisor is gone (errno).
MUST_USE bool supervisor_start(SupervisorLink *link, const ProcessSpec *spec, const int streams[3]);
// Asks the supervisor to end the command with everything that came from it. A report follows. Asked
// once more it waits no longer: what is left is killed.
void supervisor_end(SupervisorLink *link);
// A descriptor that is readable once there is a report, or the supervisor is gone.
int supervisor_socket(const SupervisorLink *link);
// False if the supervisor is gone.
MUST_USE bool supervisor_report(SupervisorLink *link, SupervisorReport *out);

#endif
