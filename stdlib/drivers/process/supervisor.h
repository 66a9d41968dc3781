// The supervisor: this program, started once more as a small process that runs one command at a
// time and is the parent of everything that comes from it; and its guard, from which it was forked.
//
// Why a process of its own: whatever a command leaves behind (a background job, a daemon with a
// session of its own) becomes a child of the nearest *subreaper* above it. Since each supervisor
// has one command at a time, everything beneath it belongs to that command, and can be ended to the
// last process. And since the supervisor outlives a runner that is killed with kill -9, it sees the
// socket between them close and ends what it keeps. It does not read output, does not judge, and
// writes nothing but the private files of its command.
//
// Why a guard: a command can kill its own parent, and so can whoever is short of memory. What comes
// from the command then becomes the guard's, which ends it and reports in the supervisor's place;
// where the runner was killed as well it does so all the same. A supervisor that is stopped is
// continued. Where all three are killed at once the kernel still ends the command itself.
//
// What is meant to outlive its command is left alone once the command has ended by itself. The
// supervisor then discards what is still printed, so that no closed pipe ends the writer, and stays
// until the runner is gone: only then may what was left become somebody else's child.
#ifndef STDLIB_DRIVERS_PROCESS_SUPERVISOR_H
#define STDLIB_DRIVERS_PROCESS_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

enum {
    KEEPER_SOCKET = 3, // the supervisor's end of the socket
    KEEPER_HANDED = 4, // the first of the descriptors that it holds for the runner
    KEEPER_LINGER_MS =
        500, // how long processes of a command may go on after the command itself has ended
    KEEPER_GRACE_MS = 2000,       // from TERM to KILL
    KEEPER_ORPHAN_GRACE_MS = 400, // the same if the runner is gone
    KEEPER_KILLING_MS = 3000      // from KILL to saying that something cannot be ended
};

// What the runner sends: an order. KEEPER_START is followed by `filec` rows of SupervisorFile and
// then by `size` bytes: texts, each ended by NUL (folder, program, `argc` arguments, `envc`
// NAME=value entries, `keepc` names of programs, `filec` names of files), and the contents of the
// files. The first byte carries the descriptors for standard input, output and error. A second
// KEEPER_END ends without grace.
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
    uint32_t filec;
} SupervisorRequest;

// A private file: its path is put behind the argument or the entry of that index.
typedef struct SupervisorFile {
    uint32_t argument; // 1: of the arguments, 0: of the environment
    uint32_t index;
    uint32_t size; // of its content
} SupervisorFile;

enum { KEEPER_NAMES = 240 };

// What the supervisor answers to each KEEPER_START, once nothing of the command is left except what
// may stay, or what cannot be ended. Its guard answers in its place if it was killed.
typedef struct SupervisorReport {
    int32_t error;  // errno of starting it; 0 = it was started
    uint32_t filed; // with `error`: 1 + the index of the private file that could not be made
    int32_t status; // as waitpid gives it
    uint32_t ended; // 1: KEEPER_END ended the command itself
    uint32_t lost;  // 1: this is the guard's report; what became of the command is not known, but
                    // that nothing is left of it but `alive`
    uint32_t left;  // processes that went on after the command, and were ended
    uint32_t kept;  // … and were left running; the supervisor then takes no further command
    uint32_t alive; // … and could not be ended; likewise
    uint32_t last;  // 1: it takes no further command for another reason
    char names[KEEPER_NAMES]; // of those that were ended, between commas, as far as they fit
    char kept_names[KEEPER_NAMES];
    char alive_names[KEEPER_NAMES]; // with their process ids: "712 (sleep), 713 (su)"
} SupervisorReport;

// Whether this process was started to be a supervisor; `main` then only returns supervisor_main().
bool supervisor_asked(int argc, char *const *argv);
int supervisor_main(char *const *argv);

// The argument that asks for it; the next one is the number of descriptors that it holds.
#define KEEPER_ARGUMENT "--keep-processes"

#endif
