// Which verdict the events of a run bear out, whatever its last one says. Keeps a handful of facts,
// not the events; a transcript whose last line claims more than its lines show is found by it.
#ifndef REPORT_VERDICT_AUDIT_H
#define REPORT_VERDICT_AUDIT_H

#include "event/event.h"

// A step that is not over, or the last answer of which did not hold.
typedef struct AuditedStep {
    Sv number;
    bool open, acted; // began and has not ended; was about to change something
    bool missed;      // a `must` expectation did not hold
} AuditedStep;

typedef struct VerdictAudit {
    Arena *arena; // not owned
    AuditedStep *steps;
    uint32_t count, capacity;
    bool in_doubt, denied, failed, undecided, partial;
    bool evidence;  // a step that must pass did
    bool signalled; // the last event was that somebody stopped it
    bool stopped;   // and it was not over by then
    bool ended;     // there is a last event
    Sv said;        // the verdict it says; one of the known words, "UNDECIDED" for others
} VerdictAudit;

void verdict_audit_init(VerdictAudit *audit, Arena *arena);
// In the order of the journal or of the runbook.
void verdict_audit_take(VerdictAudit *audit, const Event *event);
// The worse of what the last event says and what the others bear out; "NO VERDICT" where there is
// no last event.
Sv verdict_audit_verdict(const VerdictAudit *audit);
// The last event says better than the others bear out.
bool verdict_audit_contradicted(const VerdictAudit *audit);
// The sentence for it, for people; it does not repeat the word that is not true.
extern const char verdict_audit_sentence[];

#endif
