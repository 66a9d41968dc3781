// The transcript as a Markdown page.
#include "report/formats/markdown_internal.h"
#include "report/report.h"

void report_markdown(const ReportModel *record, Buf *out) {
    buf_add_c(out, "# Runbook: ");
    md_safe_words(out, value_field_text(record->started, "title", SV("A run")));
    buf_add_c(out, "\n\n");
    markdown_verdict(out, record);
    markdown_reasons(out, record);
    markdown_counts(out, record);
    markdown_standing(out, record);
    markdown_about(out, record);
    markdown_ways(out, record);
    buf_add_c(out, "## Steps\n\n");
    markdown_steps(out, record);
    markdown_failures(out, record, "## What did not pass\n\n", "###");
}
