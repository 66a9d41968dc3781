// Foreign lines and values, broken into rows without a character changed: what a tool said and what
// decided a check are read whole.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "report/terminal/terminal_internal.h"
#include "report/verdict.h"

enum { LEAST_COLUMNS = 20 };

// What stands at the end of a row that goes on is not seen.
static Sv take_row(Sv *rest, size_t columns) {
    Sv row = wrap_take_row(rest, columns);
    while (rest->len && rest->at[0] == ' ')
        *rest = sv_slice(*rest, 1, rest->len);
    while (rest->len && row.len && row.at[row.len - 1] == ' ')
        row.len--;
    return row;
}

void terminal_rows(Terminal *terminal, Ink ink, Sv text, const TerminalRows *how) {
    Buf *out = &terminal->out;
    BUF_AUTO Buf safe = buf_new(LINE_BYTES);
    shown_add(&safe, text, false);
    Sv rest = buf_sv(&safe);
    size_t gutter = how->quoted ? sizeof "| " - 1 : 0;
    size_t room = terminal->width > how->indent + gutter + LEAST_COLUMNS
                      ? terminal->width - how->indent - gutter
                      : LEAST_COLUMNS;
    size_t at = how->at ? how->at : how->indent;
    if (!how->at) buf_add_repeat(out, ' ', how->indent);
    for (size_t row = 1;; row++) {
        size_t columns = row > 1 ? room : at < terminal->width ? terminal->width - at - gutter : 1;
        bool last = how->most && row == how->most;
        bool cut = last && utf8_width(rest) > columns;
        Sv part = cut ? utf8_fit(rest, columns - 1) : take_row(&rest, columns);
        if (how->quoted || (!(row == 1 && how->at) && verdict_is_imitated(part)))
            buf_add_c(out, "│ ");
        ink_begin(out, terminal->options.color, ink);
        buf_add(out, part);
        if (cut) buf_add_c(out, "…");
        ink_end(out, terminal->options.color, ink);
        if (cut || !rest.len) break;
        buf_add_char(out, '\n');
        buf_add_repeat(out, ' ', how->indent);
    }
    buf_add_char(out, '\n');
    terminal->blank = false;
}

// ── a value ──

// Two texts that were compared are shortened around the place where they differ, which must be
// visible: if there is no room for a text, it goes beneath its name.
static bool is_text(Sv value) {
    return sv_starts(value, SV("\"")) || sv_starts(value, SV("\xe2\x80\xa6")) ||
           sv_starts(value, SV("character "));
}

enum { BENEATH = 2 };

static bool fits(const Terminal *terminal, size_t at, Sv value) {
    return at + utf8_width(value) <= terminal->width;
}

static void draw_exchange(Terminal *terminal, Sv line, const ShownValue *shown) {
    terminal_exchange(terminal, line, shown->from, shown->indent);
}

static Ink ink_of_line(Sv line) {
    if (sv_starts(line, SV("--- ")) || sv_starts(line, SV("+++ ")) || sv_starts(line, SV("@@")))
        return INK_LABEL;
    if (sv_starts(line, SV("-"))) return INK_RED;
    return sv_starts(line, SV("+")) ? INK_GREEN : INK_REASON;
}

static void draw_lines(Terminal *terminal, const ShownValue *shown) {
    draw_exchange(terminal, sv_format(terminal->scratch, "%.*s =", SV_ARG(shown->text)), shown);
    Sv rest = shown->value;
    for (Sv line; sv_next_line(&rest, &line);)
        terminal_rows(terminal, ink_of_line(line), line,
                      &(TerminalRows){.indent = shown->indent + BENEATH});
}

void terminal_value(Terminal *terminal, const ShownValue *shown) {
    if (shown->lines) {
        draw_lines(terminal, shown);
        return;
    }
    BUF_AUTO Buf name = buf_new(LINE_BYTES);
    if (verdict_is_imitated(shown->text)) buf_add_c(&name, "│ ");
    shown_add(&name, shown->text, false);
    size_t width = utf8_width(buf_sv(&name));
    size_t room = terminal->width - shown->indent;
    bool beside = fits(terminal, shown->indent + width + 3, shown->value);
    bool table = !beside && sv_starts(shown->value, SV("[{\""));
    bool under =
        !beside && is_text(shown->value) && fits(terminal, shown->indent + BENEATH, shown->value);
    // It is the name that is shortened, never the value.
    size_t taken = utf8_width(shown->value) + 3;
    size_t most = beside ? room : table || under ? room - 2 : room / 2;
    // A little more makes room for all of the value.
    if (width > most && taken + most > room && taken + LEAST_COLUMNS < room) most = room - taken;
    Arena *scratch = terminal->scratch;
    Sv left = buf_sv(&name);
    if (width > most) {
        left = sv_format(scratch, "%.*s…", SV_ARG(utf8_fit(left, most - 1)));
        width = utf8_width(left);
    }
    if (table || under) {
        draw_exchange(terminal, sv_format(scratch, "%.*s =", SV_ARG(left)), shown);
        if (table && terminal_table(terminal, shown->value, shown->about, shown->indent + BENEATH,
                                    shown->most ? shown->most : SIZE_MAX))
            return;
        terminal_rows(terminal, INK_REASON, shown->value,
                      &(TerminalRows){.indent = shown->indent + BENEATH, .most = shown->most});
        return;
    }
    size_t pad = width < shown->names ? shown->names - width : 0;
    Sv line = sv_format(scratch, "%.*s%*s = ", SV_ARG(left), (int)pad, "");
    if (fits(terminal, shown->indent + width + pad + 3, shown->value)) {
        draw_exchange(terminal, sv_format(scratch, "%.*s%.*s", SV_ARG(line), SV_ARG(shown->value)),
                      shown);
        return;
    }
    buf_add_repeat(&terminal->out, ' ', shown->indent);
    buf_add(&terminal->out, line);
    terminal_rows(terminal, INK_REASON, shown->value,
                  &(TerminalRows){.at = shown->indent + utf8_width(line),
                                  .indent = shown->indent + BENEATH,
                                  .most = shown->most});
    if (shown->from.len) draw_exchange(terminal, (Sv){0}, shown);
}
