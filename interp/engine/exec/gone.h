// Changes that an earlier session made, or may have made, and that this one does not come to: their
// item is no longer in its loop's list, the list cannot be had, a group around them is left out.
#ifndef ENGINE_EXEC_GONE_H
#define ENGINE_EXEC_GONE_H

#include "engine/context/worker.h"

// A step of an earlier session is told of in this one.
void gone_not(Worker *worker, const RecordedStep *step);
// Whether an earlier session changed anything in a loop that still stands, or may.
bool gone_would_be(Worker *worker, Sv loop);
// Call when all of `steps` was gone through: what of them was left out stands, and takes away a GO.
void gone_tell(Worker *worker);

#endif
