// What the holder of a lock tells those who are turned away, and what they make of it. For people
// alone: the lock does not depend on it.
#ifndef ENGINE_CONTEXT_LOCK_TOLD_H
#define ENGINE_CONTEXT_LOCK_TOLD_H

#include "engine/context/lock.h"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { LOCK_NAME_DIGITS = 32, LOCK_STEP_BYTES = 400, LOCK_TOLD_BYTES = 16 * 1024 };

// The address of the lock, or with a run that of its holder's sign: a second socket whose name
// says, even after its death, which run it was. Returns its length.
socklen_t lock_address(const char *digest, Sv run, struct sockaddr_un *out);
// What its own begins with in the list of the kernel's sockets.
#define LOCK_NAME_BEGINS "runbook-lock/"

// The side of the holder: a thread that answers each who connects.
typedef struct LockTeller {
    int socket;       // the lock's own
    int quit;         // readable once it is over; -1 = it does not answer
    atomic_bool over; // likewise, for a thread that is not woken
    pthread_t thread;
    pthread_mutex_t mutex; // guards what follows
    const char *text;      // what does not change
    size_t length;
    char journal[4096];
    char step[LOCK_STEP_BYTES];
    bool ended; // that step has ended
} LockTeller;

// What is told lives as long as `arena`.
void lock_teller_begin(LockTeller *teller, Arena *arena, const LockHolder *holder);
void lock_teller_end(LockTeller *teller);

// The side of who is turned away. False where nobody has the lock any more, or nobody has said yet
// that it is his. *out is one line that says who it is, and what to do.
MUST_USE bool lock_ask_holder(Arena *arena, const char *digest, Sv root, Sv *out);

#endif
