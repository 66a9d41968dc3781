// Every step with its checks: what was observed stands beside what was asked.
#include "report/by_hand.h"
#include "report/ink.h"
#include "report/markdown/evidence.h"
#include "report/page/criteria.h"
#include "report/standing.h"
#include "report/verdict.h"

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

static bool is_step(const ReportEntry *entry) {
    return entry->kind == ENTRY_STEP && !entry_is_undo(entry);
}

static void end_row(Buf *out) {
    buf_add_c(out, " |\n");
}

// ── a check ──

static const char *mark_of(Value expectation, bool as_it_was, bool left) {
    if (expectation_unread(expectation) || as_it_was || left) return "–";
    if (expectation_holds(expectation)) return "✓";
    return sv_eq_c(text_of(expectation, "level"), "must") ? "✗" : "!";
}

static const char *word_of(Value expectation, bool as_it_was, bool left) {
    if (expectation_unread(expectation)) return "did not apply";
    if (as_it_was) return "held before the undo";
    if (left) return "not judged";
    if (expectation_holds(expectation)) return "held";
    return sv_eq_c(text_of(expectation, "verdict"), "error") ? "error" : "did not hold";
}

static void add_check(MdPage *page, const ReportEntry *entry, Value expectation) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    bool as_it_was = expectation_holds(expectation) && entry_unsettled(record, entry);
    bool left = expectation_not_judged(&entry->notes, expectation);
    Sv title = text_of(expectation, "title"), level = text_of(expectation, "level"),
       observed = observed_for(record->arena, expectation);
    buf_addf(out, "| %s | ", mark_of(expectation, as_it_was, left));
    md_safe_cell(out, title);
    if (title.len) buf_add_c(out, ": ");
    md_safe_code_cell(out, text_of(expectation, "text"));
    buf_add_c(out, " | ");
    md_safe_code_cell(out, observed);
    Sv message =
        expectation_holds(expectation) || left ? (Sv){0} : expectation_message(expectation);
    if (message.len && observed.len) buf_add_c(out, "<br>");
    md_safe_cell(out, message);
    buf_addf(out, " | %s", word_of(expectation, as_it_was, left));
    if (level.len && !sv_eq_c(level, "must")) buf_add_c(out, ", ");
    if (!sv_eq_c(level, "must")) md_safe_cell(out, level);
    end_row(out);
}

// ── a step ──

static void add_break(Buf *out, bool *any) {
    if (*any) buf_add_c(out, "<br>");
    *any = true;
}

static bool told_by_checks(const ReportEntry *entry) {
    for (uint32_t i = 0; i < entry->notes.expectation_count; i++)
        if (!expectation_holds(entry->notes.expectations[i])) return true;
    return false;
}

// What it was asked and answered, who agreed, and why it did not pass where no check says so.
static void add_seen(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    bool waived = sv_eq_c(entry_verdict(entry), "waived"), any = false;
    Sv exchange = notes_exchange(notes), answer = notes_answer(notes),
       reason = told_by_checks(entry) && !waived ? failure_stopped(notes)
                                                 : criterion_cause(record, entry);
    if (entry_goes_on(record, entry)) reason = (Sv){0};
    Sv question = text_of(notes->asked, "question");
    if (question.len && sv_starts(exchange, question)) exchange = (Sv){0};
    if (exchange.len) add_break(out, &any);
    md_safe_code_cell(out, exchange);
    if (notes->attempt_count > 1)
        buf_addf(out, " (the last of %u attempts)", notes->attempt_count + notes->left_out);
    if (answer.len && !sv_starts(reason, answer)) {
        add_break(out, &any);
        md_safe_cell(out, answer);
    }
    if (reason.len) add_break(out, &any);
    md_safe_cell(out, reason);
}

static void add_by_hand(Buf *out, const ReportEntry *entry) {
    Value attempt = notes_last_attempt(&entry->notes);
    if (sv_eq_c(entry_verdict(entry), "passed")) return;
    for (size_t i = 0; i < asked_by_hand(attempt); i++) {
        Sv line = hand_line_text(attempt, i), note = hand_line_note(attempt, i);
        buf_add_c(out, "<br>by hand: ");
        md_safe_code_cell(out, line);
        if (line.len && note.len) buf_add_c(out, "<br>where ");
        md_safe_cell(out, note);
    }
}

static void add_step(MdPage *page, const ReportEntry *entry) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    bool undo = entry_is_undo(entry);
    buf_addf(out, "| %s | ", markdown_mark(record, entry));
    markdown_anchor(page, out, entry);
    buf_addf(out, "%s<b>", undo ? "↩ undo: " : "");
    md_safe_words(out, entry_text(entry, "number"));
    buf_add_char(out, ' ');
    md_safe_cell(out, entry_text(entry, "name"));
    buf_add_c(out, "</b><br>");
    md_safe_code_cell(out, entry_text(entry, "address"));
    buf_add_c(out, " | ");
    add_seen(out, record, entry);
    add_by_hand(out, entry);
    buf_addf(out, " | %.*s", SV_ARG(markdown_word(record, entry)));
    if (entry->kept)
        buf_addf(out, "<br>kept, %.*s", SV_ARG(page_time(record->arena, entry->ended_ns)));
    end_row(out);
    for (uint32_t i = 0; i < entry->notes.expectation_count; i++)
        add_check(page, entry, entry->notes.expectations[i]);
}

// ── what was skipped ──

static bool is_skipped(const ReportEntry *entry) {
    return is_step(entry) && sv_eq_c(entry_verdict(entry), "skipped");
}

// As many as follow each other for one reason.
static uint32_t skipped_end(const ReportModel *record, uint32_t from, uint32_t end) {
    Sv reason = entry_reason(&record->entries[from]);
    uint32_t last = from;
    for (uint32_t i = from; i < end; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (!is_step(entry)) continue;
        if (!is_skipped(entry) || !sv_eq(entry_reason(entry), reason)) break;
        last = i;
    }
    return last + 1;
}

static void add_skipped(MdPage *page, uint32_t from, uint32_t end) {
    const ReportModel *record = page->record;
    const ReportEntry *first = &record->entries[from], *last = &record->entries[end - 1];
    Buf *out = page->out;
    uint32_t count = 0;
    for (uint32_t i = from; i < end; i++)
        count += is_step(&record->entries[i]);
    buf_add_c(out, "| – | <b>");
    md_safe_words(out, entry_text(first, "number"));
    if (count == 1) {
        buf_add_char(out, ' ');
        md_safe_cell(out, entry_text(first, "name"));
        buf_add_c(out, "</b><br>");
        md_safe_code_cell(out, entry_text(first, "address"));
    } else {
        buf_add_c(out, " to ");
        md_safe_words(out, entry_text(last, "number"));
        buf_addf(out, "</b>: %u steps", count);
    }
    buf_add_c(out, " | ");
    md_safe_cell(out, entry_reason(first));
    buf_add_c(out, " | skipped");
    end_row(out);
}

// ── what stands at the top ──

static uint32_t table_end(const ReportModel *record, uint32_t from) {
    Sv phase = entry_text(&record->entries[from], "phase");
    bool group = record->entries[from].kind == ENTRY_GROUP;
    uint32_t end = from + 1;
    while (end < record->count) {
        const ReportEntry *entry = &record->entries[end];
        bool top = entry_int(entry, "depth") == 0;
        bool steps = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
        if (!steps || !sv_eq(entry_text(entry, "phase"), phase)) break;
        if (top && (group || entry->kind == ENTRY_GROUP)) break;
        end++;
    }
    return end;
}

static void add_title(MdPage *page, uint32_t from) {
    const ReportEntry *entry = &page->record->entries[from];
    Buf *out = page->out;
    bool asked = sv_eq_c(entry_text(entry, "phase"), "steps");
    if (entry->kind != ENTRY_GROUP && asked) return;
    buf_addf(out, "%s# ", page->heading);
    if (!asked) buf_add_c(out, phase_title(entry_text(entry, "phase")));
    if (entry->kind == ENTRY_GROUP) {
        buf_addf(out, "%s%s ", asked ? "" : ": ", markdown_mark(page->record, entry));
        md_safe_words(out, entry_text(entry, "number"));
        buf_add_char(out, ' ');
        md_safe_words(out, entry_text(entry, "name"));
        Sv word = asked ? criterion_word(page->record, entry) : markdown_word(page->record, entry);
        buf_addf(out, ": %.*s", SV_ARG(word));
    }
    buf_add_c(out, "\n\n");
}

static void add_table(MdPage *page, uint32_t from, uint32_t end) {
    static const char *const columns[] = {"", "step, check", "observed", "", NULL};
    const ReportModel *record = page->record;
    add_title(page, from);
    md_safe_table(page->out, columns);
    for (uint32_t i = from; i < end; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (is_skipped(entry)) {
            uint32_t skipped = skipped_end(record, i, end);
            add_skipped(page, i, skipped);
            i = skipped - 1;
            continue;
        }
        if (is_step(entry)) add_step(page, entry);
        const ReportEntry *undo = undone_first(record, entry);
        for (; undo; undo = undone_next(record, undo))
            if (undo->kind == ENTRY_STEP) add_step(page, undo);
    }
    buf_add_char(page->out, '\n');
}

void evidence_checks(MdPage *page) {
    const ReportModel *record = page->record;
    bool headed = false;
    for (uint32_t i = 0; i < record->count;) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind == ENTRY_PHASE || entry->kind == ENTRY_NOTE || entry_is_undo(entry)) {
            i++;
            continue;
        }
        if (!headed) markdown_heading(page, "Steps and their checks");
        headed = true;
        uint32_t end = table_end(record, i);
        add_table(page, i, end);
        i = end;
    }
}
