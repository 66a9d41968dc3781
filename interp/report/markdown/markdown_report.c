// The transcript as a page: what was asked and what became of it, what is wrong, what to do, and
// the rest folded.
#include "report/markdown/md_page.h"
#include "report/report.h"

void markdown_report(MdPage *page, const char *title, Sv alert) {
    buf_addf(page->out, "%s ", title);
    md_safe_words(page->out, value_field_text(page->record->started, "title", SV("A run")));
    buf_add_c(page->out, "\n\n");
    buf_add(page->out, alert);
    markdown_verdict(page);
    markdown_about(page);
    markdown_criteria(page);
    markdown_failures(page);
    markdown_standing(page);
    markdown_ways(page);
    markdown_steps(page);
    markdown_sessions(page);
    markdown_journal(page);
}

void report_markdown(const ReportModel *record, Buf *out) {
    MdPage page = md_page(out, record, "##");
    markdown_report(&page, "# Runbook:", (Sv){0});
}
