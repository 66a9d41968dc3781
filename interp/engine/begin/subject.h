// The subject: what is being judged, observed before the first step and again before the verdict.
#ifndef ENGINE_BEGIN_SUBJECT_H
#define ENGINE_BEGIN_SUBJECT_H

#include "engine/context/frame.h"

// Observes it and keeps it in the frame. False with *error if part of it cannot be observed; *cause
// is then "subject", or "denied" if `allow` does not list its command.
MUST_USE bool subject_observe(Worker *worker, Frame *frame, Sv *error, const char **cause);
// Observes it again and sends an event. False with *why, one line, if it differs from what it was
// at the start.
MUST_USE bool subject_holds(Worker *worker, Frame *frame, Sv *why);
// The same for the whole run: a subject that changed, or can no longer be observed, makes it
// undecided.
void subject_again(Worker *worker, Frame *frame);

#endif
