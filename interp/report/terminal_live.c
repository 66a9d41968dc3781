#include "base/num.h"
#include "base/utf8.h"
#include "report/terminal_parts.h"

static const char *const frames[] = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

void terminal_live_erase(Terminal *terminal) {
    if (!terminal->live_drawn) return;
    buf_add_c(&terminal->out, "\r\x1b[K");
    terminal->live_drawn = false;
}

// One line, never wider than the terminal: a second one could not be taken back safely.
void terminal_live_draw(Terminal *terminal) {
    if (!terminal->options.live || terminal->running.len == 0) return;
    Buf *out = &terminal->out;
    terminal_live_erase(terminal);
    size_t room = terminal->options.width > 4 ? terminal->options.width - 3 : 1;
    ink_text(out, terminal->options.color, INK_CYAN, sv_from_c(frames[terminal->frame % 10]));
    buf_add_char(out, ' ');
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    utf8_add_shown(&line, buf_sv(&terminal->running), false);
    if (terminal->last_line.len) {
        buf_add_c(&line, "  │ ");
        utf8_add_shown(&line, buf_sv(&terminal->last_line), false);
    }
    Sv text = buf_sv(&line);
    bool cut = utf8_width(text) > room;
    buf_add(out, cut ? utf8_fit(text, room - 1) : text);
    if (cut) buf_add_c(out, "…");
    terminal->live_drawn = true;
}
