// What was asked of the release, and what became of each.
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/ink.h"
#include "report/page/criteria.h"
#include "report/standing.h"

enum { MOST_BELOW = 10, MANY = 100 };

static void add_alike(RunPage *page, uint32_t index) {
    BUF_AUTO Buf same = buf_new(page->out->ceiling);
    failure_add_alike(&same, page->record, &page->alike, index);
    if (same.len) html_leaf(page->out, "span", "alike", sv_trim(buf_sv(&same)));
}

static void add_below(RunPage *page, uint32_t index) {
    Buf *out = page->out;
    const ReportEntry *entry = &page->record->entries[index];
    buf_addf(out, "<li>%s ", verdict_look(entry_verdict(entry))->mark);
    run_link(page, index);
    buf_add_char(out, ' ');
    html_leaf(out, "span", "name", entry_text(entry, "name"));
    buf_add_c(out, ": ");
    html_text(out, criterion_cause(page->record, entry));
    add_alike(page, index);
    buf_add_c(out, "</li>\n");
}

// What did not pass in it, each cause once.
static void add_all_below(RunPage *page, uint32_t index) {
    uint32_t count = 0, end = criterion_end(page->record, index);
    for (uint32_t i = index + 1; i < end; i++) {
        if (!criterion_has_fault(page->record, &page->alike, i)) continue;
        if (count++ == 0) buf_add_c(page->out, "<ul class=\"below\">\n");
        if (count <= MOST_BELOW) add_below(page, i);
    }
    if (count > MOST_BELOW)
        buf_addf(page->out, "<li class=\"rest\">and %u more</li>\n", count - MOST_BELOW);
    if (count > 0) buf_add_c(page->out, "</ul>");
}

static void add_why(RunPage *page, uint32_t index) {
    const ReportEntry *entry = &page->record->entries[index];
    Sv told_by = criterion_told_by(page->record, &page->alike, index);
    html_text(page->out, criterion_reason(page->record, index));
    if (told_by.len) buf_add_c(page->out, "as ");
    html_text(page->out, told_by);
    if (entry->kind == ENTRY_STEP && page->alike.first[index] == index) add_alike(page, index);
    add_all_below(page, index);
}

static void add_row(RunPage *page, uint32_t index) {
    const ReportModel *record = page->record;
    const ReportEntry *entry = &record->entries[index];
    Buf *out = page->out;
    buf_addf(out, "<tr class=\"%s\"><td>", run_look_class(record, entry));
    run_link(page, index);
    buf_add_c(out, "</td><th scope=\"row\">");
    html_leaf(out, "span", "name", entry_text(entry, "name"));
    buf_add_c(out, "</th><td>");
    run_mark(out, run_mark_of(record, entry));
    html_leaf(out, "span", "became", criterion_word(record, entry));
    buf_add_c(out, "</td><td class=\"why\">");
    add_why(page, index);
    buf_add_c(out, "</td></tr>\n");
}

// Of very many those that did not pass are listed, as far as they go.
typedef struct CriteriaShown {
    uint32_t all, listed, passed, other; // the last two are not listed
} CriteriaShown;

static bool is_listed(RunPage *page, CriteriaShown *shown, const ReportEntry *entry) {
    bool well = run_is_well(page->record, entry);
    bool listed = shown->all <= MANY || (!well && shown->listed < MANY);
    shown->listed += listed;
    shown->passed += !listed && well;
    shown->other += !listed && !well;
    return listed;
}

static void add_table(RunPage *page, CriteriaShown *shown) {
    const ReportModel *record = page->record;
    bool headed = false;
    for (uint32_t i = criterion_from(record, 0); i < record->count;
         i = criterion_from(record, i + 1)) {
        if (!is_listed(page, shown, &record->entries[i])) continue;
        if (!headed)
            buf_add_c(page->out, "<table class=\"criteria\"><thead><tr><th scope=\"col\">step</th>"
                                 "<th scope=\"col\">criterion</th><th scope=\"col\">verdict</th>"
                                 "<th scope=\"col\">reason</th></tr></thead><tbody>\n");
        headed = true;
        add_row(page, i);
    }
    if (headed) buf_add_c(page->out, "</tbody></table>\n");
}

void run_criteria(RunPage *page) {
    CriteriaShown shown = {0};
    for (uint32_t i = 0; i < page->record->count; i++)
        shown.all += entry_is_criterion(&page->record->entries[i]);
    if (shown.all == 0) return;
    Buf *out = page->out;
    buf_add_c(out, "<section aria-labelledby=\"criteria\">\n<h2 id=\"criteria\">Criteria</h2>\n");
    add_table(page, &shown);
    if (shown.passed + shown.other > 0) buf_add_c(out, "<p class=\"rest\">");
    if (shown.other > 0) buf_addf(out, "And %u more that did not pass. ", shown.other);
    if (shown.passed > 0) buf_addf(out, "%u passed or were skipped. ", shown.passed);
    if (shown.passed + shown.other > 0) buf_add_c(out, "All of them stand among the steps.</p>\n");
    buf_add_c(out, "</section>\n");
}
