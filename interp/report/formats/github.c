// GitHub Actions: the summary of a job's step, and annotations that point into the runbook. The
// annotations are the only lines of this program that begin with "::", and are only written there
// or on request.
#include "base/shown/shown.h"
#include "report/failure.h"
#include "report/formats/markdown_internal.h"
#include "report/ink.h"
#include "report/report.h"
#include "report/standing.h"

// GitHub shows no summary of more than a MiB for a step.
enum { MOST_BYTES = 512 * 1024 };

// What did not pass stands open, as far as it fits.
static void add_open(Buf *out, const ReportModel *record) {
    BUF_AUTO Buf failures = buf_new(MOST_BYTES / 2);
    if (record->count > 0) markdown_criteria(out, record, false);
    bool any = markdown_failures(&failures, record, "### What did not pass\n\n", "####");
    if (!any || failures.full)
        markdown_reasons(out, record);
    else
        buf_add(out, buf_sv(&failures));
}

static void add_folded(Buf *out, const ReportModel *record) {
    BUF_AUTO Buf steps = buf_new(MOST_BYTES / 2);
    buf_add_c(out, "<details><summary>The run and all its steps</summary>\n\n");
    markdown_about(out, record);
    markdown_steps(&steps, record);
    if (steps.full)
        buf_add_c(
            out,
            "There are too many steps for a summary: `runbook report RUN markdown` lists them.\n\n");
    else
        buf_add(out, buf_sv(&steps));
    buf_add_c(out, "</details>\n\n");
}

// GitHub draws such a quotation in a colour, with a sign before it.
static const char *alert_of(Sv verdict) {
    if (sv_eq_c(verdict, "GO")) return "> [!TIP]\n> ";
    bool bad =
        sv_eq_c(verdict, "NO-GO") || sv_eq_c(verdict, "IN DOUBT") || sv_eq_c(verdict, "DENIED");
    return bad ? "> [!CAUTION]\n> " : "> [!WARNING]\n> ";
}

void report_github(const ReportModel *record, Buf *out) {
    buf_add_c(out, "## Runbook: ");
    md_safe_words(out, value_field_text(record->started, "title", SV("A run")));
    buf_addf(out, "\n\n%s", alert_of(report_model_verdict(record)));
    markdown_verdict(out, record);
    add_open(out, record);
    markdown_counts(out, record);
    markdown_standing(out, record);
    for (uint32_t i = 0; i < record->session_count; i++) {
        buf_add_c(out, "- ");
        md_safe_words(out, report_model_taken_up(record, i));
        buf_add_char(out, '\n');
    }
    if (record->session_count > 0) buf_add_char(out, '\n');
    add_folded(out, record);
}

// Data of a workflow command: % and line ends are escaped, in properties also : and ,
static void add_data(Buf *out, Sv text, bool property) {
    BUF_AUTO Buf buf = buf_new((size_t)8 * text.len + 64);
    shown_add(&buf, text, true);
    Sv safe = buf_sv(&buf);
    for (size_t i = 0; i < safe.len; i++) {
        char c = safe.at[i];
        bool escaped = c == '%' || c == '\n' || c == '\r' || (property && (c == ':' || c == ','));
        if (escaped)
            buf_addf(out, "%%%02X", (unsigned char)c);
        else
            buf_add_char(out, c);
    }
}

void report_annotation(Buf *out, const Annotation *annotation) {
    buf_addf(out, "::%s ", annotation->error ? "error" : "warning");
    if (annotation->path.len) {
        buf_add_c(out, "file=");
        add_data(out, annotation->path, true);
        if (annotation->line > 0)
            buf_addf(out, ",line=%lld,col=%lld", (long long)annotation->line,
                     (long long)annotation->column);
        buf_add_char(out, ',');
    }
    buf_add_c(out, "title=");
    add_data(out, annotation->title, true);
    buf_add_c(out, "::");
    add_data(out, annotation->text, false);
    buf_add_char(out, '\n');
}

static void annotate(const ReportModel *record, const AlikeFailures *alike, uint32_t index,
                     Buf *out) {
    const ReportEntry *entry = &record->entries[index];
    Sv verdict = entry_verdict(entry);
    bool bad =
        sv_eq_c(verdict, "failed") || sv_eq_c(verdict, "undecided") || sv_eq_c(verdict, "in_doubt");
    bool only_warns = entry_only_warns(entry), error = bad && !only_warns;
    bool warning = only_warns || sv_eq_c(verdict, "warned") || sv_eq_c(verdict, "waived");
    if ((!error && !warning) || alike->first[index] != index) return;
    Value place = value_field(failure_fields(entry), "place");
    BUF_AUTO Buf text = buf_new(out->ceiling), title = buf_new(out->ceiling);
    buf_addf(&text, "%s\n", verdict_look(verdict)->word);
    failure_add_step(&text, entry);
    failure_add_alike(&text, record, alike, index);
    buf_addf(&title, "%s%.*s", entry_is_undo(entry) ? "undo: " : "",
             SV_ARG(entry_text(entry, "name")));
    report_annotation(out, &(Annotation){.error = error,
                                         .path = value_field_text(place, "path", (Sv){0}),
                                         .line = value_field_int(place, "line", 1),
                                         .column = value_field_int(place, "column", 1),
                                         .title = buf_sv(&title),
                                         .text = sv_trim(buf_sv(&text))});
    out->full |= text.full || title.full;
}

void report_annotations(const ReportModel *record, Buf *out) {
    if (record->not_run)
        report_annotation(out,
                          &(Annotation){.error = true,
                                        .path = value_field_text(record->started, "path", (Sv){0}),
                                        .title = SV("nothing was run"),
                                        .text = record->problem});
    AlikeFailures alike = failures_alike(record);
    for (uint32_t i = 0; i < record->count; i++)
        if (record->entries[i].kind == ENTRY_STEP) annotate(record, &alike, i, out);
}
