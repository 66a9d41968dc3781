// What is still in place, how it is taken back and how the run goes on. Commands are there to be
// copied: they have a line of their own, and are never wrapped or cut.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/standing.h"
#include "report/terminal/terminal_internal.h"

static void draw_label(Terminal *terminal, const char *label) {
    buf_add_c(&terminal->out, "  ");
    ink_text(&terminal->out, terminal->options.color, INK_DIM, sv_from_c(label));
}

static void draw_command(Terminal *terminal, const char *label, Sv command) {
    draw_label(terminal, label);
    BUF_AUTO Buf shown = buf_new(LINE_BYTES);
    shown_add(&shown, command, false);
    ink_text(&terminal->out, terminal->options.color, INK_CYAN, buf_sv(&shown));
    buf_add_char(&terminal->out, '\n');
}

// All of them on one line where there is room, else one a line.
static void draw_list(Terminal *terminal, Value ended, Value standing) {
    static const char label[] = "done and still in place:";
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    for (size_t i = 0; i < value_count(standing); i++) {
        if (i > 0) buf_add_c(&line, ", ");
        standing_add_entry(&line, ended, value_item(standing, i));
    }
    draw_label(terminal, label);
    if (utf8_width(buf_sv(&line)) + sizeof label + 2 <= terminal->width) {
        buf_add_char(&terminal->out, ' ');
        shown_add(&terminal->out, buf_sv(&line), false);
        buf_add_char(&terminal->out, '\n');
        return;
    }
    buf_add_char(&terminal->out, '\n');
    for (size_t i = 0; i < value_count(standing); i++) {
        buf_clear(&line);
        standing_add_entry(&line, ended, value_item(standing, i));
        buf_add_c(&terminal->out, "    ");
        terminal_hanging(terminal, INK_PLAIN, buf_sv(&line), 6);
    }
}

static void draw_undo(Terminal *terminal, Value ended) {
    Sv undo = value_field_text(ended, "undo", (Sv){0});
    BUF_AUTO Buf by_hand = buf_new(LINE_BYTES);
    standing_add_by_hand(&by_hand, ended);
    if (undo.len) draw_command(terminal, "to take back: ", undo);
    if (!by_hand.len) return;
    if (undo.len)
        buf_add_c(&terminal->out, "    ");
    else
        draw_label(terminal, "to take back: ");
    terminal_hanging(terminal, INK_PLAIN, buf_sv(&by_hand), undo.len ? 4 : 16);
}

void terminal_standing(Terminal *terminal, Value ended) {
    Value standing = standing_of(ended);
    if (value_count(standing) > 0) {
        draw_list(terminal, ended, standing);
        draw_undo(terminal, ended);
    }
    Sv resume = value_field_text(ended, "resume", (Sv){0});
    if (!resume.len) return;
    draw_command(terminal, "to go on: ", resume);
    const char *words = standing_resolutions(ended);
    if (words) terminal_wrapped(terminal, INK_DIM, sv_from_c(words), 4);
}
