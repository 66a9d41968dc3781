// What was asked of the release, and what became of each.
#include "report/formats/criteria.h"
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/ink.h"
#include "report/standing.h"

enum { MOST_BELOW = 10, MANY = 100 };

static void add_below(RunPage *page, uint32_t index) {
    Buf *out = page->out;
    const ReportEntry *entry = &page->record->entries[index];
    buf_add_c(out, "<li>");
    run_link(page, index);
    buf_add_char(out, ' ');
    html_leaf(out, "span", "name", entry_text(entry, "name"));
    Sv cause = failure_cause(entry);
    buf_add_c(out, ": ");
    html_text(out, cause.len ? cause : undone_word(page->record, entry));
    buf_add_c(out, "</li>\n");
}

// The steps of a group that did not pass; false where there is none.
static bool add_all_below(RunPage *page, uint32_t index) {
    const ReportModel *record = page->record;
    uint32_t count = 0;
    for (uint32_t i = index + 1; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry_is_criterion(entry) || entry->kind == ENTRY_PHASE) break;
        if (!run_is_step(entry) || run_is_well(record, entry)) continue;
        if (count++ == 0) buf_add_c(page->out, "<ul class=\"below\">\n");
        if (count <= MOST_BELOW) add_below(page, i);
    }
    if (count > MOST_BELOW)
        buf_addf(page->out, "<li class=\"rest\">and %u more</li>\n", count - MOST_BELOW);
    if (count > 0) buf_add_c(page->out, "</ul>");
    return count > 0;
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
    run_mark(out, undone_mark(record, entry));
    html_leaf(out, "span", "became", criterion_word(record, entry));
    buf_add_c(out, "</td><td class=\"why\">");
    if (entry->kind != ENTRY_GROUP || !add_all_below(page, index))
        html_text(out, criterion_reason(record, index));
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
    bool headed = false;
    for (uint32_t i = 0; i < page->record->count; i++) {
        const ReportEntry *entry = &page->record->entries[i];
        if (!entry_is_criterion(entry) || !is_listed(page, shown, entry)) continue;
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
