#include "base/num.h"
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/ink.h"
#include "report/page/criteria.h"
#include "report/standing.h"

static void fact(Buf *out, const char *name, Sv text, const char *tag) {
    if (!text.len) return;
    buf_addf(out, "<dt>%s</dt><dd>", name);
    if (tag)
        html_leaf(out, tag, NULL, text);
    else
        html_text(out, text);
    buf_add_c(out, "</dd>\n");
}

void run_fact(Buf *out, const char *name, Sv text) {
    fact(out, name, text, NULL);
}

void run_code_fact(Buf *out, const char *name, Sv text) {
    fact(out, name, text, "code");
}

Sv run_text_item(Value list, size_t index) {
    Value item = value_item(list, index);
    return item.kind == VALUE_STRING ? value_text(item) : (Sv){0};
}

Sv run_show_command(const ReportModel *record, const ReportEntry *entry) {
    Sv number = entry_text(entry, "number");
    if (!record->word.len || !number.len) return (Sv){0};
    return sv_format(record->arena, "runbook show %.*s %.*s", SV_ARG(record->word), SV_ARG(number));
}

Sv run_duration(Arena *arena, int64_t ns) {
    BUF_AUTO Buf text = buf_new(64);
    duration_add_human(&text, ns);
    return buf_keep(&text, arena);
}

void run_link(const RunPage *page, uint32_t index) {
    const ReportEntry *entry = &page->record->entries[index];
    if (page->folds.out[index]) {
        html_text(page->out, entry_text(entry, "number"));
        return;
    }
    buf_add_c(page->out, "<a href=\"#");
    html_text(page->out, page->ids[index]);
    buf_add_c(page->out, "\">");
    html_text(page->out, entry_text(entry, "number"));
    buf_add_c(page->out, "</a>");
}

void run_mark(Buf *out, const char *mark) {
    buf_addf(out, "<span class=\"mark\" aria-hidden=\"true\">%s</span> ", mark);
}

bool run_is_step(const ReportEntry *entry) {
    return entry->kind == ENTRY_STEP && !entry_is_undo(entry);
}

bool run_is_well(const ReportModel *record, const ReportEntry *entry) {
    Sv verdict = entry_verdict(entry);
    bool well = sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "skipped");
    return well && (entry_taken_back(record, entry) || !entry_unsettled(record, entry));
}

const char *run_mark_of(const ReportModel *record, const ReportEntry *entry) {
    return entry_goes_on(record, entry) ? "…" : undone_mark(record, entry);
}

// Whose mark it has: what passed and was then taken back looks like what was skipped.
const char *run_look_class(const ReportModel *record, const ReportEntry *entry) {
    static const char *const since[] = {"skipped", "in_doubt", "warned"};
    if (entry_goes_on(record, entry)) return "goes_on";
    const VerdictLook *own = verdict_look(entry_verdict(entry));
    Sv mark = sv_from_c(undone_mark(record, entry));
    for (size_t i = 0; i < sizeof since / sizeof *since && !sv_eq_c(mark, own->mark); i++)
        if (sv_eq_c(mark, verdict_look(sv_from_c(since[i]))->mark)) return since[i];
    return own->verdict;
}
