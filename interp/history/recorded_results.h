// What a step left for later steps, as the journal has it. A value that the journal does not hold
// exactly carries a taint, see type_notes.h.
#ifndef HISTORY_RECORDED_RESULTS_H
#define HISTORY_RECORDED_RESULTS_H

#include "base/text_list.h"
#include "history/recorded_run.h"
#include "spec/action.h"

// Its captures; those that were not taken, or were taken and absent, are left out.
void recorded_results_captures(MapBuilder *record, const RecordedStep *step);
// What a person answered, which can be read without a capture.
void recorded_results_answer(MapBuilder *record, const Registry *registry,
                             const RecordedStep *step);
// Those of its captures that the journal does not hold exactly: it was long, a secret stood in it,
// or its kind is not known; none where all can be had.
TextList recorded_results_lost(Arena *arena, const RecordedStep *step);

#endif
