// The Test Anything Protocol, version 14.
#include "base/shown/shown.h"
#include "report/failure.h"
#include "report/ink.h"
#include "report/report.h"
#include "report/standing.h"

// A description may not contain what begins a directive.
static void add_words(Buf *out, Sv text) {
    BUF_AUTO Buf safe = buf_new((size_t)8 * text.len + 64);
    shown_add(&safe, text, false);
    Sv words = buf_sv(&safe);
    for (size_t i = 0; i < words.len; i++) {
        if (words.at[i] == '#' || words.at[i] == '\\') buf_add_char(out, '\\');
        buf_add_char(out, words.at[i]);
    }
}

static void add_diagnostic(Buf *out, Sv text) {
    if (!text.len) return;
    Sv line;
    buf_add_c(out, "  ---\n  message: |\n");
    while (sv_next_line(&text, &line)) {
        if (line.len) buf_add_c(out, "    ");
        shown_add(out, line, false);
        buf_add_char(out, '\n');
    }
    buf_add_c(out, "  ...\n");
}

// Undo steps are told beneath the step that they undo, and are no points of their own.
static void add_undo(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    BUF_AUTO Buf lines = buf_new(out->ceiling);
    undone_add_lines(&lines, record, entry);
    out->full |= lines.full;
    Sv rest = buf_sv(&lines), line;
    while (sv_next_line(&rest, &line)) {
        buf_add_c(out, "# ");
        shown_add(out, line, false);
        buf_add_char(out, '\n');
    }
}

static void add_step(Buf *out, const ReportModel *record, uint32_t number, uint32_t index,
                     const AlikeFailures *alike) {
    const ReportEntry *entry = &record->entries[index];
    Sv before = failure_as_before(record, alike, index);
    Sv verdict = entry_verdict(entry);
    bool waived = sv_eq_c(verdict, "waived"), only_warns = entry_only_warns(entry);
    bool skipped = sv_eq_c(verdict, "skipped") || waived || only_warns;
    bool passed = sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned") || skipped;
    buf_addf(out, "%sok %u - ", passed ? "" : "not ", number);
    add_words(out, entry_text(entry, "number"));
    buf_add_char(out, ' ');
    add_words(out, entry_text(entry, "name"));
    if (skipped) {
        buf_addf(out, " # SKIP %s", waived ? "waived: " : only_warns ? "undecided: " : "");
        add_words(out, failure_cause(entry));
    } else if (passed && entry_unsettled(record, entry)) {
        buf_addf(out, " # SKIP %.*s", SV_ARG(undone_word(record, entry)));
    }
    buf_add_char(out, '\n');
    if (passed) return;
    BUF_AUTO Buf text = buf_new(out->ceiling);
    buf_addf(&text, "%s\n", verdict_look(verdict)->word);
    if (before.len)
        failure_add_quoted(
            &text, SV(""),
            sv_format(record->arena, "%.*s (%.*s)", SV_ARG(failure_cause(entry)), SV_ARG(before)));
    else
        failure_add_step(&text, entry);
    add_diagnostic(out, buf_sv(&text));
    out->full |= text.full;
}

void report_tap(const ReportModel *record, Buf *out) {
    BUF_AUTO Buf points = buf_new(out->ceiling);
    AlikeFailures alike = failures_alike(record);
    uint32_t number = 0;
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind == ENTRY_STEP && !entry_is_undo(entry))
            add_step(&points, record, ++number, i, &alike);
        if (entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP)
            add_undo(&points, record, entry);
    }
    Sv verdict = report_model_verdict(record);
    buf_addf(out, "TAP version 14\n1..%u\n", number + 1);
    for (uint32_t i = 0; i < record->session_count; i++) {
        buf_add_c(out, "# ");
        shown_add(out, report_model_taken_up(record, i), false);
        buf_add_char(out, '\n');
    }
    buf_add(out, buf_sv(&points));
    out->full |= points.full;
    buf_addf(out, "%sok %u - verdict ", sv_eq_c(verdict, "GO") ? "" : "not ", number + 1);
    add_words(out, verdict);
    buf_add_char(out, '\n');
    BUF_AUTO Buf problem = buf_new(out->ceiling);
    failure_add_quoted(&problem, SV("problem: "), record->problem);
    standing_add_lines(&problem, record->left);
    add_diagnostic(out, buf_sv(&problem));
    out->full |= problem.full;
}
