// Asking a person, and the record of it.
#ifndef ENGINE_ATTEMPT_ASK_H
#define ENGINE_ATTEMPT_ASK_H

#include "engine/context/state.h"

// Takes the answer given ahead where there is one and the question allows it; else asks at the
// terminal. Records both question and answer. True where there is an answer.
MUST_USE bool ask(Worker *worker, const StepInstance *instance, const Question *question,
                  const Waiter *waiter, Arena *arena, Answer *out);

#endif
