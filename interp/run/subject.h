// What is being judged, looked at before the first step and again before the verdict.
#ifndef RUN_SUBJECT_H
#define RUN_SUBJECT_H

#include "run/frame.h"

// Name → text, in the arena. False with *error where one cannot be observed.
bool subject_observe(Worker *worker, Frame *frame, Arena *arena, Value *out, Sv *error);
// Looks again; a subject that changed, or cannot be seen any more, makes the run undecided.
void subject_again(Worker *worker, Frame *frame);

#endif
