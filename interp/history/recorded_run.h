// An earlier run, as told by its journal: what it was given, and what became of each step. Used to
// do a step again, and to look at what a step saw. Refuses a journal that is not intact.
#ifndef HISTORY_RECORDED_RUN_H
#define HISTORY_RECORDED_RUN_H

#include "base/map.h"
#include "journal/journal.h"

// A step, group, include, loop or iteration, by its address.
typedef struct RecordedStep {
    Sv address, number, phase;
    Sv kind;               // group, include, loop or iteration; empty for a leaf
    uint64_t began, ended; // number of the event; 0 = never
    int64_t began_ns;      // wall clock
    Value begin, end;      // fields of its first and last event; null if there is none
    Value attempt;         // fields of its last attempt_ended; null if there is none
    int64_t attempted_ns;  // wall clock of that event
    Value *captures;       // fields of each `captured` event
    uint32_t capture_count, capture_capacity;
} RecordedStep;

typedef struct RecordedRun {
    Arena *arena;
    Sv id;
    Value started, ended; // fields of run_started and run_ended, null if not there
    int64_t started_ns, ended_ns;
    RecordedStep **steps; // in order of their first event
    uint32_t count, capacity;
    RecordedStep **groups; // the groups, includes, loops and iterations among them
    uint32_t group_count, group_capacity;
    SvMap by_address; // → RecordedStep *; the first one if an address occurs twice (finally)
} RecordedRun;

// False with *message, one line: the file cannot be read, is damaged, or is no journal.
MUST_USE bool recorded_run_read(Arena *arena, Sv journal, RecordedRun *out, Sv *message);
// The step that a person means by an address, or by the number that the transcript shows; NULL if
// the run had no such step.
const RecordedStep *recorded_run_meant(const RecordedRun *recorded, Sv word);
// NULL if the run had no such step.
const RecordedStep *recorded_run_step(const RecordedRun *recorded, Sv address);
// An input as it was given: true with its value, null if it had none. A value that the journal does
// not hold carries a taint, see type_notes.h. False if the run had no such input.
MUST_USE bool recorded_run_input(const RecordedRun *recorded, Arena *arena, Sv name, Value *out);
// The same for an input of the include at an address.
MUST_USE bool recorded_run_include_input(const RecordedRun *recorded, Arena *arena, Sv address,
                                         Sv name, Value *out);

#endif
