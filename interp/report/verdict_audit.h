// Recomputes the verdict from the events of a run and compares it with the recorded one, so that a
// transcript whose last line claims more than its lines show is found. Keeps a handful of facts,
// not the events.
#ifndef REPORT_VERDICT_AUDIT_H
#define REPORT_VERDICT_AUDIT_H

#include "event/event.h"

// A step that has not ended, or whose last answer missed an expectation.
typedef struct AuditedStep {
    Sv number;
    bool open, acted; // it began and has not ended; it was about to change something for good
    bool repeatable;  // it may be done again without harm
    bool missed;      // a `must` expectation did not hold
} AuditedStep;

typedef struct VerdictAudit {
    Arena *arena; // not owned
    AuditedStep *steps;
    uint32_t count, capacity;
    bool narrowed; // it began with a selection
    bool in_doubt, denied, failed, undecided, partial;
    bool evidence;  // a step that must pass has passed
    bool signalled; // the last event says that somebody stopped the run
    bool stopped;   // … and the run was not over by then
    bool ended;     // there is a run_ended
    Sv said;        // the verdict it states: one of the known words, "UNDECIDED" for any other
    Sv doubt;       // filled in by whoever counted the run again: what does not agree; empty =
                    // nothing
} VerdictAudit;

void verdict_audit_init(VerdictAudit *audit, Arena *arena);
// Takes events in the order of the journal or of the runbook. Of a run that was taken up again the
// last session counts.
void verdict_audit_take(VerdictAudit *audit, const Event *event);
// The worse one of the recorded and the recomputed verdict; "NO VERDICT" if none was recorded.
Sv verdict_audit_verdict(const VerdictAudit *audit);
// Whether the recorded verdict is better than the recomputed one, or something else does not agree.
bool verdict_audit_contradicted(const VerdictAudit *audit);
// The sentence about that for people. It does not repeat the false verdict.
Sv verdict_audit_sentence(const VerdictAudit *audit);

#endif
