// Asking a person, and the record of it.
#ifndef ENGINE_ATTEMPT_ASK_H
#define ENGINE_ATTEMPT_ASK_H

#include "engine/context/state.h"

// Takes the answer given ahead if there is one and the question allows it; otherwise asks at the
// terminal. Records the question and the answer. True if there is an answer.
MUST_USE bool ask(Worker *worker, const StepInstance *instance, const Question *question,
                  const Waiter *waiter, Arena *arena, Answer *out);

#endif
