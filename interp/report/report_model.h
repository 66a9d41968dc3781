// A whole run as its events tell it, for reports that are written at the end: how it began, its
// steps in the runbook's order with everything known about each, how it ended. What has no verdict
// in the events has none here. Of a run that was taken up again it is the last session's telling;
// what a kept step saw is from the session that decided it.
#ifndef REPORT_REPORT_MODEL_H
#define REPORT_REPORT_MODEL_H

#include "base/map.h"
#include "report/notes.h"
#include "report/verdict_audit.h"

typedef enum EntryKind { ENTRY_GROUP, ENTRY_STEP, ENTRY_PHASE, ENTRY_NOTE } EntryKind;

typedef struct ReportEntry {
    EntryKind kind;
    Value begin; // fields of group_started or step_started, of the phase or the note; null where a
                 // step never began
    Value end;   // fields of group_ended or step_ended; null if it never ended
    int64_t began_ns;   // wall clock; of a kept step: in the session that decided it; 0 = not known
    int64_t ended_ns;   // wall clock; of a kept step: when it was decided
    bool acted;         // it was about to change something
    StepNotes notes;    // of a step
    uint64_t decided;   // of a step: the number of the event that decided it; 0 = none did
    uint32_t session;   // in which that was, from 1
    bool kept;          // it is taken over from there
    bool looked;        // the last session looked what became of it
    bool undoes;        // it is an undo step, or a group of them, of another entry
    uint32_t next_undo; // of an undo step: index + 1 of the next one of the same step; 0 = none
} ReportEntry;

// The run is taken up again.
typedef struct ReportSession {
    Value resumed;    // fields of run_resumed
    int64_t began_ns; // wall clock
} ReportSession;

typedef struct ReportModel {
    Arena *arena;
    Value started;                // fields of run_started
    int64_t started_ns, ended_ns; // wall clock
    VerdictAudit audit;           // the recomputed verdict
    Value ended;                  // fields of run_ended; null where there was no verdict
    Value left; // what stands, and the commands that go on, as `ended` has them; of a run that died
                // as left_so_far does; null of one that is going on
    Value stopped;         // fields of stopped; null where nobody stopped it
    Value parked;          // fields of parked; null where it waits for nobody
    int64_t parked_ns;     // wall clock
    Value subject_changed; // names whose value has changed since the start; null = not looked
    ReportEntry *entries;
    uint32_t count, capacity;
    ReportSession *sessions; // behind the first one
    uint32_t session_count, session_capacity;
    SvMap earlier; // number of an event → the ReportEntry that it decided, of earlier sessions
    uint32_t undo_count; // of them that are undo steps
    SvMap undo;          // number of a step → its undo steps; standing.h
    SvMap standing;      // numbers of what stands at the end; standing.h
    bool standing_cut;   // those are not all
    Value *ways;         // fields of the attempts by whose way a reader must know something
    uint32_t way_count, way_capacity;
    Value *uploads; // fields of the attempts that read or sent files of their own
    uint32_t upload_count, upload_capacity;
    // filled in by whoever reads the run:
    bool not_run;        // nothing was run, for *problem; there is no journal
    bool running;        // it is going on: somebody writes to the journal
    bool intact;         // the journal's chain holds to its end, and so do the files that count
    bool file_lost;      // *problem is of a file that the run kept
    Sv problem;          // what is wrong with it; empty = nothing
    Sv digest;           // SHA-256 of the journal's last line
    Sv journal;          // its path
    Sv word;             // how a command names the run; empty where none can
    int64_t now_ns;      // wall clock, when the record was read; 0 = not known
    int64_t most_age_ns; // an older one says nothing of now; 0 = however old it is
    Sv ci_url;           // where the CI system shows the run; empty = nowhere
} ReportModel;

void report_model_init(ReportModel *record, Arena *arena);
// Sets the record to a runbook of which only the file is known, at that time.
void report_model_of_file(ReportModel *record, Sv path, int64_t wall_ns);
// Expects events in the runbook's order: put event/display_order.h before it.
EventSink report_model_sink(ReportModel *record);

// A field of run_started, or what the latest session began with instead of it.
Value report_model_began_with(const ReportModel *record, const char *field);
// Who ran the session of this number, from 1.
Sv report_model_user(const ReportModel *record, uint32_t session);
// "by ops-2 on host at 2026-…, 4 minutes after it was stopped by SIGINT" of a session behind the
// first one; `index` from 0.
Sv report_model_taken_up(const ReportModel *record, uint32_t index);

// The verdict: GO, NO-GO …, recomputed from the events; "NO VERDICT" if there is none or the
// journal is not intact; "NOT RUN".
Sv report_model_verdict(const ReportModel *record);
// What that means, for someone who sees it for the first time: a sentence, in its arena.
Sv report_model_sentence(const ReportModel *record);
// What stands before `problem`: "The run is ", "The journal: ".
const char *report_model_problem_of(const ReportModel *record);
// A field of the entry's last event, else of its first.
Sv entry_text(const ReportEntry *entry, const char *field);
int64_t entry_int(const ReportEntry *entry, const char *field);
// The verdict of a step or group. One that began and never ended is "undecided", or "in_doubt" if
// it was about to change something.
Sv entry_verdict(const ReportEntry *entry);
// Whether it ended undecided, and did not have to hold: no reader may take the run for failed by
// it.
bool entry_only_warns(const ReportEntry *entry);
// Why it did not pass, one line; empty if it did.
Sv entry_reason(const ReportEntry *entry);

#endif
