// What acted, as a rollback keeps it. For the files of rollback.h alone.
#ifndef ENGINE_EXEC_ROLLBACK_INTERNAL_H
#define ENGINE_EXEC_ROLLBACK_INTERNAL_H

#include "engine/exec/rollback.h"

// How far the undo steps of one have come.
typedef enum UndoStatus {
    UNDO_NOT_RUN, // there are none, or it was not their turn
    UNDO_SKIPPED, // their own conditions left out all of them
    UNDO_DONE,
    UNDO_LACKING // at least one failed, was declined or not reached
} UndoStatus;

struct Acted {
    StepInstance instance;
    Stands stands;
    bool group; // what stands are the changes in it
    ActedDoubt doubt;
    bool tried;      // its undo was run, or begun
    bool stopped;    // the rollback stopped at it
    bool said;       // its undo is said to have happened, and is not made once more
    bool lost;       // its undo needs what the journal does not hold
    bool gone;       // the run does not come to it any more
    bool covered;    // the undo steps of a group around it were done
    UndoStatus undo; // of its own undo steps
    Acted *before;   // the one that acted before it
};

// What acted last. Elsewhere the list may grow at its head; what is in it stays.
Acted *rollback_newest(Run *run);
// Whether a number is that one, or of something in it; empty = of the run.
bool rollback_beneath(Sv number, Sv above);
bool rollback_taken_back(const Acted *acted);
// The last event by which an earlier session did what is undone; 0 = none did.
uint64_t rollback_last_of(Run *run, const StepInstance *instance);
uint64_t rollback_last_beneath(Run *run, Sv number);
// Whether an earlier session found that its undo needs what the journal does not hold; nothing of a
// runbook that was changed since.
bool rollback_lost_then(Run *run, const Acted *acted);
// "; still in place: 3 The flag is set, 2 The users are migrated", newest first; nothing where
// nothing is.
Sv rollback_left_in_place(Worker *worker, Sv number, const Acted *besides);

#endif
