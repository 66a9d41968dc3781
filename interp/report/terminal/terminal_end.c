// The last block: the verdict and why, the counts, where the journal is.
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"
#include "report/verdict.h"

static void line_of(Terminal *terminal, Sv text) {
    buf_add_c(&terminal->out, "  ");
    terminal_hanging(terminal, INK_REASON, text, 4);
}

static void draw_counts(Terminal *terminal, const Event *event) {
    BUF_AUTO Buf steps = buf_new(4096);
    verdict_add_sum(&steps, event_value(event, "counts"), "step");
    line_of(terminal, buf_sv(&steps));
    Value undone = event_value(event, "undone");
    if (value_field_int(undone, "planned", 0) > 0) {
        BUF_AUTO Buf undo = buf_new(4096);
        verdict_add_sum(&undo, undone, "undo step");
        line_of(terminal, buf_sv(&undo));
    }
    BUF_AUTO Buf checks = buf_new(4096);
    verdict_add_checks(&checks, event_value(event, "checks"), terminal->not_judged);
    line_of(terminal, buf_sv(&checks));
}

// A path that does not fit is wrapped at the margin instead of shortened: it is there to be copied.
static void draw_pointer(Terminal *terminal, const char *label, Sv text) {
    if (!text.len) return;
    Buf *out = &terminal->out;
    buf_addf(out, "  ");
    ink_text(out, terminal->options.color, INK_DIM, sv_from_c(label));
    shown_add(out, text, false);
    buf_add_char(out, '\n');
}

static void draw_slowest(Terminal *terminal) {
    if (!terminal->options.verbose) return;
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    slow_steps_add(&line, &terminal->slow);
    if (line.len)
        line_of(terminal, sv_format(terminal->scratch, "slowest: %.*s", SV_ARG(buf_sv(&line))));
}

void terminal_end_pointers(Terminal *terminal) {
    draw_slowest(terminal);
    draw_pointer(terminal, "journal: ", terminal->journal);
}

void terminal_end(Terminal *terminal, const Event *event) {
    Buf *out = &terminal->out;
    bool color = terminal->options.color;
    Sv verdict = event_text(event, "verdict");
    const RunLook *look = run_look(verdict);
    terminal_blank(terminal);
    ink_begin(out, color, INK_BOLD);
    ink_text(out, color, look->ink, verdict);
    ink_end(out, color, INK_BOLD);
    buf_add_c(out, "  ");
    BUF_AUTO Buf sentence = buf_new(LINE_BYTES);
    if (terminal->waits.len && sv_eq_c(verdict, "STOPPED"))
        buf_add(&sentence, terminal->waits);
    else if (!terminal_add_criteria(terminal, &sentence, verdict))
        buf_add_c(&sentence, run_sentence(verdict, event_value(event, "counts")));
    size_t at = utf8_width(verdict) + 2;
    size_t used = terminal_rows_of_ours(terminal, INK_PLAIN, buf_sv(&sentence), at);
    BUF_AUTO Buf elapsed = buf_new(64);
    buf_add_char(&elapsed, '(');
    duration_add_human(&elapsed, event_int(event, "elapsed"));
    buf_add_char(&elapsed, ')');
    bool fits = used + 2 + elapsed.len <= terminal->width;
    if (!fits) buf_add_char(out, '\n');
    buf_add_repeat(out, ' ', fits ? 2 : at);
    ink_text(out, color, INK_LABEL, buf_sv(&elapsed));
    buf_add_char(out, '\n');
    terminal->blank = false;
    terminal_reasons(terminal, event->fields);
    draw_counts(terminal, event);
    terminal_standing(terminal, event->fields);
    terminal_next(terminal, event->fields);
    terminal_end_pointers(terminal);
}
