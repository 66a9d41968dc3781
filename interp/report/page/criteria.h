// What was asked of a run: the groups and steps at the top of its runbook, what became of each, and
// what in it did not pass, in the words of every report that is a page.
#ifndef REPORT_PAGE_CRITERIA_H
#define REPORT_PAGE_CRITERIA_H

#include "report/failure.h"

// Whether it began and is not over, in a run that goes on: nothing is known of it yet.
bool entry_goes_on(const ReportModel *record, const ReportEntry *entry);
bool entry_is_criterion(const ReportEntry *entry);
// The index of the first criterion from there on; `count` where there is none.
uint32_t criterion_from(const ReportModel *record, uint32_t index);
// Behind the last entry that belongs to the criterion.
uint32_t criterion_end(const ReportModel *record, uint32_t index);
// "met", "not met", "not judged", "left out", "met, then taken back", "goes on".
Sv criterion_word(const ReportModel *record, const ReportEntry *entry);
// Why it did not pass, or how much of it was judged where that is not all; empty where something in
// it says so, which is told beneath. `index` of its entry.
Sv criterion_reason(const ReportModel *record, uint32_t index);
// Why a step did not pass, one line; of one that is waived, what did not hold and by whose word
// that is accepted.
Sv criterion_cause(const ReportModel *record, const ReportEntry *entry);
// Whether this entry is to be told beneath its criterion: a step that did not pass, or a group that
// did not without one; the first of its cause.
bool criterion_has_fault(const ReportModel *record, const AlikeFailures *alike, uint32_t index);
// The number of the step that was told for what did not pass in it, where none of it is a fault of
// its own; empty where it is not so.
Sv criterion_told_by(const ReportModel *record, const AlikeFailures *alike, uint32_t index);
// "2 of 11 criteria do not hold, 1 was skipped"; false, and nothing, where the verdict is better
// told by its own sentence.
bool criteria_add_sum(Buf *out, const ReportModel *record);

#endif
