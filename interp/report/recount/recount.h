// Counts a run again from its events: what the ends of steps, of groups and of the run say must
// follow from what was told before. Finds a journal whose chain is whole though somebody wrote one
// of its lines anew. A run that was taken up again is counted session by session, each of which
// tells it whole; what one takes over from an earlier one is held against that. What no earlier
// event bears on (an age, a reason's words) is taken as it is.
#ifndef REPORT_RECOUNT_H
#define REPORT_RECOUNT_H

#include "base/map.h"
#include "event/event.h"

typedef struct CountedStep CountedStep;

typedef struct Recount {
    Arena *arena;          // not owned
    Value started;         // fields of run_started
    SvMap steps;           // number → CountedStep *: steps, groups, includes, loops, iterations
    SvMap leaves;          // address → CountedStep * of the steps among them
    int64_t began_wall_ns; // when the run began
    CountedStep *top;      // stands for the run: its children are the steps at the top
    uint32_t open;         // that began and have not ended
    int64_t counts[7];     // ends of steps by verdict
    int64_t undone[7];     // the same of undo steps
    int64_t held, missed;  // must expectations
    int64_t confirmed;     // questions that people answered well
    int64_t reasons;       // steps that run_ended gives a reason for
    bool failed, doubted, denied, stopped; // what the verdicts of those names need
    bool unconfirmed;     // a person said what became of a change that the session did not come to
    bool looked;          // what is judged was looked at again, at the end
    bool finishing;       // the run has turned to `finally`
    uint32_t session;     // from 1
    Value resumed;        // fields of run_resumed; null in the first session
    Value accepted;       // of the last one by which a difference was accepted; null if none was
    SvMap known;          // of earlier sessions: phase and address → CountedStep *
    SvMap answered;       // likewise those that a person answered
    SvMap taken_back;     // the same: numbers of what undo steps were made for
    SvMap undone_earlier; // the same: those of which an undo step was done, as in `known`
    int64_t before_ns;    // how long they took together
    int64_t last_ns;      // the monotonic clock at the last event
    int64_t last_wall_ns; // the wall clock there
    Sv ended, signal;     // how the session ended; what stopped it; empty where nothing did
    Sv waits_for;         // the address of the question at which it was parked; empty = none
    Sv problem;           // the first contradiction, one line; empty = none
    uint64_t line;        // of that event
} Recount;

void recount_init(Recount *recount, Arena *arena);
// Takes events in the order of the journal.
void recount_take(Recount *recount, const Event *event);

#endif
