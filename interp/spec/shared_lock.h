// A lock that a system holds for whoever reaches it, on whichever host that is. A kind of
// connection that can hold one has a row of these functions (ConnectionKind.lock). Refuses to know
// what a run is: who holds it is a text.
#ifndef SPEC_SHARED_LOCK_H
#define SPEC_SHARED_LOCK_H

#include "spec/action.h"

typedef enum SharedLockStatus {
    SHARED_LOCK_HELD,
    SHARED_LOCK_TAKEN,  // somebody else has it
    SHARED_LOCK_DENIED, // outside what policy permits
    SHARED_LOCK_FAILED  // it cannot be had there, or the system does not answer
} SharedLockStatus;

typedef struct SharedLockWanted {
    Sv name;  // of the lock
    Sv brief; // who wants it, in a word or two: "0192f1c4 ann@web-1"
    Sv line;  // who wants it, in full
} SharedLockWanted;

enum { SHARED_LOCK_WHY_BYTES = 400 };

// A lock that is held; used by one thread at a time.
typedef struct SharedLockHeld {
    void *self;
    int descriptor; // whoever has it open has the lock
    // Asks whether it is still held, and leaves there who holds it. False with `why` if it was
    // lost: once and for all.
    bool (*keep)(void *self, const char *line, char why[SHARED_LOCK_WHY_BYTES]);
    void (*leave)(void *self);
} SharedLockHeld;

struct SharedLock {
    // Whether such a connection can hold one, as far as its parameters are known. False with *error
    // and *hint, which may be empty.
    bool (*can)(const void *params, Arena *arena, Sv *error, Sv *hint);
    // Takes it by the connection and within the time of the call, or says at once that it is taken.
    // *message, one line: who has it, or why it cannot be had.
    SharedLockStatus (*take)(const ActionCall *call, const SharedLockWanted *wanted,
                             SharedLockHeld *out, Sv *message);
};

#endif
