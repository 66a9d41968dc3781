// The runner's end of a supervisor: starting one, handing it a command, hearing what became of it.
// Supervisors are kept in the run's pool between commands; one has one command at a time.
#ifndef STDLIB_DRIVERS_PROCESS_SUPERVISOR_LINK_H
#define STDLIB_DRIVERS_PROCESS_SUPERVISOR_LINK_H

#include "base/system/env.h"
#include "drivers/process/process.h"
#include "drivers/process/supervisor.h"
#include "spec/pool.h"

typedef struct SupervisorLink SupervisorLink;

// One that is free, or a new one; NULL where none can be started (errno).
SupervisorLink *supervisor_take(Pool *pool, const Env *env);
// Gives it back after its report.
void supervisor_keep(Pool *pool, SupervisorLink *link);
// Closes it; a command that still runs is ended by the supervisor.
void supervisor_drop(SupervisorLink *link);

// Lets it go with what the command has left running.
void supervisor_release(SupervisorLink *link);

// Hands the command and its standard streams over; false where the supervisor is gone (errno).
MUST_USE bool supervisor_start(SupervisorLink *link, const ProcessSpec *spec, const int streams[3]);
// Asks it to end the command with all that came from it. The report follows.
void supervisor_end(SupervisorLink *link);
// Readable once there is a report, or the supervisor is gone.
int supervisor_socket(const SupervisorLink *link);
// False where the supervisor is gone.
MUST_USE bool supervisor_report(SupervisorLink *link, SupervisorReport *out);

#endif
