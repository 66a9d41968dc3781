// One attempt of a step: its call, and what its outcome means. A retry or a poll makes several of
// them.
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
    bool missing;        // an earlier step left something unset that it needs
    bool lost;           // … that was there once, and the journal does not hold it
    bool barred;         // the run may change nothing more
    Sv unfinished;       // something of it had to be ended: if it would pass, it is undecided
    bool late;           // that is so since it was answered after its deadline
    Sv reason;           // why it was not answered; empty where it was
    int64_t elapsed_ns;  // set once it is reported
    Judgement judgement; // set once it is judged
    bool judged;
    bool veiled; // nothing of the answer is shown: a secret in it cannot be told apart
    bool blind;  // a capture was left unset without anything having been observed
} Attempt;

// Makes attempt number `number` of the step, which ends at the deadline at the latest.
void attempt_make(Worker *worker, const StepInstance *instance, const Step *step, int64_t number,
                  Attempt *out);
// Judges the answer by the step's expectations, once.
void attempt_judge(Attempt *attempt);
typedef struct AttemptNext {
    int64_t again_ns; // the wait before the next attempt; negative if there is none
    Sv saw;           // why there is one, of a poll
    Sv asked;         // what makes the wait longer than the step says, to be put behind it
    Sv stopped;       // why there is none although there could be
} AttemptNext;
// Sends its event.
void attempt_emit(Attempt *attempt, const AttemptNext *next);
// "GET /x → 200 in 12ms".
Sv attempt_line(const Attempt *attempt);

typedef struct Attempts {
    Attempt last;
    bool never;      // a poll's condition never came to hold
    Condition until; // of a poll: its condition on the last answer
    Sv error;        // until or stop_if could not be evaluated on the last answer, which ended the
                     // attempts; empty if they could
    const char *error_cause; // the step's, of that
    Sv stopped;              // no further attempt was made although there could be: which one was
                             // the last, and why; else empty
    bool cancelled;          // cancelled while it waited for the next one
    bool acted;              // one of them may have changed something
    bool changed;            // … and is not known to have changed nothing
} Attempts;

// Whether it may have changed something. One without an answer may have, with what it sent; one
// that was not started, or that the other side took back as a whole, has not.
bool attempt_may_have_acted(const Attempt *attempt);

// Makes all attempts that the retry or poll of the step asks for. The step is that of the instance,
// or its probe.
void attempts_make(Worker *worker, const StepInstance *instance, const Step *step, Attempts *out);

#endif
