// The inputs and secrets that included runbooks are given, and the code for secrets that they share
// with the top runbook.
#ifndef ENGINE_BEGIN_INCLUDE_INPUTS_H
#define ENGINE_BEGIN_INCLUDE_INPUTS_H

#include "engine/context/frame.h"

// Makes the secret known to the masker, and returns the value with its taint.
Value secret_known(Masker *masker, Sv name, Value value, bool weak);

// Gets the secrets of all includes that are certain to run, so that what is missing is reported
// before anything runs.
void include_secrets_ahead(Run *run, Diags *diags);
// Remembers what a source gave at the start, so that it is not asked again.
void include_secrets_remember(Run *run, const Secret *secret, bool present, Value value);

// Evaluates the inputs and secrets of an include: the `inputs` beside it, inputs of the same name
// and type from the runbook around it, otherwise its own sources. False with *problem, one line,
// and the *cause of the step's end.
MUST_USE bool include_inputs_take(Worker *worker, const StepInstance *instance, Value *inputs,
                                  Value *secrets, Sv *problem, const char **cause);

#endif
