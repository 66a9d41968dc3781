#include "cli/manual/shells.h"
#include "cli/manual/man_pages.h"

#include <string.h>

const ShellRow shell_rows[] = {
    {"bash", "bash-completion/completions/runbook", NULL, completion_bash},
    {"fish", "fish/vendor_completions.d/runbook.fish", NULL, completion_fish},
    {"zsh", "zsh/site-functions/_runbook", "zsh/vendor-completions/_runbook", completion_zsh},
};
const size_t shell_row_count = sizeof shell_rows / sizeof *shell_rows;

void shell_add_doc(Buf *out, const char *doc, const char *quote, const char *escaped) {
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    doc_add(&text, doc);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '\'') {
            buf_add_c(out, quote);
            continue;
        }
        if (strchr(escaped, c)) buf_add_char(out, '\\');
        buf_add_char(out, c);
    }
}
