// A run as a page in Markdown, by its parts: the report, the summary of a CI step and the release
// evidence have them in the same order.
#ifndef REPORT_MARKDOWN_MD_PAGE_H
#define REPORT_MARKDOWN_MD_PAGE_H

#include "report/failure.h"
#include "report/markdown/md_safe.h"

typedef struct MdPage {
    Buf *out;
    const ReportModel *record;
    const char *heading; // what begins a section: "##"; one mark more begins what is in it
    bool whole;          // nothing is folded or told together: it is printed, and kept for years
    size_t most;         // bytes that it may have; 0 = as many as it needs
    AlikeFailures alike;
} MdPage;

MdPage md_page(Buf *out, const ReportModel *record, const char *heading);
// The report, from its title to its seal.
void markdown_report(MdPage *page, const char *title, Sv alert);

// ── its parts, each with its heading, and nothing where there is nothing to say ──

// "**NO-GO**: 2 of 11 criteria do not hold", what a reader must know before the rest, and the sums.
void markdown_verdict(MdPage *page);
// Who ran it, when, where, and on what.
void markdown_about(MdPage *page);
// The criteria, beneath each what did not pass in it, and what else the verdict rests on.
void markdown_criteria(MdPage *page);
// Each step that did not pass, with all that is known of why and the command that goes on.
void markdown_failures(MdPage *page);
// What is still in place, and what to type to take it back and to go on.
void markdown_standing(MdPage *page);
// The steps that went by a way of which a reader must know something.
void markdown_ways(MdPage *page);
// All steps, folded by what stands at the top; undo steps beneath what they undo.
void markdown_steps(MdPage *page);
// How the run was taken up again: when and by whom, what was accepted, which steps were kept from
// when, which were made anew, what was resolved by whom and why.
void markdown_sessions(MdPage *page);
// Where the journal is, its seal, and how to hold the page against it.
void markdown_journal(MdPage *page);

// ── what parts share ──

void markdown_heading(MdPage *page, const char *words);
// Whether so much more may be added, and the end of the page besides.
bool markdown_has_room(const MdPage *page, size_t bytes);
// Adds a part that was made apart.
void markdown_add_part(MdPage *page, const Buf *part);
// A place to which the page itself links: that of a step.
void markdown_anchor(MdPage *page, Buf *out, const ReportEntry *entry);
// "[5.1](#…)"
void markdown_link(MdPage *page, Buf *out, const ReportEntry *entry);
// What became of a step or a group, as a mark and in a word.
const char *markdown_mark(const ReportModel *record, const ReportEntry *entry);
Sv markdown_word(const ReportModel *record, const ReportEntry *entry);
// A command to be copied, behind a line that says what it is for.
void markdown_command(Buf *out, const char *label, Sv command);
// "| text " – a cell of words, of code.
void markdown_cell(Buf *out, Sv text);
void markdown_code_cell(Buf *out, Sv text);
// "- name: `value`"
void markdown_fact(Buf *out, Sv name, Sv value);
// A time for people: "2026-03-01 02:03:04 UTC", in the arena.
Sv markdown_time(Arena *arena, int64_t wall_ns);
// A value for people, in the arena.
Sv markdown_value(Arena *arena, Value value);
// "a; b" of a list of texts, in the arena.
Sv markdown_joined(Arena *arena, Value texts);

#endif
