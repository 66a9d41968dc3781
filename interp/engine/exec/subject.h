// What is being judged, looked at before the first step and again before the verdict.
#ifndef ENGINE_EXEC_SUBJECT_H
#define ENGINE_EXEC_SUBJECT_H

#include "engine/context/frame.h"

// Looks at it, and keeps it in the frame. False with *error where a part of it cannot be observed.
MUST_USE bool subject_observe(Worker *worker, Frame *frame, Sv *error);
// Looks again, with an event. False with *why, one line, where it is not what it was at the start.
MUST_USE bool subject_holds(Worker *worker, Frame *frame, Sv *why);
// The same for the whole run: a subject that changed, or cannot be seen any more, makes it
// undecided.
void subject_again(Worker *worker, Frame *frame);

#endif
