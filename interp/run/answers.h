// Answers given ahead: which question each of them is for. Takes none, and asks nobody.
#ifndef RUN_ANSWERS_H
#define RUN_ANSWERS_H

#include "run/state.h"

// That each name is one question's, and is answered once. A name is a step's address, with or
// without the values of an iteration, its number, or an id that one step alone has. No iteration is
// answered by its place.
void answers_check(Run *run, Diags *diags);
// The one for this seat: by its whole address, else by its step's address, else by its step's id
// where no other step has that for its address. NULL where there is none.
const Given *answers_find(const Run *run, const Seat *seat);

#endif
