// The lines by which a person asks what an attempt asked, out of the fields of attempt_ended.
#ifndef REPORT_BY_HAND_H
#define REPORT_BY_HAND_H

#include "value/value.h"

// How many there are; journals of earlier versions have none.
size_t asked_by_hand(Value attempt);
// The line; empty where there is none to be had: then the note says why.
Sv hand_line_text(Value attempt, size_t index);
Sv hand_line_note(Value attempt, size_t index); // may be empty

#endif
