// Where the journal is, its seal, and how anyone can hold the page against it.
#include "report/markdown/md_page.h"

enum { LINE_BYTES = 1024 * 1024 };

static void add_item(Buf *out, const char *name, Sv value) {
    if (value.len) markdown_fact(out, sv_from_c(name), value);
}

void markdown_journal(MdPage *page) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    if (!record->journal.len) return;
    markdown_heading(page, "Journal");
    add_item(out, "path", record->journal);
    add_item(out, "digest of its last event", record->digest);
    Sv chain = record->intact ? SV("intact and sealed") : SV("not intact, or not sealed");
    add_item(out, "its chain", record->problem.len ? record->problem : chain);
    add_item(out, "written by", value_field_text(record->started, "tool", (Sv){0}));
    add_item(out, "CI run", record->ci_url);
    BUF_AUTO Buf command = buf_new(LINE_BYTES);
    buf_addf(&command, "runbook verify %.*s", SV_ARG(record->word.len ? record->word : SV("RUN")));
    buf_add_char(out, '\n');
    markdown_command(out,
                     "Anyone who has the journal can hold this page against it: this prints the "
                     "same digest.",
                     buf_sv(&command));
}
