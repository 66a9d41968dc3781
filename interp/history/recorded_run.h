// A run that was, as its journal tells it: what it was given, and what became of each of its steps.
// For doing a step of it again and for looking at what a step saw. Refuses a journal that is not
// intact.
#ifndef HISTORY_RECORDED_RUN_H
#define HISTORY_RECORDED_RUN_H

#include "base/map.h"
#include "journal/journal.h"

// A step, group, include, loop or iteration, by its address.
typedef struct RecordedStep {
    Sv address, number, phase;
    Sv kind;               // group, include, loop or iteration; empty of a leaf
    uint64_t began, ended; // by number of event; 0 = never
    int64_t began_ns;      // wall clock
    Value begin, end;      // fields of its first and last event; null where there is none
    Value attempt;         // fields of its last attempt_ended; null where there is none
    int64_t attempted_ns;  // wall clock of that event
    Value *captures;       // fields of each captured
    uint32_t capture_count, capture_capacity;
} RecordedStep;

typedef struct RecordedRun {
    Arena *arena;
    Sv id;
    Value started, ended; // fields of run_started and run_ended; null where there was no verdict
    int64_t started_ns, ended_ns;
    RecordedStep **steps; // in order of their first event
    uint32_t count, capacity;
    RecordedStep **groups; // of these groups, includes, loops and their iterations
    uint32_t group_count, group_capacity;
    SvMap by_address; // → RecordedStep *; of an address that was used twice (finally) the first
} RecordedRun;

// False with *message, one line: the file cannot be read, is damaged, or is no journal.
MUST_USE bool recorded_run_read(Arena *arena, Sv journal, RecordedRun *out, Sv *message);
// What a person means by an address or by the number that the transcript shows; NULL where the run
// had no such step.
const RecordedStep *recorded_run_meant(const RecordedRun *recorded, Sv word);
// NULL where the run had no such step.
const RecordedStep *recorded_run_step(const RecordedRun *recorded, Sv address);
// An input as it was given: true with its value (null where it had none). What the journal does not
// hold carries a taint, see type_notes.h. False where the run had no such input.
MUST_USE bool recorded_run_input(const RecordedRun *recorded, Arena *arena, Sv name, Value *out);
// The same for an include at an address.
MUST_USE bool recorded_run_include_input(const RecordedRun *recorded, Arena *arena, Sv address,
                                         Sv name, Value *out);

#endif
