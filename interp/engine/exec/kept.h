// What earlier sessions of a run decided, when it is taken up again: steps that are kept, changes
// of which it has to be found out whether they happened.
#ifndef ENGINE_EXEC_KEPT_H
#define ENGINE_EXEC_KEPT_H

#include "engine/exec/step_end.h"
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
// Ends the step as it was decided.
void kept_tell(Worker *worker, const StepInstance *instance, const Kept *kept, StepOutcome *out);
// Makes *end and *record those of the session that decided it.
void kept_take_over(Worker *worker, const StepInstance *instance, const Kept *kept,
                    MapBuilder *record, StepEnd *end);
// Notes that what it changed before still stands, where it could not be made anew.
void kept_stands(Worker *worker, const StepInstance *instance, const Kept *kept, StepEnd *end);
// What it captured, and what a person answered, as the journal has it.
void kept_restore(Worker *worker, const StepInstance *instance, const RecordedStep *step,
                  MapBuilder *record);
// Notes in *end, and for what is taken back, whether what it changed stands.
void kept_remember(Worker *worker, const StepInstance *instance, Stands stands, StepEnd *end);
// Notes what a step that is told anew means for those that are kept.
void kept_note(Worker *worker, const StepInstance *instance, const Kept *kept, const StepEnd *end,
               const MapBuilder *record);
// Whether an earlier session decided anything at this number, or beneath it.
bool kept_beneath(Worker *worker, Sv number);
// Why nothing beneath the number begins: an earlier session had begun to take back what was done
// there, and was cut off. `closed` where it had not.
Sv kept_rollback_goes_on(const Worker *worker, Sv number, Sv closed);
// The same for what closes a run: finally was gone through before the run was taken back.
Sv kept_phase_closed(const Worker *worker, const char *phase);
// Notes which steps of a `finally` to come will be kept.
void kept_note_cleanup(Worker *worker, CleanupToCome *cleanup);
// Whether a person wants it taken back.
bool kept_is_taken_back(const Worker *worker);
// The same for the run as a whole; empty where it goes on.
Sv kept_closed(const Worker *worker, Arena *arena);

#endif
