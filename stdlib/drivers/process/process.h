// Runs one program to its end, or until we end it: started through a supervisor, its output
// captured, its whole process tree ended at the deadline or on a cancel. Owns pipes and captures;
// does not look programs up, and does not judge their status.
#ifndef STDLIB_DRIVERS_PROCESS_PROCESS_H
#define STDLIB_DRIVERS_PROCESS_PROCESS_H

#include "base/system/waiter.h"
#include "drivers/process/output_buffer.h"
#include "drivers/process/private.h"
#include "drivers/process/supervisor.h"
#include "spec/pool.h"

typedef struct ProcessSpec {
    Sv file;        // absolute, or relative to `folder`
    const Sv *argv; // argv[0] included
    size_t argc;
    const Sv *environment; // NAME=value; no NUL in any text here
    size_t environment_count;
    Sv folder;            // where it starts, absolute
    Sv input;             // on its standard input; empty = /dev/null
    SupervisorKeep keep;  // what it may leave running once it has ended by itself
    const Sv *keep_names; // of programs, for KEEP_NAMED; no NUL
    size_t keep_count;
    const PrivateFile *files; // made before it starts, and removed when it has ended
    size_t file_count;
    // The last line it printed, a few times a second at most; NULL = nobody looks.
    void (*live)(void *self, Sv line);
    void *self;
} ProcessSpec;

typedef enum ProcessStatus {
    PROCESS_ENDED,       // by itself: `status`
    PROCESS_NOT_STARTED, // `error`; nothing ran
    PROCESS_UNFILED,     // `error`: its private file `file` cannot be made; nothing ran
    PROCESS_UNWATCHED,   // `error`: pipes or a supervisor cannot be had; nothing ran
    PROCESS_TIMED_OUT,   // it was started, and to be ended by us at the deadline
    PROCESS_CANCELLED,   // it was started, and to be ended by us because the run stops
    PROCESS_LOST         // its supervisor was killed: what it had done is not known
} ProcessStatus;

typedef struct Process {
    ProcessStatus end;
    int error;        // errno, for PROCESS_NOT_STARTED, PROCESS_UNFILED and PROCESS_UNWATCHED
    size_t file;      // an index, for PROCESS_UNFILED
    int status;       // as waitpid gives it, for PROCESS_ENDED
    OutputBuffer out; // standard output
    OutputBuffer err; // standard error
    LastLines lines;  // the last lines of both
    bool ended;       // a supervisor, or the guard of one, has said that nothing of it is left but
                      // what may stay
    bool late;        // of PROCESS_ENDED: by itself, but only after the deadline
    uint32_t left;    // processes that went on after it, and were ended
    uint32_t kept;    // … and were left running
    uint32_t alive;   // … and cannot be ended
    char names[KEEPER_NAMES]; // of those that were ended
    char kept_names[KEEPER_NAMES];
    char alive_names[KEEPER_NAMES]; // with their process ids
    int64_t elapsed_ns;
} Process;

// Blocks until nothing of it is left except what may stay, or cannot be ended. Always free with
// process_free, whatever the end.
void process_run(const ProcessSpec *spec, const Waiter *waiter, Pool *pool, Process *out);
void process_free(Process *process);

#endif
