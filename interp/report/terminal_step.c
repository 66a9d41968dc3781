#include "base/num.h"
#include "base/utf8.h"
#include "report/terminal_parts.h"
#include "value/json.h"

enum { OUTPUT_LINES = 12 };

static bool is(Sv text, const char *word) {
    return sv_eq_c(text, word);
}

static Sv human(Terminal *terminal, int64_t ns) {
    BUF_AUTO Buf buf = buf_new(64);
    duration_add_human(&buf, ns);
    return buf_keep(&buf, terminal->notes.arena);
}

// The attempts before the last: each in one line, so that every retry is seen.
static void draw_retries(Terminal *terminal) {
    const StepNotes *notes = &terminal->notes;
    for (uint32_t i = 0; i + 1 < notes->attempt_count; i++) {
        if (notes->attempt_count > 6 && i == 3 && !terminal->options.verbose) {
            BUF_AUTO Buf more = buf_new(200);
            buf_addf(&more, "… %u more attempts …", notes->attempt_count - 4);
            terminal_text(terminal, INK_DIM, buf_sv(&more));
            i = notes->attempt_count - 3;
            continue;
        }
        Value attempt = notes->attempts[i];
        BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
        Sv answer = value_field_text(attempt, "answer", (Sv){0});
        Sv reason = value_field_text(attempt, "reason", (Sv){0});
        buf_addf(&line, "attempt %lld: ", (long long)value_field_int(attempt, "attempt", 0));
        buf_add(&line, reason.len ? reason : answer);
        const Value *again = value_get_c(attempt, "again_in");
        if (again && again->kind == VALUE_INT) {
            buf_add_c(&line, "; again in ");
            duration_add_human(&line, again->integer);
        }
        terminal_text(terminal, INK_DIM, buf_sv(&line));
    }
}

static void draw_expectations(Terminal *terminal) {
    bool first = true;
    for (uint32_t i = 0; i < terminal->notes.expectation_count; i++) {
        Value expectation = terminal->notes.expectations[i];
        if (is(value_field_text(expectation, "verdict", (Sv){0}), "held")) {
            if (!terminal->options.verbose) continue;
            BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
            buf_add_c(&line, "holds: ");
            Sv title = value_field_text(expectation, "title", (Sv){0});
            buf_add(&line, title.len ? title : value_field_text(expectation, "text", (Sv){0}));
            terminal_text(terminal, INK_DIM, buf_sv(&line));
            continue;
        }
        terminal_expectation(terminal, expectation, first);
        first = false;
    }
}

static void draw_captures(Terminal *terminal) {
    for (uint32_t i = 0; i < terminal->notes.capture_count; i++) {
        Value capture = terminal->notes.captures[i];
        Sv error = value_field_text(capture, "error", (Sv){0});
        if (!error.len) continue;
        BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
        buf_add_c(&line, "capture ");
        buf_add(&line, value_field_text(capture, "title", (Sv){0}));
        buf_add_c(&line, ": ");
        buf_add(&line, error);
        terminal_prose(terminal, INK_PLAIN, "", buf_sv(&line));
    }
}

// The end of what a process printed: the reason is nearly always there.
static void draw_output(Terminal *terminal) {
    if (terminal->notes.attempt_count == 0) return;
    Value attempt = terminal->notes.attempts[terminal->notes.attempt_count - 1];
    Sv output = sv_trim(value_field_text(attempt, "output", (Sv){0}));
    if (!output.len) return;
    size_t lines = 1;
    size_t from = output.len;
    while (from > 0 && lines <= OUTPUT_LINES) {
        from--;
        if (output.at[from] == '\n' && ++lines > OUTPUT_LINES) from++;
        if (lines > OUTPUT_LINES) break;
    }
    Sv rest = sv_slice(output, from, output.len), line;
    terminal_text(terminal, INK_DIM, from > 0 ? SV("the end of its output:") : SV("its output:"));
    while (sv_next_line(&rest, &line)) {
        BUF_AUTO Buf quoted = buf_new((size_t)64 * 1024);
        buf_add_c(&quoted, "│ ");
        utf8_add_shown(&quoted, line, false);
        terminal_text(terminal, INK_PLAIN, buf_sv(&quoted));
    }
}

static void draw_answer(Terminal *terminal) {
    Value answered = terminal->notes.answered;
    if (answered.kind != VALUE_MAP) return;
    Sv word = value_field_text(answered, "answer", (Sv){0});
    if (!word.len) return;
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    buf_addf(&line, "%.*s answered ‘%.*s’ %s, after ",
             SV_ARG(value_field_text(answered, "by", (Sv){0})), SV_ARG(word),
             value_field_bool(answered, "terminal", false) ? "at the terminal" : "ahead of time");
    duration_add_human(&line, value_field_int(answered, "elapsed", 0));
    terminal_prose(terminal, INK_DIM, "", buf_sv(&line));
    terminal_prose(terminal, INK_PLAIN, "note: ", value_field_text(answered, "note", (Sv){0}));
}

static void draw_observed(Terminal *terminal) {
    if (!terminal->options.verbose || terminal->notes.attempt_count == 0) return;
    Sv exchange = notes_exchange(&terminal->notes);
    if (exchange.len) terminal_text(terminal, INK_DIM, exchange);
    Value observed =
        value_field(terminal->notes.attempts[terminal->notes.attempt_count - 1], "observed");
    for (size_t i = 0; i < value_count(observed); i++) {
        Value value = value_at(observed, i);
        if (value.kind == VALUE_NULL) continue;
        BUF_AUTO Buf line = buf_new((size_t)1024 * 1024);
        buf_add(&line, value_text(value_key(observed, i)));
        buf_add_c(&line, " = ");
        if (value.kind == VALUE_STRING)
            buf_add(&line, value_text(value));
        else
            json_write(&line, value, JSON_SPACED);
        terminal_text(terminal, INK_DIM, buf_sv(&line));
    }
}

static void draw_waiver(Terminal *terminal, const Event *event) {
    Value waiver = event_value(event, "waiver");
    if (waiver.kind != VALUE_MAP) return;
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    buf_addf(&line, "waived by %.*s until %.*s: %.*s",
             SV_ARG(value_field_text(waiver, "by", (Sv){0})),
             SV_ARG(value_field_text(waiver, "expires", (Sv){0})),
             SV_ARG(value_field_text(waiver, "reason", (Sv){0})));
    terminal_prose(terminal, INK_YELLOW, "", buf_sv(&line));
}

// An expectation that tells its own story makes the step's reason a repetition.
static bool told_by_expectation(const Terminal *terminal, Sv cause) {
    if (!is(cause, "expectation")) return false;
    for (uint32_t i = 0; i < terminal->notes.expectation_count; i++) {
        if (!is(value_field_text(terminal->notes.expectations[i], "verdict", (Sv){0}), "held"))
            return true;
    }
    return false;
}

static Sv mend_of(const Terminal *terminal) {
    if (terminal->notes.attempt_count == 0) return (Sv){0};
    return value_field_text(terminal->notes.attempts[terminal->notes.attempt_count - 1], "mend",
                            (Sv){0});
}

void terminal_step(Terminal *terminal, const Event *event) {
    Sv verdict = event_text(event, "verdict");
    const VerdictLook *look = verdict_look(verdict);
    bool good = is(verdict, "passed");
    bool skipped = is(verdict, "skipped");
    if (terminal->options.quiet && (good || skipped)) return;

    bool began = event_int(event, "attempts") > 0 || event_int(event, "elapsed") > 0;
    Sv right = good      ? human(terminal, event_int(event, "elapsed"))
               : skipped ? (Sv){0}
                         : terminal_place(terminal, event->fields);
    terminal_line(terminal, sv_from_c(look->mark), look->ink, event_text(event, "number"),
                  event_text(event, "name"), good || skipped ? INK_PLAIN : INK_BOLD,
                  good && !began ? (Sv){0} : right);
    draw_answer(terminal);
    if (!skipped) draw_retries(terminal);
    draw_observed(terminal);
    draw_expectations(terminal);
    draw_captures(terminal);
    Sv cause = event_text(event, "cause");
    if (!good && !told_by_expectation(terminal, cause))
        terminal_prose(terminal, skipped ? INK_DIM : INK_PLAIN,
                       skipped                   ? "skipped: "
                       : is(verdict, "in_doubt") ? "in doubt: "
                                                 : "",
                       event_text(event, "reason"));
    if (!good && !skipped) {
        terminal_prose(terminal, INK_PLAIN, "→ ", mend_of(terminal));
        draw_output(terminal);
        draw_waiver(terminal, event);
        Sv again = event_text(event, "again");
        if (again.len && !is(verdict, "warned") && !is(verdict, "waived"))
            terminal_prose(terminal, INK_CYAN, "again: ", again);
    }
}
