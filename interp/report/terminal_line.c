#include "base/utf8.h"
#include "base/wrap.h"
#include "report/terminal_parts.h"

void terminal_blank(Terminal *terminal) {
    if (!terminal->blank) buf_add_char(&terminal->out, '\n');
    terminal->blank = true;
}

static void end_line(Terminal *terminal) {
    buf_add_char(&terminal->out, '\n');
    terminal->blank = false;
}

static Sv shown(Terminal *terminal, Sv text) {
    BUF_AUTO Buf buf = buf_new((size_t)1024 * 1024);
    utf8_add_shown(&buf, text, false);
    return buf_keep(&buf, terminal->notes.arena);
}

// The name over as many lines as it needs, hanging under its own beginning.
void terminal_line(Terminal *terminal, Sv mark, Ink ink, Sv number, Sv name, Ink name_ink,
                   Sv right) {
    Buf *out = &terminal->out;
    bool color = terminal->options.color;
    size_t at = 0;
    if (mark.len) {
        ink_text(out, color, ink, mark);
        buf_add_char(out, ' ');
        at += utf8_width(mark) + 1;
    }
    if (number.len) {
        buf_add(out, number);
        buf_add_char(out, ' ');
        at += utf8_width(number) + 1;
    }
    name = shown(terminal, name);
    size_t right_width = utf8_width(right);
    size_t name_width = utf8_width(name);
    bool fits = at + name_width + 2 + right_width <= terminal->width;
    ink_begin(out, color, name_ink);
    if (at + name_width <= terminal->width) {
        buf_add(out, name);
    } else {
        size_t room = right.len ? terminal->width - right_width - 2 : terminal->width;
        wrap_add(out, name, at, at, room > at + 20 ? room : terminal->width);
    }
    ink_end(out, color, name_ink);
    if (right.len && fits) {
        buf_add_repeat(out, ' ', terminal->width - at - name_width - right_width);
        ink_text(out, color, INK_DIM, right);
    } else if (right.len) {
        end_line(terminal);
        buf_add_repeat(out, ' ', right_width < terminal->width ? terminal->width - right_width : 0);
        ink_text(out, color, INK_DIM, right);
    }
    end_line(terminal);
}

void terminal_prose(Terminal *terminal, Ink ink, const char *label, Sv text) {
    if (text.len == 0) return;
    Buf *out = &terminal->out;
    buf_add_repeat(out, ' ', TEXT_COLUMN);
    buf_add_c(out, label);
    size_t at = TEXT_COLUMN + utf8_width(sv_from_c(label));
    Sv line;
    bool first = true;
    while (sv_next_line(&text, &line)) {
        if (!first) {
            end_line(terminal);
            buf_add_repeat(out, ' ', at);
        }
        first = false;
        ink_begin(out, terminal->options.color, ink);
        wrap_add(out, shown(terminal, line), at, at, terminal->width);
        ink_end(out, terminal->options.color, ink);
    }
    end_line(terminal);
}

void terminal_text(Terminal *terminal, Ink ink, Sv text) {
    buf_add_repeat(&terminal->out, ' ', TEXT_COLUMN);
    Sv safe = shown(terminal, text);
    size_t room = terminal->width - TEXT_COLUMN;
    bool cut = utf8_width(safe) > room;
    Sv fit = cut ? utf8_fit(safe, room - 1) : safe;
    ink_begin(&terminal->out, terminal->options.color, ink);
    buf_add(&terminal->out, fit);
    if (cut) buf_add_c(&terminal->out, "…");
    ink_end(&terminal->out, terminal->options.color, ink);
    end_line(terminal);
}

Sv terminal_place(Terminal *terminal, Value fields) {
    Value place = value_field(fields, "place");
    Sv path = value_field_text(place, "path", (Sv){0});
    if (path.len == 0) return (Sv){0};
    return sv_format(terminal->notes.arena, "%.*s:%lld:%lld", SV_ARG(path),
                     (long long)value_field_int(place, "line", 0),
                     (long long)value_field_int(place, "column", 0));
}
