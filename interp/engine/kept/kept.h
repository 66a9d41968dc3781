// What earlier sessions of a run decided, when it is taken up again: steps that are kept, changes
// of which it has to be found out whether they happened.
#ifndef ENGINE_KEPT_KEPT_H
#define ENGINE_KEPT_KEPT_H

#include "engine/context/step_instance.h"
#include "history/fate.h"

typedef struct Kept {
    Fate fate;
    const RecordedStep *step; // NULL = nothing was told of it
} Kept;

// What becomes of the step; FATE_MAKE in a run of its own.
Kept kept_look(Worker *worker, const StepInstance *instance);
// Why nothing of it begins in this session: what closed the run, and whether it was taken back.
Sv kept_why_closed(Worker *worker, const StepInstance *instance, const Kept *kept);
// Gives a new key to what is made again since it was taken back.
void kept_give_key(Worker *worker, StepInstance *instance, const Kept *kept);
// Whether a kept change is looked at by its probe: whether it is still there.
bool kept_is_looked_at(const StepInstance *instance, const Kept *kept);
// Why it is not known any more for which items of a list, known by their places alone, an earlier
// session did something; empty where it is.
Sv kept_moved(Worker *worker, const StepInstance *iterations, uint32_t count);
// Whether an earlier session decided anything at this number, or beneath it.
bool kept_beneath(Worker *worker, Sv number);
// Why nothing beneath the number begins: an earlier session had begun to take back what was done
// there, and was cut off. `closed` where it had not.
Sv kept_rollback_goes_on(const Worker *worker, Sv number, Sv closed);
// The same for what closes a run: finally was gone through before the run was taken back.
Sv kept_phase_closed(const Worker *worker, const char *phase);
// The same for the run as a whole; empty where it goes on.
Sv kept_closed(const Worker *worker, Arena *arena);
// Notes which steps of a `finally` to come will be kept.
void kept_note_cleanup(Worker *worker, CleanupToCome *cleanup);
// Whether a person wants it taken back.
bool kept_is_taken_back(const Worker *worker);
// What the person who takes the run up says became of the step at an address; NULL where nothing.
const Resolution *kept_resolution(const Worker *worker, Sv address);
// A step of an earlier session is told of in this one.
void kept_meet(Worker *worker, const RecordedStep *step);

#endif
