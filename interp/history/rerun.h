// A step of an earlier run, done once more: what it takes from that run's journal. Nothing that was
// observed is reused.
#ifndef HISTORY_RERUN_H
#define HISTORY_RERUN_H

#include "history/recorded_run.h"

typedef struct Rerun {
    const RecordedRun *recorded;
    Sv address;          // of the step, as it was asked for
    Sv word;             // the earlier run, as it was named
    bool accept_changed; // go on where runbook or inputs are not what they were
} Rerun;

// ── what it is given ──
typedef enum RerunStatus {
    RERUN_UNKNOWN, // the earlier run had no such input
    RERUN_ABSENT,  // it had, and gave it no value
    RERUN_THERE,
    RERUN_LOST // the journal does not hold it as it was: *why, one line
} RerunStatus;
// The value of an input that is not secret.
MUST_USE RerunStatus rerun_input(const Rerun *rerun, Arena *arena, Sv name, Value *out, Sv *why);
// Of an include, by its address.
MUST_USE RerunStatus rerun_include_input(const Rerun *rerun, Arena *arena, Sv include, Sv name,
                                         Value *out, Sv *why);
// "run 0192f1c4": where such an input comes from.
Sv rerun_source(const Rerun *rerun, Arena *arena);
// The step.key of the earlier run: what may be repeated is the same deed for whoever it is done to.
// Empty where that run had no such step.
Sv rerun_key(const Rerun *rerun, Sv address);
// Whether it was given inputs that a run without them would not find: the environment and defaults
// are there for all.
bool rerun_was_given(const Rerun *rerun);

#endif
