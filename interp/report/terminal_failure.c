// An expectation that does not hold: as it is written, then every value that decided it.
#include "base/utf8.h"
#include "report/safe.h"
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
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    safe_add(&line, text, false);
    size_t width = utf8_width(buf_sv(&line));
    if (width < names) buf_add_repeat(&line, ' ', names - width);
    buf_add_c(&line, " = ");
    buf_add(&line, value_field_text(part, "value", (Sv){0}));
    terminal_exchange(terminal, buf_sv(&line), from);
}

// Where values came from is said once for a step.
static void draw_parts(Terminal *terminal, Value parts) {
    size_t names = name_width(parts, terminal->width / 2);
    for (size_t i = 0; i < value_count(parts); i++) {
        Value part = value_item(parts, i);
        Sv from = value_field_text(part, "from", (Sv){0});
        draw_part(terminal, part, names, terminal->exchange_told ? (Sv){0} : from);
        if (from.len) terminal->exchange_told = true;
    }
    Sv exchange = notes_exchange(&terminal->notes);
    if (terminal->exchange_told || !exchange.len || value_count(parts)) return;
    terminal_exchange(terminal, (Sv){0}, exchange);
    terminal->exchange_told = true;
}

static void draw_source(Terminal *terminal, Value expectation, Sv place, Sv verb) {
    Sv text = value_field_text(expectation, "text", (Sv){0}), line;
    Sv title = value_field_text(expectation, "title", (Sv){0});
    Sv level = value_field_text(expectation, "level", (Sv){0});
    Ink ink = sv_eq(level, SV("must")) ? INK_BOLD : INK_YELLOW;
    if (title.len) terminal_text_right(terminal, ink, title, place);
    if (title.len) place = (Sv){0};
    bool implied = value_field_bool(expectation, "implied", false);
    while (sv_next_line(&text, &line)) {
        Sv note =
            implied ? sv_format(terminal->scratch, "asked of every %.*s", SV_ARG(verb)) : place;
        terminal_text_right(terminal, title.len ? INK_PLAIN : ink, line, note);
        place = (Sv){0};
    }
}

void terminal_expectation(Terminal *terminal, Value expectation, Sv verb, Sv place) {
    Sv verdict = value_field_text(expectation, "verdict", (Sv){0});
    draw_source(terminal, expectation, place, verb);
    draw_parts(terminal, value_field(expectation, "parts"));
    bool erred = sv_eq(verdict, SV("error"));
    terminal_prose(terminal, erred ? INK_RED : INK_PLAIN, erred ? "error: " : "",
                   value_field_text(expectation, "message", (Sv){0}));
}
