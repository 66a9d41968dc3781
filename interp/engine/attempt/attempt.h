// One attempt of a step: its call, and what its end means. Several of them make a retry or a poll.
#ifndef ENGINE_ATTEMPT_ATTEMPT_H
#define ENGINE_ATTEMPT_ATTEMPT_H

#include "engine/attempt/invoke.h"
#include "engine/attempt/judge.h"
#include "engine/context/condition.h"

typedef struct Attempt {
    Worker *worker;
    const StepInstance *instance;
    const Step *step; // of the instance, or its probe
    int64_t number;   // from 1
    Stamp started;
    EvalContext eval;
    Invocation invocation;
    Outcome outcome;
    bool acted;          // the action was called
    bool answered;       // expectations may be judged
    bool denied;         // outside what is permitted
    bool missing;        // something earlier is not there
    Sv unfinished;       // something of it had to be ended: what would pass is undecided
    Sv reason;           // why it was not answered; empty where it was
    int64_t elapsed_ns;  // once reported
    Judgement judgement; // where judged
    bool judged;
    bool blind; // a capture was left unset though nothing was observed on its way
} Attempt;

// Makes attempt number `number` of the step; it is over at the deadline at the latest.
void attempt_make(Worker *worker, const StepInstance *instance, const Step *step, int64_t number,
                  Attempt *out);
// Holds what was answered against the step's expectations, once.
void attempt_judge(Attempt *attempt);
// Its event; `again_ns` < 0 where no other follows.
void attempt_report(Attempt *attempt, int64_t again_ns);
// "GET /x → 200 in 12ms".
Sv attempt_line(const Attempt *attempt);

typedef struct Attempts {
    Attempt last;
    bool never;      // a poll's condition never came to hold
    Condition until; // of a poll: what it said of the last answer
    Sv error;        // until or stop_if cannot be told of the last answer, which ends them all;
                     // empty = none
    bool missing;    // and that is because something earlier is not there
    bool cancelled;  // while waiting for the next one
} Attempts;

// All attempts that the step's retry or poll asks for; the step is the instance's, or its probe.
void attempts_make(Worker *worker, const StepInstance *instance, const Step *step, Attempts *out);

#endif
