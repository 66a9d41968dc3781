// From a step's parameters to an outcome: evaluate, decode, check, call the action. One attempt, no
// verdict.
#ifndef ENGINE_ATTEMPT_INVOKE_H
#define ENGINE_ATTEMPT_INVOKE_H

#include "engine/context/frame.h"

typedef struct Invocation {
    Worker *worker;
    const StepInstance *instance;
    const Step *step;  // of the instance, or its probe
    EvalContext *eval; // of the attempt
    ActionCall action;
    bool quiet;     // no live line: the step captures a secret that is not known yet
    bool missing;   // the outcome is a bad value because something earlier is not there
    int64_t number; // of the attempt, from 1
    // Asked by the action before what it did is kept.
    bool (*may_stay)(void *attempt, const Outcome *so_far);
    void *attempt;
    Sv request; // what it is about to do, one line
    Sv digest;  // of the evaluated parameters
} Invocation;

// Evaluates and decodes everything; where that fails the outcome says so and nothing acted.
MUST_USE bool invoke_prepare(Invocation *invocation, Outcome *out);
// Calls the action; never returns without an outcome.
void invoke_run(Invocation *invocation, int64_t deadline_ns, int cancel_fd, Outcome *out);

#endif
