// The runner's end of a keeper: starting one, handing it a command, hearing what became of it.
// Keepers are kept in the run's pool between commands; one has one command at a time.
#ifndef STDLIB_DRIVERS_PROCESS_KEEPER_LINK_H
#define STDLIB_DRIVERS_PROCESS_KEEPER_LINK_H

#include "base/system/env.h"
#include "drivers/process/keeper.h"
#include "drivers/process/process.h"
#include "spec/pool.h"

typedef struct KeeperLink KeeperLink;

// One that is free, or a new one; NULL where none can be started (errno).
KeeperLink *keeper_take(Pool *pool, const Env *env);
// Gives it back after its report.
void keeper_keep(Pool *pool, KeeperLink *link);
// Closes it; a command that still runs is ended by the keeper.
void keeper_drop(KeeperLink *link);

// Lets it go with what the command has left running.
void keeper_release(KeeperLink *link);

// Hands the command and its standard streams over; false where the keeper is gone (errno).
bool keeper_start(KeeperLink *link, const ProcessSpec *spec, const int streams[3]);
// Asks it to end the command with all that came from it. The report follows.
void keeper_end(KeeperLink *link);
// Readable once there is a report, or the keeper is gone.
int keeper_socket(const KeeperLink *link);
// False where the keeper is gone.
bool keeper_report(KeeperLink *link, KeeperReport *out);

#endif
