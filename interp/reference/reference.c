#include "reference/reference.h"
#include "reference/reference_internal.h"

const ReferenceChapter reference_chapters[] = {
    {"actions", reference_actions},     {"keys", reference_keys},
    {"functions", reference_functions}, {"diagnostics", reference_diagnostics},
    {"limits", reference_limits},       {"events", reference_events},
    {"statuses", reference_statuses},
};
const size_t reference_chapter_count = sizeof reference_chapters / sizeof *reference_chapters;

void reference_head(Buf *out, const char *title, const char *words) {
    buf_addf(
        out,
        "# %s\n\n%s\n\n_This page is made from the program's own tables by `tools/generate`._\n",
        title, words);
}

// We write the rows, in Markdown: only what would end the cell is escaped.
void reference_words(Buf *out, const char *text) {
    for (; text && *text; text++) {
        if (*text == '|') buf_add_char(out, '\\');
        if (*text == '\n')
            buf_add_char(out, ' ');
        else
            buf_add_char(out, *text);
    }
}

void reference_row(Buf *out, const char *name, const char *note, const char *doc) {
    buf_addf(out, "| `%s` | ", name);
    reference_words(out, note);
    buf_add_c(out, " | ");
    reference_words(out, doc);
    buf_add_c(out, " |\n");
}
