// Sums over the ends of steps, and the verdict that follows from them.
#ifndef ENGINE_EVENTS_VERDICT_SUMMARY_H
#define ENGINE_EVENTS_VERDICT_SUMMARY_H

#include "engine/context/state.h"

// What the end of a step adds to the sums.
typedef struct StepSum {
    Verdict verdict;
    Level level;
    const char *cause;
    bool own_when; // skipped by its own `when`, or that of what it is in
    bool evidence; // something was seen to hold
    bool undo;     // counted apart
    int64_t held, missed, not_applied;
    bool answered; // a person had to answer positively, and did
    Stamp stale;   // when, by either clock, it becomes too old; zeros = never
    Reason reason;
} StepSum;

void verdict_summary_add(Run *run, const StepSum *sum, Stamp ended);
// When what ended then becomes too old, by the shortest valid_for of its runbook and those that
// include it; zeros = never.
Stamp verdict_summary_stale_at(const Runbook *runbook, Stamp ended);
// By when what an earlier session saw at that time, by the wall clock, counts as ended in this one.
Stamp verdict_summary_then(const Run *run, int64_t wall_ns);
// What was seen then is part of the verdict.
void verdict_summary_rests_on(Run *run, const Runbook *runbook, Stamp ended);
// Notes if the wall clock was set back. Call with `emitting` held, or while there is no other
// thread.
void verdict_summary_see_clock(Run *run, Stamp stamp);
// The same for what is not counted as a step: an include judged by its own expectations, an include
// in which nothing was shown, a subject that changed.
void verdict_summary_judge(Run *run, const StepSum *sum);
// Whether a skip was not asked for, so that the whole is incomplete.
bool verdict_summary_lacks(Verdict verdict, const char *cause, bool own_when);

typedef struct RunVerdict {
    const char *word; // "GO", "NO-GO", …
    int status;
} RunVerdict;
// The verdict of the whole run. `partial`: a selection narrowed it.
RunVerdict verdict_summary_verdict(const Run *run, bool partial);

// {verdict, rolled_back, stopped}: the verdict that the run would have if it ended now, whether all
// that was to be taken back was, and whether somebody stopped it.
Value verdict_summary_outlook(Run *run, Arena *arena);

Value verdict_summary_counts(Arena *arena, const int64_t *steps);
Value verdict_summary_checks(Arena *arena, const VerdictSummary *summary);
Value verdict_summary_reasons(Arena *arena, const VerdictSummary *summary);

#endif
