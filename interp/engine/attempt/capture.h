// Captures: values that a step keeps for later steps.
#ifndef ENGINE_ATTEMPT_CAPTURE_H
#define ENGINE_ATTEMPT_CAPTURE_H

#include "engine/attempt/attempt.h"

// Makes the secret captures of an answer known to the masker, before anything of the answer is
// told.
void captures_learn(Attempt *attempt);
// Whether every capture could be taken. Tells nothing.
bool captures_can_be_taken(Attempt *attempt);
// Adds all captures to the record and sends an event for each. If one cannot be taken, *error says
// which and why in one line; otherwise it is empty. May be called again: nothing is told or added
// twice.
void captures_take(Attempt *attempt, MapBuilder *record, Sv *error);

#endif
