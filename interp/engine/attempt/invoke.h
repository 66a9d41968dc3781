// One attempt, from the step's parameters to an outcome: evaluates, decodes and checks them, then
// calls the action. Draws no verdict.
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
    bool missing;   // the outcome is OUTCOME_BAD_VALUE because an earlier step left something unset
    bool lost;      // … that was there once, and the journal does not hold it
    int64_t number; // of the attempt, from 1
    // Called by the action before it makes permanent what it did.
    bool (*may_stay)(void *attempt, const Outcome *so_far);
    void *attempt;
    Sv request;        // what it is about to do, in one line
    Sv digest;         // of the evaluated parameters
    UsedFiles files;   // that were read for its parameters
    Cautions cautions; // what its connection brings, where the action does not tell by itself
    Sv permit;         // what would let it do what it was denied; empty = it was denied nothing
} Invocation;

// Evaluates and decodes all parameters. On failure the outcome says why, and nothing has acted.
MUST_USE bool invoke_prepare(Invocation *invocation, Outcome *out);
// Calls the action. There always is an outcome.
void invoke_run(Invocation *invocation, int64_t deadline_ns, Outcome *out);

#endif
