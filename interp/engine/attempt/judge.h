// Judges an answer by the step's expectations.
#ifndef ENGINE_ATTEMPT_JUDGE_H
#define ENGINE_ATTEMPT_JUDGE_H

#include "engine/context/condition.h"

typedef enum JudgedStatus {
    JUDGED_HELD,
    JUDGED_MISSED,
    JUDGED_ERROR,    // could not be evaluated on this answer
    JUDGED_UNDECIDED // there was nothing to judge: an empty list, or an earlier step left something
                     // unset
} JudgedStatus;

typedef struct Judged {
    JudgedStatus end;
    bool unread;       // it held without reading anything observed: it shows nothing
    bool left_out;     // another expectation takes its place; `end` says nothing
    Fault fault;       // of JUDGED_ERROR and JUDGED_UNDECIDED
    CelTraced *traced; // what it read
} Judged;

typedef struct Judgement {
    Judged *items;                   // one for each expectation; NULL where nothing was judged
    int64_t held, missed, undecided; // that must hold
    int64_t unread;                  // that must hold and do, but show nothing
    int64_t warned;                  // that should hold and does not
    bool shows_nothing;              // all that must hold do, but none has read an answer
    uint64_t read; // bit i: an expectation of the step's own level has read result i
    Sv reason;     // of the worst one: one line; empty where all hold
    bool error;    // and the worst one is an error
    bool stopped;  // one that must hold was not evaluated to its end: the run is being stopped
} Judgement;

Level level_weaker(Level a, Level b);
// How many `must` expectations the step has, with those of the steps in it.
int64_t judge_musts(const Step *step, Level level);

void judge(EvalContext *eval, const Step *step, Level level, Judgement *out);
// Sends an event for each expectation. `from`: what was asked and answered, for values that come
// from it.
void judge_report(EvalContext *eval, const StepInstance *instance, const Step *step,
                  const Judgement *judgement, Sv from);
// Reports the condition of a poll that never held, like an expectation that was missed.
void judge_report_until(EvalContext *eval, const StepInstance *instance, const Expr *until,
                        const Condition *asked, Sv message, Sv from);
// What the condition of a poll read, and what it waits for: "json.status = \"ok\", awaited: ==
// 'never'".
Sv judge_awaited(EvalContext *eval, const Expr *until, const Condition *asked);
// "when: inputs.p1 && vars.x is false (inputs.p1 = true, vars.x = false)".
Sv judge_condition(EvalContext *eval, const char *what, const Expr *expr, const Condition *asked,
                   const char *is);

#endif
