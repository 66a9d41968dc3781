// The guard: the parent of the supervisor. It reads no orders, starts nothing, and acts only where
// the supervisor was killed or stopped.
#ifndef STDLIB_DRIVERS_PROCESS_GUARD_H
#define STDLIB_DRIVERS_PROCESS_GUARD_H

#include "drivers/process/private.h"
#include <stdatomic.h>
#include <stddef.h>
#include <sys/types.h>

typedef enum GuardedState {
    GUARDED_IDLE,    // it has no command
    GUARDED_BUSY,    // it has one
    GUARDED_STUCK,   // it has reported, and waits for what cannot be ended
    GUARDED_LEAVING, // it has reported, and what was left running may stay
} GuardedState;

// Memory that both share.
typedef struct GuardBoard {
    _Atomic int state;                 // GuardedState
    char private_folder[PRIVATE_PATH]; // of the command, empty = none
} GuardBoard;

// The signal by which the supervisor says that the descriptors are to be let go.
#define GUARD_LET_GO SIGUSR1

// Runs until the supervisor has ended by itself, or what it has left behind is no more. SIGCHLD and
// GUARD_LET_GO must be blocked. `handed` descriptors from KEEPER_HANDED on are held.
int guard_main(pid_t supervisor, GuardBoard *board, size_t handed);

#endif
