// An expectation that does not hold: its text, then every value that decided it.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/failure.h"
#include "report/terminal/terminal_internal.h"
#include "report/verdict.h"

// The width of the left sides, so that the equal signs are aligned; a very long one does not count.
static size_t name_width(Value expectation, size_t most) {
    Value parts = value_field(expectation, "parts");
    size_t widest = 0;
    for (size_t i = 0; i < value_count(parts); i++) {
        if (failure_is_count(expectation, i)) continue;
        size_t width = utf8_width(value_field_text(value_item(parts, i), "text", (Sv){0}));
        if (width > widest && width <= most) widest = width;
    }
    return widest;
}

// Where values came from is said once for each step.
static void draw_parts(Terminal *terminal, Value expectation) {
    Value parts = value_field(expectation, "parts");
    size_t names = name_width(expectation, terminal->width / 2);
    for (size_t i = 0; i < value_count(parts); i++) {
        if (failure_is_count(expectation, i)) continue;
        Value part = value_item(parts, i);
        Sv from = value_field_text(part, "from", (Sv){0});
        terminal_value(terminal,
                       &(ShownValue){.text = value_field_text(part, "text", (Sv){0}),
                                     .value = value_field_text(part, "value", (Sv){0}),
                                     .from = terminal->exchange_told ? (Sv){0} : from,
                                     .indent = terminal_column(terminal),
                                     .names = names,
                                     .lines = failure_is_lines(part),
                                     .about = value_field_text(expectation, "text", (Sv){0})});
        if (from.len) terminal->exchange_told = true;
    }
    Sv exchange = notes_exchange(&terminal->notes);
    if (terminal->exchange_told || !exchange.len || value_count(parts)) return;
    terminal_exchange(terminal, (Sv){0}, exchange, terminal_column(terminal));
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
        buf_add_repeat(&terminal->out, ' ', terminal_column(terminal) - 2);
        ink_text(&terminal->out, terminal->options.color, look->ink, sv_from_c(look->mark));
        buf_add_char(&terminal->out, ' ');
    } else {
        buf_add_repeat(&terminal->out, ' ', terminal_column(terminal));
        terminal_set_apart(terminal, line);
    }
    terminal_rest(terminal, must ? INK_BOLD : INK_REASON, line, right);
}

static void draw_source(Terminal *terminal, const Missed *missed) {
    Value expectation = missed->expectation;
    Sv text = expectation_counted(terminal->scratch, expectation), line;
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
    draw_parts(terminal, expectation);
    bool erred = sv_eq(value_field_text(expectation, "verdict", (Sv){0}), SV("error"));
    terminal_prose(terminal, INK_REASON, erred ? "error: " : "", expectation_message(expectation));
}
