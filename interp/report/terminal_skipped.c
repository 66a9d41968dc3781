// Skipped steps: one line each, and one for all the rest where the same reason goes on and on.
#include "base/utf8.h"
#include "report/terminal_parts.h"

enum { LISTED = 4 };

void terminal_skip_end(Terminal *terminal) {
    Skipped *skipped = &terminal->skipped;
    if (skipped->hidden > 0) {
        BUF_AUTO Buf name = buf_new(LINE_BYTES);
        if (skipped->hidden > 1)
            buf_addf(&name, "to %.*s: %u more steps", SV_ARG(buf_sv(&skipped->last)),
                     skipped->hidden);
        else
            buf_add(&name, buf_sv(&skipped->name)); // one line is no shorter than itself
        terminal_line(terminal, &(Line){.mark = "–",
                                        .ink = INK_DIM,
                                        .number = buf_sv(&skipped->first),
                                        .name = buf_sv(&name),
                                        .right = buf_sv(&skipped->reason)});
    }
    skipped->hidden = skipped->listed = 0;
    buf_clear(&skipped->reason);
}

static void set(Buf *buf, Sv text) {
    buf_clear(buf);
    buf_add(buf, text);
}

void terminal_skip(Terminal *terminal, const Event *event) {
    Skipped *skipped = &terminal->skipped;
    Sv reason = event_text(event, "reason"), number = event_text(event, "number");
    if (!sv_eq(reason, buf_sv(&skipped->reason)) || reason.len == 0) {
        terminal_skip_end(terminal);
        set(&skipped->reason, reason);
    }
    if (skipped->listed >= LISTED && !terminal->options.verbose) {
        if (skipped->hidden++ == 0) {
            set(&skipped->first, number);
            set(&skipped->name, event_text(event, "name"));
        }
        set(&skipped->last, number);
        return;
    }
    skipped->listed++;
    bool room = utf8_width(reason) + utf8_width(event_text(event, "name")) + 12 <= terminal->width;
    terminal_line(terminal, &(Line){.mark = "–",
                                    .ink = INK_DIM,
                                    .number = number,
                                    .name = event_text(event, "name"),
                                    .right = room ? reason : (Sv){0}});
    if (!room) terminal_prose(terminal, INK_DIM, "", reason);
}
