// One case of a JUnit file: a step, with all that is told of it.
#ifndef REPORT_FORMATS_JUNIT_INTERNAL_H
#define REPORT_FORMATS_JUNIT_INTERNAL_H

#include "report/failure.h"

typedef enum JunitOutcome { PASS, FAILURE, ERROR, SKIPPED } JunitOutcome;

typedef struct JunitCounts {
    int64_t of[SKIPPED + 1]; // by outcome
    int64_t elapsed_ns;      // of all cases
} JunitCounts;

// Adds the case of a step, its undo steps with it. One cause is told whole once: `alike` = the
// steps of each.
void junit_add_step(Buf *out, JunitCounts *counts, const ReportModel *record, uint32_t index,
                    const AlikeFailures *alike);
// Adds the case of the verdict, for a run of which no step's case says that it is not GO.
void junit_add_verdict(Buf *out, JunitCounts *counts, const ReportModel *record);
// Adds what is to be known of the whole run, in lines: why it is no GO, what is still in place,
// what undid its groups.
// `verdict_told`: the first of that stands in the case of the verdict.
void junit_add_remarks(Buf *out, const ReportModel *record, bool verdict_told);
// Some viewers put names into pages and paths as they are; what they would trip over is replaced by
// what looks like it. A property has each name as it was written.
Sv junit_viewable(Arena *arena, Sv text);
// `    <property name="run" value="…"/>`; nothing for an empty value.
void junit_add_property(Buf *out, const char *indent, Sv name, Sv value);

#endif
