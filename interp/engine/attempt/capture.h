// Values that a step keeps for later ones.
#ifndef ENGINE_ATTEMPT_CAPTURE_H
#define ENGINE_ATTEMPT_CAPTURE_H

#include "engine/attempt/attempt.h"

// Makes the secrets among an answer's captures known before anything of the answer is told.
void captures_learn(Attempt *attempt);
// Whether each of them would be taken; nothing is told.
bool captures_can_be_taken(Attempt *attempt);
// Takes them all into the record, with an event each. Where one could not be taken *error says
// which and why, one line; else it is empty. Nothing is told or added twice.
void captures_take(Attempt *attempt, MapBuilder *record, Sv *error);

#endif
