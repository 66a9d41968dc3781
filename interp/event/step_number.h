// Numbers of steps as people are shown them: "3.2" is beneath "3".
#ifndef EVENT_STEP_NUMBER_H
#define EVENT_STEP_NUMBER_H

#include "base/sv.h"

bool step_number_beneath(Sv number, Sv above);
bool step_number_within(Sv number, Sv above); // beneath it, or it itself

#endif
