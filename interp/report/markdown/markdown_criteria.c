// What was asked of the release, what became of each, and why.
#include "report/ink.h"
#include "report/markdown/md_page.h"
#include "report/page/criteria.h"
#include "report/standing.h"

enum { EACH_TOLD = 60, FAULTS_TOLD = 12, LINE_BYTES = 1024 * 1024 };

static bool is(Sv text, const char *word) {
    return sv_eq_c(text, word);
}

static void end_row(Buf *out) {
    buf_add_c(out, "|\n");
}

// A step that passed need not have a place of its own.
static void add_name(MdPage *page, Buf *out, const ReportEntry *entry) {
    Sv verdict = entry_verdict(entry);
    bool well = is(verdict, "passed") || is(verdict, "skipped");
    if (entry->kind == ENTRY_STEP && !well && !entry_goes_on(page->record, entry))
        markdown_link(page, out, entry);
    else
        md_safe_words(out, entry_text(entry, "number"));
    buf_add_char(out, ' ');
    md_safe_cell(out, entry_text(entry, "name"));
}

static void add_alike(MdPage *page, Buf *out, uint32_t index) {
    BUF_AUTO Buf same = buf_new(page->out->ceiling);
    failure_add_alike(&same, page->record, &page->alike, index);
    if (same.len) buf_add_c(out, "<br>");
    md_safe_cell(out, sv_trim(buf_sv(&same)));
}

static void add_fault(MdPage *page, Buf *out, uint32_t index) {
    const ReportEntry *entry = &page->record->entries[index];
    const VerdictLook *look = verdict_look(entry_verdict(entry));
    buf_addf(out, "| %s | ↳ ", look->mark);
    add_name(page, out, entry);
    buf_addf(out, " | %s | ", look->word);
    md_safe_cell(out, criterion_cause(page->record, entry));
    add_alike(page, out, index);
    buf_add_char(out, ' ');
    end_row(out);
}

static void add_faults(MdPage *page, Buf *out, uint32_t index) {
    uint32_t told = 0, more = 0, end = criterion_end(page->record, index);
    for (uint32_t i = index + 1; i < end; i++) {
        if (!criterion_has_fault(page->record, &page->alike, i)) continue;
        if (told == FAULTS_TOLD) {
            more++;
            continue;
        }
        add_fault(page, out, i);
        told++;
    }
    if (more) buf_addf(out, "| | ↳ and %u more | | |\n", more);
}

static void add_criterion(MdPage *page, Buf *out, uint32_t index) {
    const ReportModel *record = page->record;
    const ReportEntry *entry = &record->entries[index];
    Sv told_by = criterion_told_by(record, &page->alike, index);
    buf_addf(out, "| %s | <b>", markdown_mark(record, entry));
    add_name(page, out, entry);
    buf_addf(out, "</b> | %.*s | ", SV_ARG(criterion_word(record, entry)));
    md_safe_cell(out, criterion_reason(record, index));
    if (told_by.len) buf_add_c(out, "as ");
    md_safe_words(out, told_by);
    if (entry->kind == ENTRY_STEP && page->alike.first[index] == index) add_alike(page, out, index);
    buf_add_char(out, ' ');
    end_row(out);
    add_faults(page, out, index);
}

// Of very many, those that are well are counted.
static void add_rest(Buf *out, const char *mark, uint32_t count, const char *word) {
    if (count > 0) buf_addf(out, "| %s | %u more | %s | |\n", mark, count, word);
}

static void add_table(MdPage *page, Buf *out) {
    static const char *const columns[] = {"", "criterion", "is", "why", NULL};
    const ReportModel *record = page->record;
    uint32_t all = 0, told = 0, met = 0, left_out = 0, others = 0;
    for (uint32_t i = criterion_from(record, 0); i < record->count;
         i = criterion_from(record, i + 1))
        all++;
    md_safe_table(out, columns);
    for (uint32_t i = criterion_from(record, 0); i < record->count;
         i = criterion_from(record, i + 1)) {
        const ReportEntry *entry = &record->entries[i];
        Sv verdict = entry_verdict(entry);
        bool plain = !entry_unsettled(record, entry);
        bool passed = is(verdict, "passed") && plain, skipped = is(verdict, "skipped") && plain;
        if (all > EACH_TOLD && passed)
            met++;
        else if (all > EACH_TOLD && skipped)
            left_out++;
        else if (told == EACH_TOLD)
            others++;
        else {
            add_criterion(page, out, i);
            told++;
        }
    }
    add_rest(out, "", others, "not met, or not judged");
    add_rest(out, "✓", met, "met");
    add_rest(out, "–", left_out, "left out");
    buf_add_char(out, '\n');
}

// Whether a criterion, or what is beneath one, tells of it. What no step says by itself, and steps
// that clean up, are told beneath none.
static bool is_told(const ReportModel *record, Value reason) {
    Sv address = value_field_text(reason, "address", (Sv){0});
    for (uint32_t i = 0; i < record->count && address.len > 0; i++) {
        const ReportEntry *entry = &record->entries[i];
        bool asked = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
        if (asked && !entry_is_undo(entry) && is(entry_text(entry, "phase"), "steps") &&
            sv_eq(entry_text(entry, "address"), address))
            return true;
    }
    return false;
}

static void add_reason(MdPage *page, Value reason) {
    Buf *out = page->out;
    uint32_t index = failure_entry_of(page->record, reason);
    const VerdictLook *look = verdict_look(value_field_text(reason, "verdict", (Sv){0}));
    Sv name = value_field_text(reason, "name", (Sv){0}),
       address = value_field_text(reason, "address", (Sv){0});
    buf_addf(out, "- %s ", look->mark);
    if (index < page->record->count) {
        markdown_link(page, out, &page->record->entries[index]);
        buf_add_char(out, ' ');
    }
    md_safe_words(out, name.len ? name : address);
    buf_addf(out, " (%s", look->word);
    if (address.len) buf_add_c(out, ", ");
    md_safe_code(out, address);
    buf_add_c(out, "): ");
    md_safe_words(out, failure_cause_of(page->record, reason));
    BUF_AUTO Buf same = buf_new(out->ceiling);
    failure_add_alike(&same, page->record, &page->alike, index);
    if (same.len) buf_add_c(out, "; ");
    md_safe_words(out, sv_trim(buf_sv(&same)));
    buf_add_char(out, '\n');
}

static void add_other_reasons(MdPage *page) {
    Value reasons = value_field(page->record->ended, "reasons");
    bool any = false;
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        uint32_t index = failure_entry_of(page->record, reason);
        if (page->alike.first[index] != index || is_told(page->record, reason)) continue;
        if (!any) buf_add_c(page->out, "Besides:\n\n");
        any = true;
        add_reason(page, reason);
    }
    if (any) buf_add_char(page->out, '\n');
}

void markdown_criteria(MdPage *page) {
    BUF_AUTO Buf table = buf_new(page->out->ceiling);
    bool any = criterion_from(page->record, 0) < page->record->count;
    if (any) {
        markdown_heading(page, "Criteria");
        add_table(page, &table);
        markdown_add_part(page, &table);
    }
    add_other_reasons(page);
}
