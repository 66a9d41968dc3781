// What was asked of the release, and what became of each.
#include "report/formats/criteria.h"
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/ink.h"
#include "report/standing.h"

static void add_row(RunPage *page, uint32_t index) {
    const ReportModel *record = page->record;
    const ReportEntry *entry = &record->entries[index];
    Buf *out = page->out;
    buf_addf(out, "<tr class=\"%s\"><td>", verdict_look(entry_verdict(entry))->verdict);
    run_link(page, index);
    buf_add_c(out, "</td><th scope=\"row\">");
    html_leaf(out, "span", "name", entry_text(entry, "name"));
    buf_add_c(out, "</th><td>");
    run_mark(out, undone_mark(record, entry));
    html_leaf(out, "span", "became", criterion_word(record, entry));
    buf_add_c(out, "</td><td class=\"why\">");
    html_text(out, criterion_reason(record, index));
    buf_add_c(out, "</td></tr>\n");
}

void run_criteria(RunPage *page) {
    bool headed = false;
    for (uint32_t i = 0; i < page->record->count; i++) {
        if (!entry_is_criterion(&page->record->entries[i])) continue;
        if (!headed)
            buf_add_c(page->out,
                      "<section aria-labelledby=\"criteria\">\n<h2 id=\"criteria\">Criteria</h2>\n"
                      "<table class=\"criteria\"><thead><tr><th scope=\"col\">step</th>"
                      "<th scope=\"col\">criterion</th><th scope=\"col\">verdict</th>"
                      "<th scope=\"col\">reason</th></tr></thead><tbody>\n");
        headed = true;
        add_row(page, i);
    }
    if (headed) buf_add_c(page->out, "</tbody></table>\n</section>\n");
}
