// Undo steps as reports tell them: under the step or group that they undo, and never as a step or a
// check of their own. What was seen to hold and then taken back is not told as it is: it held then.
#ifndef REPORT_UNDONE_H
#define REPORT_UNDONE_H

#include "report/report_model.h"

// Notes an entry that was just added. For the record alone.
void undone_take(ReportModel *record, uint32_t index, const Event *event);
// Notes what stands at the end of the run. For the record alone.
void undone_end(ReportModel *record);

// Whether it is an undo step, or a group of them.
bool entry_is_undo(const ReportEntry *entry);
// The first entry that undoes this one, then the others in the order in which they ran; NULL where
// there is none.
const ReportEntry *undone_first(const ReportModel *record, const ReportEntry *of);
const ReportEntry *undone_next(const ReportModel *record, const ReportEntry *undo);

// Whether what the step changed was taken back.
bool entry_taken_back(const ReportModel *record, const ReportEntry *entry);
// Whether what was seen of the step, or of something in the group, need not be so any more: it was
// taken back, or that was tried.
bool entry_unsettled(const ReportModel *record, const ReportEntry *entry);
// "passed", or "passed, then taken back", "passed, then its undo failed".
Sv undone_word(const ReportModel *record, const ReportEntry *entry);
// The mark before it.
const char *undone_mark(const ReportModel *record, const ReportEntry *entry);
// "undo 5.undo1 The flag is off again: failed: it said no", a line each, for all that undo it.
void undone_add_lines(Buf *out, const ReportModel *record, const ReportEntry *of);

#endif
