// An expectation that does not hold: its text, then every value that decided it.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"
#include "report/verdict.h"

// The width of the left sides, so that the equal signs are aligned; a very long one does not count.
static size_t name_width(Value parts, size_t most) {
    size_t widest = 0;
    for (size_t i = 0; i < value_count(parts); i++) {
        size_t width = utf8_width(value_field_text(value_item(parts, i), "text", (Sv){0}));
        if (width > widest && width <= most) widest = width;
    }
    return widest;
}

enum { VALUE_INDENT = 2, VALUE_LINES = 3 };

// Two texts that were compared are shortened around the place where they differ, which must be
// visible: if there is no room for a text, it goes beneath its name.
static bool is_text(Sv value) {
    return sv_starts(value, SV("\"")) || sv_starts(value, SV("\xe2\x80\xa6")) ||
           sv_starts(value, SV("character "));
}

// A name that leaves less than half of the line to its value has a line of its own, and what it
// comes to is beneath it: that is what must be read.
static void draw_beneath(Terminal *terminal, Sv name, Sv value, Sv from) {
    terminal_exchange(terminal, sv_format(terminal->scratch, "%.*s =", SV_ARG(name)), from);
    size_t room = terminal->width - TEXT_COLUMN - VALUE_INDENT;
    BUF_AUTO Buf kept = buf_new(LINE_BYTES);
    shown_add(&kept, utf8_fit(value, VALUE_LINES * room), false);
    if (utf8_width(value) > VALUE_LINES * room) buf_add_c(&kept, "…");
    terminal_wrapped(terminal, INK_PLAIN, buf_sv(&kept), TEXT_COLUMN + VALUE_INDENT);
}

static void draw_part(Terminal *terminal, Value part, size_t names, Sv from) {
    Sv text = value_field_text(part, "text", (Sv){0});
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    if (verdict_is_imitated(text)) buf_add_c(&line, "│ ");
    shown_add(&line, text, false);
    size_t width = utf8_width(buf_sv(&line));
    Sv value = value_field_text(part, "value", (Sv){0});
    bool long_name = width > terminal->width / 2;
    if (long_name && TEXT_COLUMN + width + 3 + utf8_width(value) > terminal->width) {
        Sv name = utf8_fit(buf_sv(&line), terminal->width - TEXT_COLUMN - 4);
        bool cut = name.len < buf_sv(&line).len;
        draw_beneath(terminal, sv_format(terminal->scratch, "%.*s%s", SV_ARG(name), cut ? "…" : ""),
                     value, from);
        return;
    }
    if (width < names) buf_add_repeat(&line, ' ', names - width);
    buf_add_c(&line, " = ");
    size_t before = TEXT_COLUMN + utf8_width(buf_sv(&line));
    if (!is_text(value) || before + utf8_width(value) <= terminal->width ||
        TEXT_COLUMN + VALUE_INDENT + utf8_width(value) > terminal->width) {
        buf_add(&line, value);
        terminal_exchange(terminal, buf_sv(&line), from);
        return;
    }
    terminal_text(terminal, INK_PLAIN, sv_trim(buf_sv(&line)));
    BUF_AUTO Buf beneath = buf_new(LINE_BYTES);
    buf_add_repeat(&beneath, ' ', VALUE_INDENT);
    buf_add(&beneath, value);
    terminal_exchange(terminal, buf_sv(&beneath), from);
}

// Where values came from is said once for each step.
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

static const VerdictLook *look_of(Value expectation) {
    Sv verdict = value_field_text(expectation, "verdict", (Sv){0});
    if (!sv_eq(value_field_text(expectation, "level", (Sv){0}), SV("must")))
        return verdict_look(SV("warned"));
    return verdict_look(sv_eq(verdict, SV("undecided")) ? verdict : SV("failed"));
}

// The first line; if several do not hold, each has its own mark.
static void draw_label(Terminal *terminal, const Missed *missed, Sv line, Sv right) {
    const VerdictLook *look = look_of(missed->expectation);
    bool must = sv_eq(value_field_text(missed->expectation, "level", (Sv){0}), SV("must"));
    if (missed->several) {
        buf_add_repeat(&terminal->out, ' ', TEXT_COLUMN - 2);
        ink_text(&terminal->out, terminal->options.color, look->ink, sv_from_c(look->mark));
        buf_add_char(&terminal->out, ' ');
    } else {
        buf_add_repeat(&terminal->out, ' ', TEXT_COLUMN);
        terminal_set_apart(terminal, line);
    }
    terminal_rest(terminal, must ? INK_BOLD : INK_YELLOW, line, right);
}

static void draw_source(Terminal *terminal, const Missed *missed) {
    Value expectation = missed->expectation;
    Sv text = value_field_text(expectation, "text", (Sv){0}), line;
    Sv title = value_field_text(expectation, "title", (Sv){0});
    Sv right = missed->place;
    if (value_field_bool(expectation, "implied", false))
        right = sv_format(terminal->scratch, "asked of every %.*s", SV_ARG(missed->verb));
    if (title.len) draw_label(terminal, missed, title, right);
    bool first = !title.len;
    while (sv_next_line(&text, &line)) {
        if (first)
            draw_label(terminal, missed, line, right);
        else
            terminal_source(terminal, line);
        first = false;
    }
}

void terminal_expectation(Terminal *terminal, const Missed *missed) {
    Value expectation = missed->expectation;
    draw_source(terminal, missed);
    draw_parts(terminal, value_field(expectation, "parts"));
    bool erred = sv_eq(value_field_text(expectation, "verdict", (Sv){0}), SV("error"));
    terminal_prose(terminal, erred ? INK_RED : INK_PLAIN, erred ? "error: " : "",
                   value_field_text(expectation, "message", (Sv){0}));
}
