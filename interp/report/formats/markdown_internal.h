// Sections that the Markdown reports share.
#ifndef REPORT_FORMATS_MARKDOWN_INTERNAL_H
#define REPORT_FORMATS_MARKDOWN_INTERNAL_H

#include "report/formats/md_safe.h"
#include "report/report_model.h"

// "**NO-GO**: something that must hold does not"
void markdown_verdict(Buf *out, const ReportModel *record);
// Adds the list of reasons why it is not GO, or of what has to be said beside a GO.
void markdown_reasons(Buf *out, const ReportModel *record);
// Adds the table of criteria; with `addresses` a column of where their evidence stands.
void markdown_criteria(Buf *out, const ReportModel *record, bool addresses);
// Adds a section for each step that did not pass, the heading before the first; `mark` begins the
// heading of each ("###"). False where all passed.
bool markdown_failures(Buf *out, const ReportModel *record, const char *heading, const char *mark);
void markdown_counts(Buf *out, const ReportModel *record);
// Adds what is still in place, and what to type to take it back and to go on.
void markdown_standing(Buf *out, const ReportModel *record);
// Adds who ran it, when, where, and on what.
void markdown_about(Buf *out, const ReportModel *record);
// Adds how the run was taken up again: when and by whom, what was accepted, which steps were kept
// from when, which were made anew, what was resolved by whom and why. Nothing for a single session.
void markdown_sessions(Buf *out, const ReportModel *record);
// Adds the steps that went by a way of which a reader must know something, if there are any.
void markdown_ways(Buf *out, const ReportModel *record);
// Adds a table of all steps with their verdicts.
void markdown_steps(Buf *out, const ReportModel *record);
// "| name | value |" with the value as code.
void markdown_row(Buf *out, Sv name, Sv value);
// A time for people: "2026-03-01 02:03:04 UTC", in the arena.
Sv markdown_time(Arena *arena, int64_t wall_ns);
// A value for people, in the arena.
Sv markdown_value(Arena *arena, Value value);

#endif
