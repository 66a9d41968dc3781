// What differs between two runs: what they were given, the verdicts of their steps, the values that
// their expectations saw, how long they took.
#ifndef REPORT_COMPARE_COMPARE_H
#define REPORT_COMPARE_COMPARE_H

#include "report/report_model.h"

// A value, or what a run was given: the name and what it was in each; `at` is null for what was not
// there.
typedef struct RunDifference {
    const char *what; // "input", "subject"; NULL for a value
    Sv name, a, b;
} RunDifference;

typedef struct RunDifferences {
    RunDifference *items;
    uint32_t count, capacity;
} RunDifferences;

// A step that is in both.
typedef struct StepDifference {
    const ReportEntry *a, *b;
    RunDifferences values; // that its expectations saw
} StepDifference;

typedef struct StepList {
    const ReportEntry **items;
    uint32_t count, capacity;
} StepList;

typedef struct Comparison {
    Arena *arena;
    const ReportModel *a, *b;
    RunDifferences given;
    Sv same;               // of what they were given, what is alike: "runbook, inputs, commit"
    StepDifference *steps; // of which the verdict or a value differs, in the order of b
    uint32_t step_count, step_capacity;
    StepDifference *slower; // of which the time differs notably, most first
    uint32_t slower_count, slower_capacity;
    StepList only_a, only_b;
    uint32_t alike;    // steps that are as before
    uint32_t left_out; // steps that one of the runs left out by choice
} Comparison;

void compare(Arena *arena, const ReportModel *a, const ReportModel *b, Comparison *out);
void compare_given(Comparison *comparison);

// "01a229f5", and how it ended: "GO", "running", "no verdict".
Sv compare_run_id(const ReportModel *record);
Sv compare_run_state(const ReportModel *record);

#endif
