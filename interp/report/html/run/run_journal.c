// Where the journal is, and how anybody holds this page against it.
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"

void run_journal(RunPage *page) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    if (!record->journal.len) return;
    Value inputs = report_model_began_with(record, "inputs_digest");
    buf_add_c(out, "<section aria-labelledby=\"journal\">\n<h2 id=\"journal\">Journal</h2>\n"
                   "<dl class=\"facts\">\n");
    run_code_fact(out, "path", record->journal);
    run_code_fact(out, "digest of its last event", record->digest);
    run_fact(out, "its chain", record->problem.len ? record->problem : SV("intact and sealed"));
    run_fact(out, "written by", value_field_text(record->started, "tool", (Sv){0}));
    run_code_fact(out, "digest of all inputs",
                  inputs.kind == VALUE_STRING ? value_text(inputs) : (Sv){0});
    run_code_fact(out, "CI run", record->ci_url);
    buf_add_c(out, "</dl>\n<p>Anyone who has the journal can hold this page against it: ");
    html_leaf(out, "code", NULL,
              record->word.len
                  ? sv_format(record->arena, "runbook verify %.*s", SV_ARG(record->word))
                  : SV("runbook verify RUN"));
    buf_add_c(out, " prints the same digest.</p>\n</section>\n");
}
