// What a step saw: the answer's parts, and what a process printed.
#include "base/num.h"
#include "report/by_hand.h"
#include "report/terminal/terminal_internal.h"
#include "value/json.h"

enum { NOTE_ROWS = 3 };

void terminal_note(Terminal *terminal, Sv text) {
    terminal_rows(terminal, INK_LABEL, text,
                  &(TerminalRows){.indent = terminal_column(terminal), .most = NOTE_ROWS});
}

// "0.258306517s" is a time that was measured.
static bool add_measured(Buf *out, Value value) {
    int64_t ns;
    if (value.kind != VALUE_STRING || !duration_parse(value_text(value), &ns)) return false;
    return duration_add_human(out, ns);
}

// {dns: 0ms, connect: 0.2ms}
static bool add_all_measured(Buf *out, Value values) {
    if (values.kind != VALUE_MAP) return false;
    for (size_t i = 0; i < value_count(values); i++) {
        Sv name = value_text(value_key(values, i));
        buf_addf(out, "%s%.*s ", i > 0 ? ", " : "", SV_ARG(name));
        if (!add_measured(out, value_at(values, i))) return false;
    }
    return true;
}

static void draw_result(Terminal *terminal, Sv name, Value value) {
    BUF_AUTO Buf line = buf_new((size_t)4 * LINE_BYTES);
    BUF_AUTO Buf shown = buf_new(LINE_BYTES);
    buf_add(&line, name);
    buf_add_c(&line, " = ");
    bool measured = (sv_eq_c(name, "elapsed") && add_measured(&shown, value)) ||
                    (sv_eq_c(name, "timing") && add_all_measured(&shown, value));
    if (measured)
        buf_add(&line, buf_sv(&shown));
    else
        json_write(&line, value, JSON_SPACED);
    terminal_note(terminal, buf_sv(&line));
}

void terminal_by_hand(Terminal *terminal) {
    Value attempt = notes_last_attempt(&terminal->notes);
    for (size_t i = 0; i < asked_by_hand(attempt); i++) {
        Sv line = hand_line_text(attempt, i);
        if (line.len) terminal_command(terminal, "by hand: ", line);
        terminal_prose(terminal, INK_DIM,
                       line.len ? "where " : "by hand: ", hand_line_note(attempt, i));
    }
}

void terminal_observed(Terminal *terminal) {
    if (!terminal->options.verbose) return;
    // A question to a person and the answer have been shown already.
    bool asked = terminal->notes.asked.kind == VALUE_MAP;
    Sv exchange = asked ? (Sv){0} : notes_exchange(&terminal->notes);
    if (exchange.len) terminal_note(terminal, exchange);
    terminal->exchange_told = true;
    Value observed = value_field(notes_last_attempt(&terminal->notes), "observed");
    for (size_t i = 0; i < value_count(observed); i++) {
        Value value = value_at(observed, i);
        if (value.kind != VALUE_NULL)
            draw_result(terminal, value_text(value_key(observed, i)), value);
    }
    terminal_by_hand(terminal);
}

// ── what a process printed ──

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
        terminal_rows(terminal, INK_REASON, line,
                      &(TerminalRows){.indent = terminal_column(terminal), .quoted = true});
    }
}
