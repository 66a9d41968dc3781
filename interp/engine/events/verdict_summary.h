// Sums over the ends of steps, and the verdict that follows from them.
#ifndef ENGINE_EVENTS_VERDICT_SUMMARY_H
#define ENGINE_EVENTS_VERDICT_SUMMARY_H

#include "engine/context/state.h"

// What a step's end adds.
typedef struct StepSum {
    Verdict verdict;
    Level level;
    const char *cause;
    bool own_when; // skipped by its own `when`, or that of what it stands in
    bool evidence; // something was seen to hold
    bool undo;     // counted apart
    int64_t held, missed, not_applied;
    bool answered; // by a person, and well
    Stamp stale;   // from which on, by either clock, it is too old; zeros = never
    Reason reason;
} StepSum;

void verdict_summary_add(Run *run, const StepSum *sum, Stamp ended);
// Notes where the wall clock was set back. Behind the emitter's lock, or where no other thread
// runs.
void verdict_summary_see_clock(Run *run, Stamp stamp);
// The same for what is no step of its own and is not counted as one: an include by its own
// expectations, one in which nothing was shown, a subject that changed.
void verdict_summary_judge(Run *run, const StepSum *sum);
// A skip that was nobody's wish: it makes a whole incomplete.
bool verdict_summary_lacks(Verdict verdict, const char *cause, bool own_when);

typedef struct RunVerdict {
    const char *word; // "GO", "NO-GO", …
    int status;
} RunVerdict;
// Of the whole run; `partial` where a selection narrowed it.
RunVerdict verdict_summary_verdict(const Run *run, bool partial);

Value verdict_summary_counts(Arena *arena, const int64_t *steps);
Value verdict_summary_checks(Arena *arena, const VerdictSummary *summary);
Value verdict_summary_reasons(Arena *arena, const VerdictSummary *summary);

#endif
