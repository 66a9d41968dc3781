#include "base/utf8.h"
#include "report/terminal_parts.h"

// The width of the left sides, so that the equal signs stand beneath each other; a very long one
// does not count.
static size_t name_width(Value parts, size_t most) {
    size_t widest = 0;
    for (size_t i = 0; i < value_count(parts); i++) {
        size_t width = utf8_width(value_field_text(value_item(parts, i), "text", (Sv){0}));
        if (width > widest && width <= most) widest = width;
    }
    return widest;
}

static void draw_part(Terminal *terminal, Value part, size_t names, Sv from) {
    Sv text = value_field_text(part, "text", (Sv){0});
    Sv value = value_field_text(part, "value", (Sv){0});
    BUF_AUTO Buf line = buf_new((size_t)1024 * 1024);
    buf_add(&line, text);
    size_t width = utf8_width(text);
    if (width < names) buf_add_repeat(&line, ' ', names - width);
    buf_add_c(&line, " = ");
    buf_add(&line, value);
    size_t used = utf8_width(buf_sv(&line));
    size_t room = terminal->width - TEXT_COLUMN;
    size_t from_width = utf8_width(from);
    if (from.len && used + 3 + from_width <= room) {
        buf_add_repeat(&line, ' ', room - used - from_width);
        buf_add(&line, from);
        from = (Sv){0};
    }
    terminal_text(terminal, INK_PLAIN, buf_sv(&line));
    if (from.len) {
        BUF_AUTO Buf second = buf_new((size_t)1024 * 1024);
        buf_add_c(&second, "from ");
        buf_add(&second, from);
        terminal_text(terminal, INK_DIM, buf_sv(&second));
    }
}

static void draw_source(Terminal *terminal, Value expectation, Ink ink) {
    Sv text = value_field_text(expectation, "text", (Sv){0}), line;
    Sv title = value_field_text(expectation, "title", (Sv){0});
    if (title.len) terminal_prose(terminal, ink, "", title);
    while (sv_next_line(&text, &line))
        terminal_text(terminal, title.len ? INK_PLAIN : ink, line);
}

void terminal_expectation(Terminal *terminal, Value expectation, bool with_exchange) {
    Sv verdict = value_field_text(expectation, "verdict", (Sv){0});
    Sv level = value_field_text(expectation, "level", (Sv){0});
    Ink ink = sv_eq(level, SV("must")) ? INK_BOLD : INK_YELLOW;
    draw_source(terminal, expectation, ink);
    if (value_field_bool(expectation, "implied", false))
        terminal_text(
            terminal, INK_DIM,
            SV("(required of every step of this kind, unless one of its expectations reads this)"));
    Value parts = value_field(expectation, "parts");
    Sv exchange = with_exchange ? notes_exchange(&terminal->notes) : (Sv){0};
    size_t names = name_width(parts, terminal->width / 2);
    for (size_t i = 0; i < value_count(parts); i++)
        draw_part(terminal, value_item(parts, i), names, i == 0 ? exchange : (Sv){0});
    if (value_count(parts) == 0 && exchange.len) {
        BUF_AUTO Buf line = buf_new((size_t)1024 * 1024);
        buf_add_c(&line, "on ");
        buf_add(&line, exchange);
        terminal_text(terminal, INK_DIM, buf_sv(&line));
    }
    Sv message = value_field_text(expectation, "message", (Sv){0});
    bool erred = sv_eq(verdict, SV("error"));
    terminal_prose(terminal, erred ? INK_RED : INK_PLAIN, erred ? "error: " : "", message);
}
