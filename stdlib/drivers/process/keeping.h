// Keeps the processes beneath this one: until they have ended, or, at the deadline, on a cancel, or
// where the runner is gone, until they have been ended. The supervisor does so for its command, and
// its guard for what a supervisor that was killed has left.
#ifndef STDLIB_DRIVERS_PROCESS_KEEPING_H
#define STDLIB_DRIVERS_PROCESS_KEEPING_H

#include "drivers/process/process_tree.h"
#include "drivers/process/supervisor.h"

typedef enum KeepingPhase {
    PHASE_RUNNING,   // the command itself runs
    PHASE_LINGERING, // it has ended, something it started has not
    PHASE_ENDING,    // TERM was sent to all
    PHASE_KILLING    // KILL was sent, until nothing is left
} KeepingPhase;

typedef struct Keeping {
    int signals;         // signalfd of SIGCHLD, blocked
    SupervisorKeep keep; // what may stay …
    char *const *names;
    uint32_t name_count;
    bool deaf; // the socket is another one's to read: only its end is looked for
    pid_t pid; // of the command; 0 once it was waited for
    KeepingPhase phase;
    int64_t until_ns;  // when the phase ends, or never
    int64_t killed_ns; // when KILL was sent first
    bool orphaned;     // the runner is gone
    bool over;         // nothing is left except what may stay, or cannot be ended
    SupervisorReport report;
} Keeping;

// Runs until neither the command nor anything that came from it is left, except what may stay
// (report.kept) and what cannot be ended (report.alive).
void keeping_run(Keeping *keeping);
// Begins to end everything.
void keeping_end(Keeping *keeping);
// Goes on ending what cannot be ended, until it has ended.
void keeping_outlive(Keeping *keeping);
// How many of these are alive, and their names.
uint32_t keeping_names(const ProcessTree *tree, bool pids, char names[KEEPER_NAMES]);
int64_t keeping_now_ns(void);

#endif
