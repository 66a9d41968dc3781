#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"

enum { LINES_SHOWN = 12 };

// The offset at which the last `lines` lines of a text begin.
static size_t tail_from(Sv text, size_t lines) {
    size_t at = text.len;
    while (at > 0) {
        if (text.at[at - 1] == '\n' && --lines == 0) return at;
        at--;
    }
    return 0;
}

void terminal_output(Terminal *terminal) {
    Sv output = sv_trim(value_field_text(notes_last_attempt(&terminal->notes), "output", (Sv){0}));
    if (!output.len) return;
    size_t from = terminal->options.verbose ? 0 : tail_from(output, LINES_SHOWN);
    Sv rest = sv_slice(output, from, output.len), line;
    terminal_text(terminal, INK_DIM, from > 0 ? SV("the end of what it said:") : SV("it said:"));
    while (sv_next_line(&rest, &line)) {
        BUF_AUTO Buf quoted = buf_new(LINE_BYTES);
        buf_add_c(&quoted, "│ ");
        buf_add(&quoted, line);
        terminal_text(terminal, INK_PLAIN, buf_sv(&quoted));
    }
}
