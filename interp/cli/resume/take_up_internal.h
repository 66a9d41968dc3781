// For the files of this room: a run that is being taken up, and what of it is looked at in turn
// before anybody is asked.
#ifndef CLI_RESUME_TAKE_UP_INTERNAL_H
#define CLI_RESUME_TAKE_UP_INTERNAL_H

#include "cli/found/runs.h"
#include "cli/resume/take_up_view.h"
#include "cli/runs/plan_ahead.h"
#include "history/rerun.h"
#include "journal/journal.h"

typedef struct TakingUp {
    const Cli *cli;
    const CommandLine *line;
    Arena *arena;
    RunEntry entry;
    RecordedRun recorded;
    JournalTail tail;
    Rerun rerun;
    RunOptions options;
    TakeUp take_up;
    TakeUpView view;
    Sv name, word;    // the run in a command; quoted
    Sv path;          // of the runbook, from here
    PlanAhead *ahead; // of what the journal's first event says; NULL = it says nothing yet
} TakingUp;

// Says why, and that nothing was run. Returns the status to end with.
int taking_refuse(const TakingUp *taking, int status, Sv why);
// A person wanted it taken back, and that was cut off.
bool taking_is_half_undone(const TakingUp *taking);

// NULL if the run had no such step.
const RecordedStep *taking_step_meant(const TakingUp *taking, Sv word);
// "; did you mean 'outer/first'?", or empty.
Sv taking_step_near(const TakingUp *taking, Sv word);

// All that follow return 0, or the status to end with once they have said why.
int taking_resolutions(TakingUp *taking); // what a person says became of what is in doubt
int taking_addresses(TakingUp *taking);   // what `undo` is asked to take back
// Which step of a changed runbook it is must be known of each that acted.
int taking_need_identity(const TakingUp *taking);
// Before `resume`: what stays in doubt, a person must say.
int taking_need_decisions(TakingUp *taking, const Plan *plan);
// Before `undo`: something can be taken back.
int taking_need_something(TakingUp *taking, const Plan *plan);

#endif
