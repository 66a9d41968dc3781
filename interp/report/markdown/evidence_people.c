// Who confirmed what, which failures were waived, and what was taken back.
#include "report/ink.h"
#include "report/markdown/evidence.h"
#include "report/standing.h"

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

static void end_row(Buf *out) {
    buf_add_c(out, "|\n");
}

// ── what was taken back ──

static void add_named(Buf *out, const ReportEntry *entry) {
    buf_add_c(out, "| ");
    md_safe_words(out, entry_text(entry, "number"));
    buf_add_char(out, ' ');
    md_safe_cell(out, entry_text(entry, "name"));
    buf_add_c(out, "<br>");
    md_safe_code_cell(out, entry_text(entry, "address"));
    buf_add_char(out, ' ');
}

static void add_undo(Buf *out, const ReportEntry *of, const ReportEntry *undo) {
    const VerdictLook *look = verdict_look(entry_verdict(undo));
    Sv reason = failure_cause(undo);
    buf_addf(out, "| %s ", look->mark);
    add_named(out, of);
    add_named(out, undo);
    buf_addf(out, "| %s%s", look->word, reason.len ? ": " : "");
    md_safe_cell(out, reason);
    buf_add_char(out, ' ');
    end_row(out);
}

void evidence_undone(MdPage *page) {
    static const char *const columns[] = {"", "step", "undone by", "result", NULL};
    const ReportModel *record = page->record;
    if (record->undo_count == 0) return;
    markdown_heading(page, "Undone");
    md_safe_table(page->out, columns);
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *of = &record->entries[i];
        if (of->kind != ENTRY_STEP && of->kind != ENTRY_GROUP) continue;
        const ReportEntry *undo = undone_first(record, of);
        for (; undo; undo = undone_next(record, undo))
            add_undo(page->out, of, undo);
    }
    buf_add_char(page->out, '\n');
}

// ── people ──

static void add_item(Buf *out, const char *name, Sv text) {
    if (!text.len) return;
    buf_addf(out, "  - %s: ", name);
    md_safe_words(out, text);
    buf_add_char(out, '\n');
}

static void add_answer(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    Value asked = notes->asked, answered = notes->answered;
    Sv answer = notes_answer(notes), digest = text_of(asked, "digest");
    buf_add_c(out, "- <b>");
    md_safe_words(out, entry_text(entry, "number"));
    buf_add_char(out, ' ');
    md_safe_words(out, entry_text(entry, "name"));
    buf_add_c(out, "</b> (");
    md_safe_code(out, entry_text(entry, "address"));
    buf_add_c(out, ")\n");
    add_item(out, "question", text_of(asked, "question"));
    add_item(out, "shown", text_of(asked, "show"));
    add_item(out, answer.len ? "answer" : "no answer",
             answer.len ? answer : text_of(answered, "reason"));
    add_item(out, "note", text_of(answered, "note"));
    add_item(out, "when", page_time(record->arena, entry->ended_ns));
    if (!digest.len) return;
    buf_add_c(out, "  - digest of the question: ");
    md_safe_code(out, digest);
    buf_add_char(out, '\n');
}

static bool is_confirmed(const StepNotes *notes) {
    Value answered = notes->answered;
    return text_of(answered, "answer").len > 0 && value_field_bool(answered, "passes", false);
}

// Those who agreed, or what was asked and nobody agreed to.
static void add_answers(MdPage *page, bool confirmed, const char *heading) {
    const ReportModel *record = page->record;
    bool headed = false;
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind != ENTRY_STEP || entry->notes.answered.kind != VALUE_MAP) continue;
        if (is_confirmed(&entry->notes) != confirmed) continue;
        if (!headed) markdown_heading(page, heading);
        headed = true;
        add_answer(page->out, record, entry);
    }
    if (headed) buf_add_char(page->out, '\n');
}

static void add_waivers(MdPage *page) {
    Value waivers = value_field(page->record->started, "waivers");
    Buf *out = page->out;
    if (!value_count(waivers)) return;
    markdown_heading(page, "Waivers");
    for (size_t i = 0; i < value_count(waivers); i++) {
        Value waiver = value_item(waivers, i);
        buf_add_c(out, "- ");
        md_safe_code(out, text_of(waiver, "address"));
        buf_add_c(out, ": waived by ");
        md_safe_words(out, text_of(waiver, "by"));
        buf_add_c(out, " until ");
        md_safe_words(out, text_of(waiver, "expires"));
        buf_add_c(out, ": ");
        md_safe_words(out, text_of(waiver, "reason"));
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '\n');
}

void evidence_people(MdPage *page) {
    add_answers(page, true, "Confirmed by people");
    add_answers(page, false, "Asked, and not confirmed");
    add_waivers(page);
}
