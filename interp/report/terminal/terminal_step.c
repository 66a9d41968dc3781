#include "base/num.h"
#include "base/utf8.h"
#include "report/failure.h"
#include "report/sessions.h"
#include "report/terminal/terminal_faults.h"

static bool is(Sv text, const char *word) {
    return sv_eq_c(text, word);
}

static void draw_retry(Terminal *terminal, Value attempt) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    Sv answer = value_field_text(attempt, "answer", (Sv){0});
    Sv reason = value_field_text(attempt, "reason", (Sv){0});
    buf_addf(&line, "attempt %lld: ", (long long)value_field_int(attempt, "attempt", 0));
    Sv saw = value_field_text(attempt, "saw", (Sv){0});
    buf_add(&line, reason.len ? reason : saw.len ? saw : answer);
    const Value *again = value_get_c(attempt, "again_in");
    if (again && again->kind == VALUE_INT) {
        buf_add_c(&line, "; again in ");
        duration_add_human(&line, again->integer);
        Sv asked = value_field_text(attempt, "asked", (Sv){0});
        if (asked.len) buf_addf(&line, ", %.*s", SV_ARG(asked));
    }
    terminal_note(terminal, buf_sv(&line));
}

// The attempts before the last, a line each, so that every retry is visible; of many, the middle
// ones are only counted.
static void draw_retries(Terminal *terminal) {
    const StepNotes *notes = &terminal->notes;
    uint32_t kept = notes->attempt_count ? notes->attempt_count - 1 : 0;
    uint32_t left_out = notes->left_out, before = kept + left_out;
    bool all = before <= RETRIES_LISTED || terminal->options.verbose;
    uint32_t head = all ? before : RETRIES_LISTED / 2,
             tail = all ? before : before - RETRIES_LISTED / 2;
    for (uint32_t i = 0; i < head; i++)
        draw_retry(terminal, notes->attempts[i]);
    if (all) return;
    BUF_AUTO Buf more = buf_new(200);
    buf_addf(&more, "… %u more attempts …", tail - head);
    terminal_text(terminal, INK_DIM, buf_sv(&more));
    for (uint32_t i = tail - left_out; i < kept; i++)
        draw_retry(terminal, notes->attempts[i]);
}

static Sv verdict_of(Value expectation) {
    return value_field_text(expectation, "verdict", (Sv){0});
}

static void draw_held(Terminal *terminal, Value expectation) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_add_c(&line, expectation_unread(expectation) ? "did not apply: " : "holds: ");
    Sv title = value_field_text(expectation, "title", (Sv){0});
    buf_add(&line, title.len ? title : value_field_text(expectation, "text", (Sv){0}));
    Sv observed = observed_for(terminal->scratch, expectation);
    if (observed.len) buf_addf(&line, " (%.*s)", SV_ARG(observed));
    terminal_note(terminal, buf_sv(&line));
}

static bool is_told(const Terminal *terminal, Value expectation) {
    return !is(verdict_of(expectation), "held") &&
           (terminal->options.verbose || !expectation_not_judged(&terminal->notes, expectation));
}

static uint32_t missed_count(const Terminal *terminal) {
    const StepNotes *notes = &terminal->notes;
    uint32_t count = 0;
    for (uint32_t i = 0; i < notes->expectation_count; i++)
        count += is_told(terminal, notes->expectations[i]);
    return count;
}

static void draw_not_judged(Terminal *terminal, uint32_t count) {
    if (count == 0) return;
    terminal_wrapped(terminal, INK_LABEL,
                     sv_format(terminal->scratch, "%u more %s not judged, since this does not hold",
                               count, count == 1 ? "is" : "are"),
                     terminal_column(terminal));
}

// The first place is in the step's own line, further ones are beside their expectations.
static void draw_expectations(Terminal *terminal, Sv verb) {
    const StepNotes *notes = &terminal->notes;
    bool first = true, several = missed_count(terminal) > 1;
    uint32_t not_judged = 0;
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        Value expectation = notes->expectations[i];
        if (is(verdict_of(expectation), "held")) {
            if (terminal->options.verbose) draw_held(terminal, expectation);
            continue;
        }
        if (!is_told(terminal, expectation)) {
            not_judged++;
            continue;
        }
        Sv place = first ? (Sv){0} : terminal_place(terminal, expectation);
        terminal_expectation(terminal, &(Missed){expectation, verb, place, several});
        first = false;
    }
    draw_not_judged(terminal, not_judged);
}

static void draw_captures(Terminal *terminal) {
    for (uint32_t i = 0; i < terminal->notes.capture_count; i++) {
        Value capture = terminal->notes.captures[i];
        Sv error = value_field_text(capture, "error", (Sv){0});
        if (!error.len) continue;
        BUF_AUTO Buf line = buf_new(LINE_BYTES);
        buf_add_c(&line, "capture ");
        buf_add(&line, value_field_text(capture, "title", (Sv){0}));
        buf_add_c(&line, ": ");
        buf_add(&line, error);
        terminal_prose(terminal, INK_PLAIN, "", buf_sv(&line));
    }
}

static void draw_answer(Terminal *terminal) {
    const StepNotes *notes = &terminal->notes;
    if (terminal->options.verbose && notes->asked.kind == VALUE_MAP) {
        terminal_prose(terminal, INK_DIM,
                       "asked: ", value_field_text(notes->asked, "question", (Sv){0}));
        terminal_prose(terminal, INK_DIM,
                       "shown: ", value_field_text(notes->asked, "show", (Sv){0}));
    }
    terminal_prose(terminal, INK_DIM, "", notes_answer(notes));
    terminal_prose(terminal, INK_PLAIN,
                   "note: ", value_field_text(notes->answered, "note", (Sv){0}));
}

static void draw_probe(Terminal *terminal) {
    terminal_prose(terminal, INK_PLAIN,
                   "probe: ", value_field_text(terminal->notes.probed, "reason", (Sv){0}));
}

Sv terminal_waiver(Terminal *terminal, Value waiver) {
    if (waiver.kind != VALUE_MAP) return (Sv){0};
    return sv_format(terminal->scratch, "waived by %.*s until %.*s: %.*s",
                     SV_ARG(value_field_text(waiver, "by", (Sv){0})),
                     SV_ARG(value_field_text(waiver, "expires", (Sv){0})),
                     SV_ARG(value_field_text(waiver, "reason", (Sv){0})));
}

// The first expectation that does not hold, of those that were judged; null where there is none.
static Value first_missed(const Terminal *terminal) {
    const StepNotes *notes = &terminal->notes;
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        Value each = notes->expectations[i];
        if (!is(verdict_of(each), "held") && !expectation_not_judged(notes, each)) return each;
    }
    return value_null();
}

// Where to look in the runbook: at what does not hold, if that is the reason.
Sv terminal_where(Terminal *terminal, const Event *event) {
    Value missed = first_missed(terminal);
    Sv place = missed.kind == VALUE_MAP ? terminal_place(terminal, missed) : (Sv){0};
    return place.len ? place : terminal_place(terminal, event->fields);
}

static void draw_reason(Terminal *terminal, const Event *event) {
    Sv verdict = event_text(event, "verdict");
    // If an expectation explains itself, the step's reason would repeat it.
    if (first_missed(terminal).kind == VALUE_MAP && !is(verdict, "in_doubt")) {
        terminal_prose(terminal, INK_REASON, "", failure_stopped(&terminal->notes));
        return;
    }
    // So does a person's word.
    if (notes_refused(&terminal->notes, event_text(event, "reason"))) return;
    if (is(event_text(event, "cause"), "resolved") && terminal->notes.resolved.kind == VALUE_MAP)
        return;
    const char *label = is(verdict, "in_doubt")  ? "in doubt: "
                        : is(verdict, "skipped") ? "skipped: "
                                                 : "";
    terminal_prose(terminal, INK_PLAIN, label, event_text(event, "reason"));
}

static void draw_what_next(Terminal *terminal, const Event *event) {
    Sv verdict = event_text(event, "verdict"), again = event_text(event, "again");
    bool denied = is(event_text(event, "cause"), "denied"); // it would be again
    if (again.len && !denied && !is(verdict, "warned") && !is(verdict, "waived"))
        terminal_command(terminal, "again: ", again);
}

// The answer explains the failure, unless values of it that did not hold have been shown already.
static bool output_tells(const Terminal *terminal) {
    const StepNotes *notes = &terminal->notes;
    bool missed = false;
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        Value each = notes->expectations[i];
        if (is(verdict_of(each), "held")) continue;
        if (value_field_bool(each, "implied", false) || value_field_bool(each, "of_verb", false))
            return true;
        missed = true;
    }
    return !missed || terminal->options.verbose;
}

static bool plain_skip(const Terminal *terminal, Sv verdict) {
    return is(verdict, "skipped") && terminal->notes.answered.kind != VALUE_MAP;
}

// One cause is explained once.
static bool draw_as_before(Terminal *terminal, const Event *event) {
    const StepFault *before = faults_alike_before(terminal, event_text(event, "address"));
    if (!before || terminal->options.verbose) return false;
    buf_add_repeat(&terminal->out, ' ', terminal_column(terminal));
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_addf(&line, "as %.*s: %.*s", SV_ARG(before->number), SV_ARG(before->what));
    terminal_hanging(terminal, INK_REASON, buf_sv(&line), terminal_column(terminal));
    return true;
}

static void draw_failure(Terminal *terminal, const Event *event) {
    draw_reason(terminal, event);
    terminal_hint(terminal,
                  value_field_text(notes_last_attempt(&terminal->notes), "mend", (Sv){0}));
    if (output_tells(terminal)) terminal_output(terminal);
    terminal_prose(terminal, INK_REASON, "",
                   terminal_waiver(terminal, event_value(event, "waiver")));
    if (!terminal->options.verbose) terminal_by_hand(terminal);
    draw_what_next(terminal, event);
}

// Where to look, behind the mark of what an earlier session decided.
static Sv place_of(Terminal *terminal, const Event *event) {
    Sv where = terminal_where(terminal, event);
    if (!event_bool(event, "reused")) return where;
    return sv_format(terminal->scratch, "%.*s  %.*s", SV_ARG(terminal_kept_when(terminal, event)),
                     SV_ARG(where));
}

bool terminal_half_undone(const Event *event) {
    return event_bool(event, "reused") && is(event_text(event, "stands"), "doubt") &&
           (is(event_text(event, "verdict"), "passed") ||
            is(event_text(event, "verdict"), "warned"));
}

static void draw_title(Terminal *terminal, const Event *event, bool good) {
    const VerdictLook *look =
        verdict_look(terminal_half_undone(event) ? SV("in_doubt") : event_text(event, "verdict"));
    bool took_time = event_int(event, "attempts") > 0;
    bool kept = event_bool(event, "reused");
    Sv elapsed = kept        ? terminal_kept_when(terminal, event)
                 : took_time ? terminal_human(terminal, event_int(event, "elapsed"))
                             : (Sv){0};
    terminal_line(terminal, &(TerminalLine){.mark = look->mark,
                                            .ink = look->ink,
                                            .number = event_text(event, "number"),
                                            .name = event_text(event, "name"),
                                            .name_ink = kept   ? INK_DIM
                                                        : good ? INK_PLAIN
                                                               : INK_BOLD,
                                            .right = good ? elapsed : place_of(terminal, event),
                                            .looked_for = !good});
}

void terminal_step(Terminal *terminal, const Event *event) {
    Sv verdict = event_text(event, "verdict");
    bool good = is(verdict, "passed");
    if (terminal->options.quiet && (good || is(verdict, "skipped"))) return;
    if (plain_skip(terminal, verdict)) {
        terminal_skip(terminal, event);
        return;
    }
    terminal_skip_end(terminal);
    draw_title(terminal, event, good);
    if (terminal_half_undone(event))
        terminal_prose(terminal, INK_REASON, "", SV("it was taken back since, perhaps in part"));
    draw_answer(terminal);
    if (!good && draw_as_before(terminal, event)) return;
    draw_retries(terminal);
    terminal_observed(terminal);
    draw_expectations(terminal, event_text(event, "verb"));
    if (!is(event_text(event, "cause"), "capture")) draw_captures(terminal);
    terminal_prose(terminal, INK_REASON, "",
                   session_resolved(terminal->scratch, terminal->notes.resolved));
    draw_probe(terminal);
    if (!good)
        draw_failure(terminal, event);
    else if (terminal->options.verbose)
        terminal_output(terminal);
}
