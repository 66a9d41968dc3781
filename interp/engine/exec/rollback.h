// Keeps what acted, and undoes it, newest first.
#ifndef ENGINE_EXEC_ROLLBACK_H
#define ENGINE_EXEC_ROLLBACK_H

#include "engine/context/state.h"

// What is not known of a change.
typedef enum ActedDoubt {
    DOUBT_NONE,
    DOUBT_LEFT, // a person left it open: it is not taken back, and hinders nothing
    DOUBT_HOLDS // nothing is undone while it is so
} ActedDoubt;

// Remembers a step of which something stands, or may.
void rollback_remember(Worker *worker, const StepInstance *instance, Stands stands,
                       ActedDoubt doubt);
// The same of one that this session does not come to: it takes nothing back of it.
void rollback_remember_gone(Worker *worker, const StepInstance *instance, Stands stands,
                            ActedDoubt doubt);
// The same of a step that was undone in an earlier session.
void rollback_remember_undone(Worker *worker, const StepInstance *instance, Stands stands);
// Remembers a group or include with undo steps of its own, provided something in it acted and has
// not been undone.
void rollback_remember_group(Worker *worker, const StepInstance *instance);
// Undoes all that acted beneath the number (empty: everything) and tells `why`. Nothing is undone
// twice.
void rollback_run(Worker *worker, Sv number, Sv why);
// Takes back what stands, or what a person named of it, newest first (`runbook undo`).
void rollback_on_request(Worker *worker);

// What the run's steps changed and is still in place, in the order in which it acted: the entries
// of `standing` in run_ended. Undo steps and cleanup leave nothing that stands.
Value rollback_standing(Run *run, Arena *arena);
// Whether undo steps can take back some of it.
bool rollback_can_undo(Run *run);
// Whether what the step of that address did was taken back.
bool rollback_took_back(Run *run, Sv address);
// Whether a change was taken back in part, and has no probe: to go on would first ask a person what
// became of it.
bool rollback_is_torn(Run *run);
// Whether an undo step of something beneath the number was made.
bool rollback_made(Worker *worker, Sv number);

#endif
