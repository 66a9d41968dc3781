// A step of an earlier run, done once more: what it takes from that run's journal. Nothing that was
// observed is reused.
#ifndef HISTORY_AGAIN_H
#define HISTORY_AGAIN_H

#include "history/recorded_run.h"

typedef struct Again {
    const RecordedRun *recorded;
    Sv address;          // of the step, as it was asked for
    Sv word;             // the earlier run, as it was named
    bool accept_changed; // go on where runbook or inputs are not what they were
} Again;

// ── what it is given ──
typedef enum AgainEnd {
    AGAIN_UNKNOWN, // the earlier run had no such input
    AGAIN_ABSENT,  // it had, and gave it no value
    AGAIN_THERE,
    AGAIN_LOST // the journal does not hold it as it was: *why, one line
} AgainEnd;
// The value of an input that is not secret.
AgainEnd again_input(const Again *again, Arena *arena, Sv name, Value *out, Sv *why);
// Of an include, by its address.
AgainEnd again_include_input(const Again *again, Arena *arena, Sv include, Sv name, Value *out,
                             Sv *why);
// "run 0192f1c4": where such an input comes from.
Sv again_source(const Again *again, Arena *arena);
// The step.key of the earlier run: what may be repeated is the same deed for whoever it is done to.
// Empty where that run had no such step.
Sv again_key(const Again *again, Sv address);
// Whether it was given inputs that a run without them would not find: the environment and defaults
// are there for all.
bool again_was_given(const Again *again);

#endif
