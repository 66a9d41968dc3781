// The release evidence: one Markdown file that must be understandable by itself years later. It has
// the order of the report; nothing in it is folded, and it fits on a sheet of paper.
#include "report/markdown/evidence.h"
#include "base/shown/shown.h"
#include "report/report.h"
#include "report/standing.h"

enum { LINE_BYTES = 1024 * 1024 };

void evidence_changed(MdPage *page) {
    const ReportModel *record = page->record;
    Value standing = value_field(record->ended, "standing");
    if (!sv_eq_c(report_model_verdict(record), "GO") || !value_count(standing)) return;
    markdown_heading(page, "What was changed");
    buf_add_c(page->out, "Done and still in place, as was wanted:\n\n");
    for (size_t i = 0; i < value_count(standing); i++) {
        BUF_AUTO Buf line = buf_new(LINE_BYTES);
        standing_add_entry(&line, record->ended, value_item(standing, i));
        buf_add_c(page->out, "- ");
        md_safe_words(page->out, buf_sv(&line));
        buf_add_char(page->out, '\n');
    }
    buf_add_char(page->out, '\n');
}

static void add_page(const ReportModel *record, Buf *out) {
    MdPage page = md_page(out, record, "##");
    page.whole = true;
    buf_addf(out, "# Release evidence: %.*s\n\nRunbook: ", SV_ARG(report_model_verdict(record)));
    md_safe_words(out, value_field_text(record->started, "title", (Sv){0}));
    buf_add_c(out, "\n\n");
    markdown_verdict(&page);
    markdown_about(&page);
    markdown_criteria(&page);
    evidence_checks(&page);
    evidence_people(&page);
    markdown_standing(&page);
    evidence_changed(&page);
    evidence_undone(&page);
    markdown_sessions(&page);
    markdown_ways(&page);
    evidence_sources(&page);
    markdown_journal(&page);
}

void report_evidence(const ReportModel *record, Buf *out) {
    BUF_AUTO Buf page = buf_new(out->ceiling);
    add_page(record, &page);
    shown_add_output(out, buf_sv(&page), (ShownOutput){0});
    out->full |= page.full;
}
