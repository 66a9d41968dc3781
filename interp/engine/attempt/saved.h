// `save:` – what came back, as a file beneath the run's folder.
#ifndef ENGINE_ATTEMPT_SAVED_H
#define ENGINE_ATTEMPT_SAVED_H

#include "engine/attempt/invoke.h"

// Before it acts: whether it may be kept at all. False with the outcome.
MUST_USE bool saved_may_be(const Invocation *invocation, Outcome *out);
// Of an answer. Where it cannot be kept the outcome is undecided and says why.
void saved_keep(Invocation *invocation, Outcome *out);
// Its event, for each file that was.
void saved_tell(Worker *worker, const StepInstance *instance, const UsedFiles *files);

#endif
