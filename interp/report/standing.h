// What a run left in place, and what to type about it, in the words of every report; and undo steps
// as reports tell them: under the step or group that they undo, and never as a step or a check of
// their own. What was seen to hold and was then taken back is not told as it is: it held then.
#ifndef REPORT_STANDING_H
#define REPORT_STANDING_H

#include "report/report_model.h"

// ── what stands, by the fields of run_ended ──

// The changes that are still in place; null where there are none, and after a GO, where they are
// what was wanted.
Value standing_of(Value ended);
// "5 The flag is set", with what a reader must know of it: in doubt, failed.
void standing_add_entry(Buf *out, Value ended, Value entry);
// How many of the changes in the list have the name of this one, from it on, and are not in doubt,
// so that they can be told together; 0 where an earlier one stood for it.
size_t standing_of_that_name(Value standing, size_t at);
// Whether nobody knows if it happened.
bool standing_is_doubtful(Value entry);
// "5, 7: by hand, there are no undo steps for them"; nothing where all have some.
void standing_add_by_hand(Buf *out, Value ended);
// Whether there are no undo steps for any of it.
bool standing_lacks_undo(Value ended);
// All of it, a line each, as a report of lines tells it: "still in place: 5 The flag is set", "to
// take back: …", "to go on: …".
void standing_add_lines(Buf *out, Value ended);
// What the words behind --resolve mean; NULL where the command that goes on has none.
const char *standing_resolutions(Value ended);

// ── undo steps ──

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
// ", then taken back", ", then its undo failed"; empty where nothing became of it.
Sv undone_since(const ReportModel *record, const ReportEntry *entry);
// "passed", or "passed, then taken back", "passed, then its undo failed".
Sv undone_word(const ReportModel *record, const ReportEntry *entry);
// The mark before it.
const char *undone_mark(const ReportModel *record, const ReportEntry *entry);
// "undo 5.undo1 The flag is off again: failed: it said no", a line each, for all that undo it.
void undone_add_lines(Buf *out, const ReportModel *record, const ReportEntry *of);

#endif
