// The supervisor: this program, started once more as a small process that runs one command at a
// time and is the parent of everything that comes from it.
//
// Why a process of its own: whatever a command leaves behind (a background job, a daemon with a
// session of its own) becomes a child of the nearest *subreaper* above it. Since each supervisor
// has one command at a time, everything beneath it belongs to that command, and can be ended to the
// last process. And since the supervisor outlives a runner that is killed with kill -9, it sees the
// socket between them close and ends what it keeps. It does not read output, does not judge, and
// writes nothing.
//
// What is meant to outlive its command is left alone once the command has ended by itself. The
// supervisor then discards what is still printed, so that no closed pipe ends the writer, and ends
// together with it.
#ifndef STDLIB_DRIVERS_PROCESS_SUPERVISOR_H
#define STDLIB_DRIVERS_PROCESS_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

enum {
    KEEPER_SOCKET = 3, // the supervisor's end of the socket
    KEEPER_LINGER_MS =
        500, // how long processes of a command may go on after the command itself has ended
    KEEPER_GRACE_MS = 2000,      // from TERM to KILL
    KEEPER_ORPHAN_GRACE_MS = 400 // the same if the runner is gone
};

// What the runner sends: an order. KEEPER_START is followed by `size` bytes of texts, each ended by
// NUL: folder, program, private folder (may be empty), `argc` arguments, `envc` NAME=value entries,
// `keepc` names of programs. The first byte carries the descriptors for standard input, output and
// error.
typedef enum SupervisorVerb { KEEPER_START = 1, KEEPER_END = 2 } SupervisorVerb;

// What a command may leave running once it has ended by itself.
typedef enum SupervisorKeep { KEEP_NOTHING, KEEP_NAMED, KEEP_ALL } SupervisorKeep;

typedef struct SupervisorRequest {
    uint32_t verb; // SupervisorVerb
    uint32_t size;
    uint32_t argc;
    uint32_t envc;
    uint32_t keep; // SupervisorKeep
    uint32_t keepc;
} SupervisorRequest;

// What the supervisor answers to each KEEPER_START, once nothing of the command is left except what
// may stay.
typedef struct SupervisorReport {
    int32_t error;   // errno of starting it; 0 = it was started
    int32_t status;  // as waitpid gives it
    uint32_t ended;  // 1: KEEPER_END ended the command itself
    uint32_t left;   // processes that went on after the command, and were ended
    uint32_t kept;   // … and were left running; the supervisor then takes no further command
    char names[240]; // of those that were ended, between commas, as far as they fit
    char kept_names[240];
} SupervisorReport;

// Whether this process was started to be a supervisor; `main` then only returns supervisor_main().
bool supervisor_asked(int argc, char *const *argv);
int supervisor_main(void);

// The argument that asks for it.
#define KEEPER_ARGUMENT "--keep-processes"

#endif
