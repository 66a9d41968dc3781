// A run that was taken up again, as a section of a Markdown page.
#include "report/ink.h"
#include "report/markdown/md_page.h"
#include "report/sessions.h"

static bool told_before(const ReportModel *record, uint32_t index) {
    for (uint32_t i = 0; i < index; i++)
        if (sv_eq(report_model_user(record, i + 2), report_model_user(record, index + 2)))
            return true;
    return false;
}

// "Resumed, 3 times, by ops-2 and kim."
static void add_who(Buf *out, const ReportModel *record) {
    uint32_t count = record->session_count;
    buf_add_c(out, count == 1 ? "Resumed, once, by " : "");
    if (count > 1) buf_addf(out, "Resumed, %u times, by ", count);
    bool first = true;
    for (uint32_t i = 0; i < count; i++) {
        if (told_before(record, i)) continue;
        if (!first) buf_add_c(out, ", ");
        md_safe_words(out, report_model_user(record, i + 2));
        first = false;
    }
    buf_add_c(out, ". Begun by ");
    md_safe_words(out, report_model_user(record, 1));
    buf_add_c(out, ".\n\n");
}

static void add_sessions(Buf *out, const ReportModel *record) {
    for (uint32_t i = 0; i < record->session_count; i++) {
        buf_addf(out, "%u. ", i + 1);
        md_safe_words(out, report_model_taken_up(record, i));
        buf_add_char(out, '\n');
        SessionRemarks remarks = session_remarks(record->arena, record->sessions[i].resumed);
        for (uint32_t k = 0; k < remarks.count; k++) {
            buf_add_c(out, "   - ");
            md_safe_words(out, remarks.items[k]);
            buf_add_char(out, '\n');
        }
    }
    buf_add_char(out, '\n');
}

static bool is_told(const ReportEntry *entry) {
    return entry->kind == ENTRY_STEP && entry->decided > 0;
}

static bool was_left_out(const ReportEntry *entry) {
    return sv_eq_c(entry_verdict(entry), "skipped") && !entry->kept;
}

static Sv how_decided(const ReportEntry *entry) {
    if (entry->kept) return entry->looked ? SV("kept, and looked at again") : SV("kept");
    if (!entry->looked) return SV("made");
    bool made = value_field_int(entry->end, "attempts", 0) > 0;
    return made ? SV("looked at, and made again") : SV("looked at, not made again");
}

// Which session decided each step: a kept one an earlier one, with its own time and person.
static void add_steps(Buf *out, const ReportModel *record) {
    static const char *const columns[] = {"", "step", "decided", "when", "by", "resolved", NULL};
    md_safe_table(out, columns);
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (!is_told(entry) || was_left_out(entry)) continue;
        markdown_cell(out, sv_from_c(verdict_look(entry_verdict(entry))->mark));
        markdown_code_cell(out, entry_text(entry, "address"));
        markdown_cell(out, how_decided(entry));
        markdown_cell(out, page_time(record->arena, entry->ended_ns));
        markdown_cell(out, report_model_user(record, entry->session));
        markdown_cell(out, session_resolved(record->arena, entry->notes.resolved));
        buf_add_c(out, "|\n");
    }
    buf_add_char(out, '\n');
}

void markdown_sessions(MdPage *page) {
    static const char whose[] =
        "Which steps were kept, and which were made by whoever took it up last";
    const ReportModel *record = page->record;
    Buf *out = page->out;
    if (record->session_count == 0) return;
    markdown_heading(page, "Taken up again");
    add_who(out, record);
    add_sessions(out, record);
    if (page->whole) {
        buf_addf(out, "%s:\n\n", whose);
        add_steps(out, record);
        return;
    }
    BUF_AUTO Buf steps = buf_new(out->ceiling);
    buf_addf(&steps, "<details><summary>%s</summary>\n\n", whose);
    add_steps(&steps, record);
    buf_add_c(&steps, "</details>\n\n");
    if (markdown_has_room(page, steps.len))
        markdown_add_part(page, &steps);
    else
        buf_addf(out, "%s: there is no room for it here.\n\n", whose);
}
