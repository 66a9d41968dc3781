// The sections of a run's page, in their order, and what they share.
#ifndef REPORT_HTML_RUN_RUN_PAGE_H
#define REPORT_HTML_RUN_RUN_PAGE_H

#include "report/failure.h"
#include "report/html/html_value.h"
#include "report/report_model.h"

// How much of a step stands on the page, besides its row.
typedef enum RunTelling {
    TELL_ROW,    // nothing
    TELL_JUDGED, // what was asked, what was judged, and by which values
    TELL_ALL     // and all that came back
} RunTelling;

// Which neighbours stand folded in one row.
typedef struct RunFolds {
    uint32_t *last; // of the first of them: the index of the last; else 0
    bool *ends;     // of the last
    bool *out;      // it is not on the page; behind the last: whether that is so of any
} RunFolds;

typedef struct RunPage {
    Buf *out;
    const ReportModel *record;
    Sv *ids; // of each entry, as a link names it
    AlikeFailures alike;
    RunFolds folds;
    uint32_t folded;         // folds that are open while steps are added
    RunTelling well, unwell; // of steps that passed or were skipped; of all others
    uint32_t open;           // of the latter, how many may still stand open
    size_t room;             // bytes of bodies of the latter that may still be added
    uint32_t without_body;   // of the latter, for which there was no room
} RunPage;

// ── head ──
void run_head(RunPage *page);
void run_criteria(RunPage *page);
void run_standing(RunPage *page);

// ── steps ──
void run_timeline(RunPage *page);
// Decides how much is told of each step, so that a page stays one that opens.
void run_choose(RunPage *page);
void run_steps(RunPage *page);
RunFolds run_folds(const ReportModel *record);
// Adds the row of the fold that begins there, up to its steps where it holds them.
void run_fold_row(RunPage *page, uint32_t first);
// The index behind all that the fold holds which begins there.
uint32_t run_fold_end(const ReportModel *record, const RunFolds *folds, uint32_t first);
// Adds what is told of a step beneath its row; `index` of its entry.
void run_body(const RunPage *page, Buf *out, uint32_t index, RunTelling telling);
void run_attempts(const RunPage *page, Buf *out, const ReportEntry *entry, RunTelling telling);
bool run_is_step(const ReportEntry *entry);
bool run_is_well(const ReportModel *record, const ReportEntry *entry);

// ── foot ──
void run_sessions(RunPage *page);
void run_sources(RunPage *page);
void run_journal(RunPage *page);

// ── shared ──
// `<dt>name</dt><dd>text</dd>`, as code or words; nothing for an empty text. The name is ours.
void run_fact(Buf *out, const char *name, Sv text);
void run_code_fact(Buf *out, const char *name, Sv text);
// An item that is a text; empty where it is none, as in a journal that somebody else wrote.
Sv run_text_item(Value list, size_t index);
// "runbook show 019cda10 5.1", in the record's arena; empty where no command can name the run.
Sv run_show_command(const ReportModel *record, const ReportEntry *entry);
Sv run_duration(Arena *arena, int64_t ns);
// `<a href="#s5.1">5.1</a>`
void run_link(const RunPage *page, uint32_t index);
// Its mark; "…" of what is being made.
const char *run_mark_of(const ReportModel *record, const ReportEntry *entry);
// The class by which the style knows what became of it: "failed".
const char *run_look_class(const ReportModel *record, const ReportEntry *entry);
// `<span class="mark">✗</span>`
void run_mark(Buf *out, const char *mark);

#endif
