// The transcript as a Markdown page.
#include "report/failure.h"
#include "report/formats/markdown_internal.h"
#include "report/report.h"
#include "report/standing.h"

static bool worth_telling(const ReportEntry *entry) {
    if (entry->kind != ENTRY_STEP) return false;
    Sv verdict = entry_verdict(entry);
    return !sv_eq_c(verdict, "passed") && !sv_eq_c(verdict, "skipped");
}

static void add_failure(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    buf_add_c(out, "### ");
    md_safe_words(out, entry_text(entry, "number"));
    buf_add_char(out, ' ');
    if (entry_is_undo(entry)) buf_add_c(out, "undo: ");
    md_safe_words(out, entry_text(entry, "name"));
    buf_add_c(out, "\n\n");
    md_safe_code(out, place_text(record->arena, failure_fields(entry)));
    buf_add_c(out, "\n\n");
    BUF_AUTO Buf text = buf_new(out->ceiling);
    failure_add_step(&text, entry);
    md_safe_block(out, buf_sv(&text));
    out->full |= text.full;
    buf_add_char(out, '\n');
}

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
    bool headed = false;
    for (uint32_t i = 0; i < record->count; i++) {
        if (!worth_telling(&record->entries[i])) continue;
        if (!headed) buf_add_c(out, "## What did not pass\n\n");
        headed = true;
        add_failure(out, record, &record->entries[i]);
    }
}
