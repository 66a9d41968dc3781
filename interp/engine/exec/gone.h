// Changes that an earlier session made, or may have made, and that this one does not come to: their
// item is no longer in its loop's list, the list cannot be had, a group around them is left out.
#ifndef ENGINE_EXEC_GONE_H
#define ENGINE_EXEC_GONE_H

#include "engine/context/worker.h"

// Whether an earlier session changed anything in a loop that still stands, or may.
bool gone_would_be(Worker *worker, Sv loop);
// Items that were told of keep their numbers, and no other item has those.
void gone_keep_places(Worker *worker, const StepInstance *loop, StepInstance *items,
                      uint32_t count);
// Where a person wants it taken back: the items that are no longer in the list, and left something.
uint32_t gone_items(Worker *worker, const StepInstance *loop, const StepInstance *items,
                    uint32_t count, const RecordedStep ***out);
// What a name of the loop was for it. False if the journal does not hold it as it was.
MUST_USE bool gone_value(Worker *worker, const RecordedStep *item, Sv name, Value *out);
// Call when all of `steps` was gone through: what of them was left out stands, and takes away a GO.
void gone_tell(Worker *worker);

#endif
