// The past of a project: each runbook with its last runs, and what each step did in them. What is
// said of a step is a judgement of its record, never of the system that it looked at.
#ifndef REPORT_PAST_PAST_H
#define REPORT_PAST_PAST_H

#include "base/buf.h"
#include "report/compare/compare.h"

enum {
    PAST_RUNS = 50,                    // of each runbook
    PAST_EARLIER = 3,                  // times that must be known before one counts as slower
    PAST_SLOWER_PERCENT = 50,          // over the median of the earlier ones …
    PAST_SLOWER_NS = 100 * 1000 * 1000 // … and at least so much
};

#define PAST_GOES_ON "running"

// A step in one run.
typedef struct PastStep {
    Sv number, address, name;
    Sv verdict;         // "passed" …, PAST_GOES_ON
    int64_t elapsed_ns; // of all attempts and pauses
    uint32_t attempts;
    bool waits;   // its attempts are how it waits, and no sign of trouble
    bool person;  // what it shows is a person's word
    bool forward; // it belongs to the steps, or to finally
    bool kept;    // it was made in an earlier session, and not again
} PastStep;

typedef struct PastSteps {
    PastStep *items; // in the runbook's order
    uint32_t count, capacity;
} PastSteps;

typedef struct PastRun {
    Sv id, short_id, folder;
    Sv state;   // "GO" …, "running", "no verdict", "damaged", "never began"
    Sv problem; // what is wrong with its journal; empty = nothing
    int64_t began_ns, elapsed_ns;
    bool ended; // there is a verdict
    Sv user, again_of, waits_for;
    Value inputs;  // list of {name, value} that are no defaults; null = not known
    Value subject; // map; null = not known
    bool narrowed;
    uint32_t sessions, standing;
    Sv alike;    // equal for runs of the same runbook, inputs and subject; empty = not known
    bool judged; // it names what was judged
    PastSteps steps;
} PastRun;

// A step over all the runs.
typedef struct PastRecord {
    Sv number, address, name;   // as the newest run has them
    const PastStep **in;        // one for each run of the book, newest first; NULL = not in it
    uint32_t made, passed;      // in how many runs it came to a verdict of its own; passed in
    uint32_t retried;           // in how many it passed only after a retry
    const PastRun *one, *other; // alike, and it passed in one and not in the other; NULL = none
    int64_t median_ns;          // of all runs in which it passed; 0 = none
    int64_t last_ns;            // in the newest of them
    int64_t earlier_ns;         // the median of the others
    uint32_t earlier;           // how many those are
    bool slower;
} PastRecord;

typedef struct PastBook {
    Sv name, title, path;
    PastRun *runs; // newest first
    uint32_t count, capacity;
    uint32_t older; // that are not among these
    PastRecord *steps;
    uint32_t step_count, step_capacity;
    Comparison *last;  // the last two that can be compared; NULL = there are none
    Sv last_a, last_b; // how commands name these
} PastBook;

typedef struct Past {
    Arena *arena;    // not owned
    Sv project;      // its folder
    Sv chosen;       // NAME, where only that was asked for
    PastBook *books; // that were run last, first
    uint32_t count, capacity;
    PastRun *unread; // of which not even the runbook is known
    uint32_t unread_count, unread_capacity;
    uint32_t runs;  // of the project
    uint32_t older; // that were not looked at
    int64_t now_ns; // wall clock
} Past;

// Fills in what the runs of the book together tell of each step.
void past_settle(Arena *arena, PastBook *book);
bool past_is_flaky(const PastRecord *record);
// Whether the verdict is one of the step, and not of how far the run came.
bool past_was_made(const PastStep *step);
bool past_passed(const PastStep *step);
// The times in which it passed, oldest first; the number of them. `out` holds PAST_RUNS.
uint32_t past_times(const PastBook *book, const PastRecord *record, int64_t *out);

#endif
