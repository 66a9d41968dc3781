// What a runbook is given from outside: the inputs and secrets of included runbooks, and what they
// share with the top one.
#ifndef ENGINE_EXEC_INCLUDE_INPUTS_H
#define ENGINE_EXEC_INCLUDE_INPUTS_H

#include "engine/context/frame.h"

// Makes the secret known to the masker; the value with its taint.
Value secret_known(Masker *masker, Sv name, Value value, bool weak);

// Asks the sources of the secrets of all includes that are certain to run, so that what is missing
// is told before anything runs.
void include_secrets_ahead(Run *run, Diags *diags);
// What a source gave at the start is not asked for again.
void include_secrets_remember(Run *run, const Secret *secret, bool present, Value value);

// Evaluates what an include is given: `inputs` beside it, those of the same name and type handed
// on, else its own sources. False with *problem, one line.
MUST_USE bool include_inputs_take(Worker *worker, const StepInstance *instance, Value *inputs,
                                  Value *secrets, Sv *problem);

#endif
