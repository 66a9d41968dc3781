// A step of an earlier run, done once more: what it takes from that run's journal, and what must be
// as it was then. Nothing that was observed is reused.
#ifndef RUN_AGAIN_H
#define RUN_AGAIN_H

#include "run/past.h"
#include "run/run.h"

typedef struct Again {
    const Past *past;
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

// ── what must be as it was ──
typedef struct AgainLines {
    Sv *items;
    uint32_t count, capacity;
} AgainLines;
// Reports what differs, unless that is accepted: then *accepted says so, a list of lines.
void again_compare(const Again *again, const Plan *plan, const ResolvedInput *inputs, Arena *arena,
                   Diags *diags, AgainLines *accepted);
// What is judged now, where it is not what was judged then; lines, not refused.
AgainLines again_subject(const Again *again, Value subject, Arena *arena);

#endif
