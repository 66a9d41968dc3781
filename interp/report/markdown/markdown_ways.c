// The steps that went by a way of which a reader must know something.
#include "report/markdown/md_page.h"

static bool told_before(const ReportModel *record, uint32_t at) {
    static const char *const same[] = {"address", "request", "cautions"};
    for (uint32_t i = 0; i < at; i++) {
        bool told = true;
        for (size_t k = 0; k < 3 && told; k++)
            told = value_equal(value_field(record->ways[i], same[k]),
                               value_field(record->ways[at], same[k]));
        if (told) return true;
    }
    return false;
}

// "- `sign_in`: `POST https://…` – `TLS is not verified`"
void markdown_ways(MdPage *page) {
    const ReportModel *record = page->record;
    Buf *out = page->out;
    if (!record->way_count) return;
    markdown_heading(page, "Not verified, not encrypted, by a proxy, or led elsewhere");
    for (uint32_t i = 0; i < record->way_count; i++) {
        Value way = record->ways[i];
        if (told_before(record, i)) continue;
        buf_add_c(out, "- ");
        md_safe_code(out, value_field_text(way, "address", (Sv){0}));
        buf_add_c(out, ": ");
        md_safe_code(out, value_field_text(way, "request", (Sv){0}));
        buf_add_c(out, " – ");
        md_safe_code(out, markdown_joined(record->arena, value_field(way, "cautions")));
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '\n');
}
