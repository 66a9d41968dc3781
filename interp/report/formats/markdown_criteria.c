// The table of criteria.
#include "report/formats/criteria.h"
#include "report/formats/markdown_internal.h"
#include "report/standing.h"

static void cell(Buf *out, Sv text) {
    buf_add_c(out, "| ");
    md_safe_words(out, text);
    buf_add_char(out, ' ');
}

void markdown_criteria(Buf *out, const ReportModel *record, bool addresses) {
    static const char *const all[] = {"", "criterion", "verdict", "reason", "evidence", NULL};
    static const char *const few[] = {"", "criterion", "verdict", "reason", NULL};
    md_safe_table(out, addresses ? all : few);
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (!entry_is_criterion(entry)) continue;
        cell(out, sv_from_c(undone_mark(record, entry)));
        cell(out, entry_text(entry, "name"));
        cell(out, criterion_word(record, entry));
        cell(out, criterion_reason(record, i));
        if (addresses) {
            buf_add_c(out, "| ");
            md_safe_code(out, entry_text(entry, "address"));
            buf_add_char(out, ' ');
        }
        buf_add_c(out, "|\n");
    }
    buf_add_char(out, '\n');
}
