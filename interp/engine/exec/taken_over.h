// A step that an earlier session decided is told as it was, and what a step that is made anew means
// for those.
#ifndef ENGINE_EXEC_TAKEN_OVER_H
#define ENGINE_EXEC_TAKEN_OVER_H

#include "engine/exec/step_end.h"
#include "engine/kept/kept.h"

// Ends the step as it was decided.
void taken_over_tell(Worker *worker, const StepInstance *instance, const Kept *kept,
                     StepOutcome *out);
// Makes *end and *record those of the session that decided it.
void taken_over_end(Worker *worker, const StepInstance *instance, const Kept *kept,
                    MapBuilder *record, StepEnd *end);
// Notes that what it changed before still stands, where it could not be made anew.
void taken_over_stands(Worker *worker, const StepInstance *instance, const Kept *kept,
                       StepEnd *end);
// What it captured, and what a person answered, as the journal has it.
void taken_over_restore(Worker *worker, const StepInstance *instance, const RecordedStep *step,
                        MapBuilder *record);
// Notes in *end, and for what is taken back, whether what it changed stands.
void taken_over_remember(Worker *worker, const StepInstance *instance, Stands stands, StepEnd *end);
// Notes what a step that is told anew means for those that are kept.
void taken_over_note(Worker *worker, const StepInstance *instance, const Kept *kept,
                     const StepEnd *end, const MapBuilder *record);

#endif
