// Doing a step of an earlier run once more: what is taken from that run's journal. Nothing that was
// observed then is used again; what must not have changed since is inputs/rerun_compare.h's.
#ifndef HISTORY_RERUN_H
#define HISTORY_RERUN_H

#include "history/recorded_run.h"

typedef struct Rerun {
    const RecordedRun *recorded;
    Sv address;          // of the step, as the user gave it
    Sv word;             // the earlier run, as a command names it, now and later
    bool accept_changed; // go on although the runbook or an input has changed
    bool taken_up;       // the run itself goes on: no step of it is done by another run
} Rerun;

typedef enum RerunStatus {
    RERUN_UNKNOWN, // the earlier run had no such input
    RERUN_ABSENT,  // it had, but without a value
    RERUN_THERE,
    RERUN_LOST // the journal does not hold its exact value: *why, one line
} RerunStatus;
// The value that the earlier run gave to an input that is not secret.
MUST_USE RerunStatus rerun_input(const Rerun *rerun, Arena *arena, Sv name, Value *out, Sv *why);
// The same for an input of the include at that address.
MUST_USE RerunStatus rerun_include_input(const Rerun *rerun, Arena *arena, Sv include, Sv name,
                                         Value *out, Sv *why);
// Where such an input comes from, for people: "run 0192f1c4".
Sv rerun_source(const Rerun *rerun, Arena *arena);
// The step's step.key in the earlier run, so that a server can recognise a repeated request. Empty
// if that run had no such step.
Sv rerun_key(const Rerun *rerun, Sv address);
// Whether it was given inputs that a run without them would not find: the environment and defaults
// are there for all.
bool rerun_was_given(const Rerun *rerun);
// The earlier run as a word of a command that goes on with it or takes it back: quoted. Empty for
// one that judged well, which nobody goes on with.
Sv rerun_open_run(const Rerun *rerun, Arena *arena);
// Whether the earlier run never made the step, or is known to have changed nothing by it.
bool rerun_never_made(const Rerun *rerun);

#endif
