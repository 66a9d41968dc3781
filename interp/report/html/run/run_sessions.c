// How the run was taken up again, and by whom.
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/sessions.h"

void run_sessions(RunPage *page) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    if (record->session_count == 0) return;
    buf_add_c(out, "<section aria-labelledby=\"sessions\">\n"
                   "<h2 id=\"sessions\">Taken up again</h2>\n<p>Begun by ");
    html_text(out, report_model_user(record, 1));
    buf_add_c(out, ".</p>\n<ol>\n");
    for (uint32_t i = 0; i < record->session_count; i++) {
        buf_add_c(out, "<li>");
        html_text(out, report_model_taken_up(record, i));
        SessionRemarks remarks = session_remarks(record->arena, record->sessions[i].resumed);
        if (remarks.count > 0) buf_add_c(out, "<ul>");
        for (uint32_t k = 0; k < remarks.count; k++)
            html_leaf(out, "li", NULL, remarks.items[k]);
        buf_add_c(out, remarks.count > 0 ? "</ul></li>\n" : "</li>\n");
    }
    buf_add_c(out, "</ol>\n</section>\n");
}
