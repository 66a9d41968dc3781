// The criteria of a run, in the words of every page: what stands at the top of the runbook.
#ifndef REPORT_FORMATS_CRITERIA_H
#define REPORT_FORMATS_CRITERIA_H

#include "report/report_model.h"

bool entry_is_criterion(const ReportEntry *entry);
// "passed", "met, then taken back".
Sv criterion_word(const ReportModel *record, const ReportEntry *entry);
// Why it did not pass, by the first step in it that did not; of one that passed how much of it was
// judged, where that is not all; else empty. `index` of its entry.
Sv criterion_reason(const ReportModel *record, uint32_t index);

#endif
