// All steps, folded by what stands at the top; undo steps beneath what they undo.
#include "base/num.h"
#include "report/ink.h"
#include "report/markdown/md_page.h"
#include "report/page/criteria.h"
#include "report/standing.h"
#include "report/verdict.h"

enum { LINE_BYTES = 1024 * 1024 };

static bool is_step(const ReportEntry *entry) {
    bool step = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
    return step && !entry_is_undo(entry);
}

static void add_result(MdPage *page, Buf *out, const ReportEntry *entry) {
    const ReportModel *record = page->record;
    buf_addf(out, "| %.*s", SV_ARG(markdown_word(record, entry)));
    Sv reason = entry_goes_on(record, entry) ? (Sv){0} : failure_cause(entry);
    if (reason.len) buf_add_c(out, ": ");
    md_safe_cell(out, reason);
    Sv answer = notes_answer(&entry->notes);
    bool told = !answer.len || (reason.len && sv_starts(reason, answer));
    if (!told) buf_add_c(out, "; ");
    if (!told) md_safe_cell(out, answer);
    if (entry->kept)
        buf_addf(out, " (kept, %.*s)", SV_ARG(page_time(record->arena, entry->ended_ns)));
    buf_add_c(out, " | ");
    if (entry_int(entry, "elapsed")) duration_add_human(out, entry_int(entry, "elapsed"));
    buf_add_c(out, " |\n");
}

static void add_step(MdPage *page, Buf *out, const ReportEntry *entry) {
    bool undo = entry_is_undo(entry), bold = entry->kind == ENTRY_GROUP && !undo;
    buf_addf(out, "| %s | %s", markdown_mark(page->record, entry), undo ? "↩ " : "");
    md_safe_words(out, entry_text(entry, "number"));
    buf_addf(out, " %s%s", undo ? "undo: " : "", bold ? "**" : "");
    md_safe_cell(out, entry_text(entry, "name"));
    buf_addf(out, "%s ", bold ? "**" : "");
    add_result(page, out, entry);
}

// ── a fold ──

// Entries from `from` to before `end`: a group at the top with what is in it, or steps at the top.
typedef struct Fold {
    uint32_t from, end;
    bool group;
} Fold;

static Fold fold_at(const ReportModel *record, uint32_t from) {
    Fold fold = {from, from + 1, record->entries[from].kind == ENTRY_GROUP};
    Sv phase = entry_text(&record->entries[from], "phase");
    while (fold.end < record->count) {
        const ReportEntry *entry = &record->entries[fold.end];
        bool within = is_step(entry) && entry_int(entry, "depth") > 0;
        bool beside = is_step(entry) && entry->kind == ENTRY_STEP && !fold.group;
        bool same = sv_eq(entry_text(entry, "phase"), phase);
        if (!same || !(within || beside)) break;
        fold.end++;
    }
    return fold;
}

// "12 steps: 11 passed, 1 skipped (28s)"
static void add_counts(Buf *out, const ReportModel *record, Fold fold) {
    uint32_t all = 0;
    int64_t elapsed = 0;
    for (uint32_t i = fold.from; i < fold.end; i++) {
        const ReportEntry *entry = &record->entries[i];
        all += entry->kind == ENTRY_STEP;
        if (entry->kind == ENTRY_STEP && !fold.group) elapsed += entry_int(entry, "elapsed");
    }
    if (fold.group) elapsed = entry_int(&record->entries[fold.from], "elapsed");
    buf_addf(out, "%u step%s", all, all == 1 ? "" : "s");
    bool first = true;
    for (size_t look = 0; look < verdict_look_count; look++) {
        uint32_t count = 0;
        for (uint32_t i = fold.from; i < fold.end; i++)
            count += record->entries[i].kind == ENTRY_STEP &&
                     !entry_goes_on(record, &record->entries[i]) &&
                     verdict_look(entry_verdict(&record->entries[i])) == &verdict_looks[look];
        if (count) buf_addf(out, "%s %u %s", first ? ":" : ",", count, verdict_looks[look].word);
        first &= !count;
    }
    if (elapsed) buf_add_c(out, " (");
    if (elapsed) duration_add_human(out, elapsed);
    if (elapsed) buf_add_char(out, ')');
}

static bool is_among_steps(const ReportEntry *entry) {
    return sv_eq_c(entry_text(entry, "phase"), "steps");
}

static void add_summary(Buf *out, const ReportModel *record, Fold fold) {
    const ReportEntry *entry = &record->entries[fold.from], *last = &record->entries[fold.end - 1];
    if (!is_among_steps(entry)) {
        buf_add_c(out, phase_title(entry_text(entry, "phase")));
        buf_add_c(out, ": ");
    }
    if (fold.group) {
        buf_addf(out, "%s <b>", markdown_mark(record, entry));
        md_safe_html(out, entry_text(entry, "number"));
        buf_add_char(out, ' ');
        md_safe_html(out, entry_text(entry, "name"));
        buf_addf(out, "</b>: %.*s; ", SV_ARG(markdown_word(record, entry)));
    } else {
        buf_add_c(out, "<b>");
        md_safe_html(out, entry_text(entry, "number"));
        if (last != entry) buf_add_c(out, " to ");
        if (last != entry) md_safe_html(out, entry_text(last, "number"));
        buf_add_c(out, "</b>: ");
    }
    add_counts(out, record, fold);
}

static void add_fold(MdPage *page, Buf *out, Fold fold) {
    static const char *const columns[] = {"", "step", "result", "time", NULL};
    const ReportModel *record = page->record;
    buf_add_c(out, "<details><summary>");
    add_summary(out, record, fold);
    buf_add_c(out, "</summary>\n\n");
    md_safe_table(out, columns);
    for (uint32_t i = fold.from; i < fold.end; i++) {
        const ReportEntry *entry = &record->entries[i];
        add_step(page, out, entry);
        const ReportEntry *undo = undone_first(record, entry);
        for (; undo; undo = undone_next(record, undo))
            add_step(page, out, undo);
    }
    buf_add_c(out, "\n</details>\n\n");
}

// A fold that has no room keeps its line, as long as there is room for lines.
static bool add_line_alone(MdPage *page, Fold fold) {
    BUF_AUTO Buf line = buf_new(page->out->ceiling);
    buf_add_c(&line, "<p>");
    add_summary(&line, page->record, fold);
    buf_add_c(&line, "</p>\n\n");
    if (!markdown_has_room(page, line.len)) return false;
    markdown_add_part(page, &line);
    return true;
}

static void add_left_out(MdPage *page, uint32_t lines, uint32_t folds) {
    Buf *out = page->out;
    Sv run = page->record->word;
    if (!lines && !folds) return;
    buf_add_c(out, "There are too many steps for this page");
    if (folds) buf_addf(out, ", and %u more groups of them than it says", folds);
    BUF_AUTO Buf command = buf_new(LINE_BYTES);
    buf_addf(&command, "runbook report %.*s markdown", SV_ARG(run.len ? run : SV("RUN")));
    markdown_command(out, ". All of them:", buf_sv(&command));
}

void markdown_steps(MdPage *page) {
    const ReportModel *record = page->record;
    bool headed = false;
    uint32_t lines = 0, folds = 0;
    for (uint32_t i = 0; i < record->count;) {
        if (!is_step(&record->entries[i])) {
            i++;
            continue;
        }
        if (!headed) markdown_heading(page, "All steps");
        headed = true;
        Fold fold = fold_at(record, i);
        BUF_AUTO Buf one = buf_new(page->out->ceiling);
        add_fold(page, &one, fold);
        if (markdown_has_room(page, one.len))
            markdown_add_part(page, &one);
        else if (add_line_alone(page, fold))
            lines++;
        else
            folds++;
        i = fold.end;
    }
    add_left_out(page, lines, folds);
}
