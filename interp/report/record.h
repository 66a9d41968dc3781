// A whole run as its events tell it, for reports that are written at the end: what it began with,
// its steps in the runbook's order with all that is known of each, how it ended. What has no
// verdict has none here either.
#ifndef REPORT_RECORD_H
#define REPORT_RECORD_H

#include "report/notes.h"
#include "report/verdict_audit.h"

typedef enum EntryKind { ENTRY_GROUP, ENTRY_STEP, ENTRY_PHASE, ENTRY_NOTE } EntryKind;

typedef struct RecordEntry {
    EntryKind kind;
    Value begin; // fields of group_started or step_started, of the phase or the note; null where a
                 // step never began
    Value end;   // fields of group_ended or step_ended; null where it never ended
    int64_t ended_ns; // wall clock
    bool acted;       // it was about to change something
    StepNotes notes;  // of a step
} RecordEntry;

typedef struct RunRecord {
    Arena *arena;
    Value started;                // fields of run_started
    int64_t started_ns, ended_ns; // wall clock
    VerdictAudit audit;           // which verdict all of it bears out
    Value ended;                  // fields of run_ended; null where there was no verdict
    Value stopped;                // fields of stopped; null where nobody stopped it
    Value subject_changed; // names that were not what they were at the start; null = not looked
    RecordEntry *entries;
    uint32_t count, capacity;
    // what its reader knows besides
    bool not_run; // nothing was run, for *problem; there is no journal
    bool intact;  // the journal's chain holds to its end
    Sv problem;   // what is wrong with it; empty = nothing
    Sv digest;    // SHA-256 of the journal's last line
    Sv journal;   // its path
    Sv ci_url;    // where the CI system shows the run; empty = nowhere
} RunRecord;

void record_init(RunRecord *record, Arena *arena);
// A runbook of which nothing is known but its file, at that time.
void record_of_file(RunRecord *record, Sv path, int64_t wall_ns);
// Wants the runbook's order: put event/order.h before it.
EventSink record_sink(RunRecord *record);

// GO, NO-GO …, as the events bear it out, whatever the last one says; "NO VERDICT" where there is
// none, or where the journal is not intact; "NOT RUN".
Sv record_verdict(const RunRecord *record);
// A field of where the entry ended, else of where it began.
Sv entry_text(const RecordEntry *entry, const char *field);
int64_t entry_int(const RecordEntry *entry, const char *field);
// The verdict of a step or group; "undecided" for one that began and never ended,
// "in_doubt" where it was about to change something.
Sv entry_verdict(const RecordEntry *entry);
// One line: why it is not passed; empty where it is.
Sv entry_reason(const RecordEntry *entry);

#endif
