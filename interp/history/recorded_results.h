// What a step left for later steps, as the journal has it. A value that the journal does not hold
// exactly carries a taint, see type_notes.h.
#ifndef HISTORY_RECORDED_RESULTS_H
#define HISTORY_RECORDED_RESULTS_H

#include "history/recorded_run.h"
#include "spec/action.h"

// Its captures; those that were not taken, or were taken and absent, are left out.
void recorded_results_captures(MapBuilder *record, const RecordedStep *step);
// What a person answered, which can be read without a capture.
void recorded_results_answer(MapBuilder *record, const Registry *registry,
                             const RecordedStep *step);
// The first of its captures that the journal does not hold exactly, for it was long or a secret
// stood in it; empty where all can be had.
Sv recorded_results_lost(Arena *arena, const RecordedStep *step);

#endif
