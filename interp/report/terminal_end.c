#include "base/num.h"
#include "base/utf8.h"
#include "report/terminal_parts.h"

static Ink verdict_ink(Sv verdict) {
    if (sv_eq(verdict, SV("GO"))) return INK_GREEN;
    if (sv_eq(verdict, SV("NO-GO")) || sv_eq(verdict, SV("IN DOUBT")) ||
        sv_eq(verdict, SV("DENIED")))
        return INK_RED;
    return INK_YELLOW;
}

// What the verdict means, for someone who sees it for the first time.
static const char *verdict_sentence(Sv verdict) {
    static const char *const sentences[][2] = {
        {"GO", "everything that must hold was seen to hold"},
        {"NO-GO", "something that must hold does not"},
        {"UNDECIDED", "something that must hold could not be shown, so this is no go-ahead"},
        {"IN DOUBT", "a change may or may not have happened; look before anything else is done"},
        {"PARTIAL", "what was asked for passed, but not everything was asked for"},
        {"STOPPED", "ended from outside before its verdict"},
        {"DENIED", "a step wanted what the runbook does not allow"},
    };
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        if (sv_eq_c(verdict, sentences[i][0])) return sentences[i][1];
    }
    return "";
}

// "12 planned = 10 passed + 1 failed + 1 skipped": zeros are left out, the sum is always whole.
static void add_sum(Buf *out, Value counts, const char *what) {
    buf_addf(out, "%lld %s", (long long)value_field_int(counts, "planned", 0), what);
    bool first = true;
    for (size_t i = 0; i < verdict_look_count; i++) {
        int64_t count = value_field_int(counts, verdict_looks[i].verdict, 0);
        if (count == 0) continue;
        buf_addf(out, " %s %lld %s", first ? "=" : "+", (long long)count, verdict_looks[i].word);
        first = false;
    }
}

static void plain(Terminal *terminal, Sv text) {
    buf_add_c(&terminal->out, "  ");
    utf8_add_shown(&terminal->out, text, false);
    buf_add_char(&terminal->out, '\n');
}

static void draw_reasons(Terminal *terminal, Value reasons) {
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        const VerdictLook *look = verdict_look(value_field_text(reason, "verdict", (Sv){0}));
        Buf *out = &terminal->out;
        buf_add_c(out, "  ");
        BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
        buf_add(&line, value_field_text(reason, "address", (Sv){0}));
        if (line.len) buf_add_c(&line, ": ");
        buf_add(&line, value_field_text(reason, "reason", (Sv){0}));
        ink_text(out, terminal->options.color, look->ink, sv_from_c(look->mark));
        buf_add_char(out, ' ');
        BUF_AUTO Buf safe = buf_new((size_t)64 * 1024);
        utf8_add_shown(&safe, buf_sv(&line), false);
        Sv text = buf_sv(&safe);
        size_t room = terminal->width - 4;
        bool cut = utf8_width(text) > room;
        buf_add(out, cut ? utf8_fit(text, room - 1) : text);
        if (cut) buf_add_c(out, "…");
        buf_add_char(out, '\n');
    }
}

static void draw_counts(Terminal *terminal, const Event *event) {
    BUF_AUTO Buf steps = buf_new(4096);
    add_sum(&steps, event_value(event, "counts"), "steps planned");
    plain(terminal, buf_sv(&steps));
    Value undone = event_value(event, "undone");
    if (value_field_int(undone, "planned", 0) > 0) {
        BUF_AUTO Buf undo = buf_new(4096);
        add_sum(&undo, undone, "undo steps");
        plain(terminal, buf_sv(&undo));
    }
    Value checks = event_value(event, "checks");
    BUF_AUTO Buf line = buf_new(4096);
    buf_addf(&line, "%lld required checks held, %lld did not",
             (long long)value_field_int(checks, "held", 0),
             (long long)value_field_int(checks, "missed", 0));
    int64_t not_applied = value_field_int(checks, "not_applied", 0);
    if (not_applied) buf_addf(&line, ", %lld did not apply", (long long)not_applied);
    plain(terminal, buf_sv(&line));
}

void terminal_end(Terminal *terminal, const Event *event) {
    Buf *out = &terminal->out;
    Sv verdict = event_text(event, "verdict");
    terminal_blank(terminal);
    ink_begin(out, terminal->options.color, INK_BOLD);
    ink_text(out, terminal->options.color, verdict_ink(verdict), verdict);
    ink_end(out, terminal->options.color, INK_BOLD);
    buf_addf(out, "  %s  ", verdict_sentence(verdict));
    BUF_AUTO Buf elapsed = buf_new(64);
    buf_add_c(&elapsed, "(");
    duration_add_human(&elapsed, event_int(event, "elapsed"));
    buf_add_c(&elapsed, ")");
    ink_text(out, terminal->options.color, INK_DIM, buf_sv(&elapsed));
    buf_add_char(out, '\n');
    draw_reasons(terminal, event_value(event, "reasons"));
    draw_counts(terminal, event);
    if (terminal->options.journal.len) {
        BUF_AUTO Buf line = buf_new(8192);
        buf_add_c(&line, "journal: ");
        buf_add(&line, terminal->options.journal);
        plain(terminal, buf_sv(&line));
    }
}
