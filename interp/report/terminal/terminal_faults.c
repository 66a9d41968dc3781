// What did not pass is kept when it ends, for the last block.
#include "report/terminal/terminal_faults.h"
#include "base/utf8.h"
#include "report/failure.h"
#include "report/verdict.h"

enum { FAULTS_KEPT = 500, TEXT_COLUMNS = 600, VALUE_COLUMNS = 320, LIST_COLUMNS = 3000 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

static Sv kept(Terminal *terminal, Sv text, size_t columns) {
    Sv fitting = utf8_fit(text, columns);
    bool cut = fitting.len < text.len;
    return cut ? sv_format(terminal->arena, "%.*s…", SV_ARG(fitting))
               : sv_copy(terminal->arena, text);
}

// ── why ──

static void keep_values(Terminal *terminal, StepFault *fault, Value expectation) {
    Value parts = value_field(expectation, "parts");
    uint32_t first = FAULT_VALUES;
    for (size_t i = value_count(parts); i-- > 0 && first > 0;) {
        if (failure_says_little(terminal->scratch, expectation, i)) continue;
        Value part = value_item(parts, i);
        Sv value = text_of(part, "value");
        fault->values[--first] = (FaultValue){
            kept(terminal, text_of(part, "text"), TEXT_COLUMNS),
            kept(terminal, value, sv_starts(value, SV("[{\"")) ? LIST_COLUMNS : VALUE_COLUMNS)};
    }
    fault->value_count = FAULT_VALUES - first;
    for (uint32_t i = 0; i < fault->value_count; i++)
        fault->values[i] = fault->values[first + i];
}

// "npm run gate → exit 1": what was asked for and what came of it say more than `exit_code == 0`.
static void keep_answer(Terminal *terminal, StepFault *fault) {
    Value attempt = notes_last_attempt(&terminal->notes);
    Sv request = text_of(attempt, "request"), answer = text_of(attempt, "answer");
    fault->said = kept(terminal, said_line(attempt), TEXT_COLUMNS);
    fault->said_by_us = false;
    if (!request.len || !answer.len) return;
    fault->value_count = 0;
    bool silent = fault->said.len == 0 && sv_starts(answer, SV("exit "));
    fault->what = kept(terminal,
                       sv_format(terminal->scratch, "%.*s → %.*s%s", SV_ARG(request),
                                 SV_ARG(answer), silent ? ", and it said nothing" : ""),
                       TEXT_COLUMNS);
    bool whole = sv_starts(fault->what, request);
    if (whole && fault->what.len > request.len) fault->answer_at = request.len;
}

// The word of an author: of this expectation, else of the first that has one.
static Sv word_of(const StepNotes *notes, Value missed) {
    Sv word = text_of(missed, "message");
    for (uint32_t i = 0; i < notes->expectation_count && !word.len; i++)
        if (sv_eq_c(text_of(notes->expectations[i], "verdict"), "missed"))
            word = text_of(notes->expectations[i], "message");
    return word;
}

static Sv without(Sv text, Sv beginning) {
    return sv_starts(text, beginning) ? sv_slice(text, beginning.len, text.len) : text;
}

// The condition of a poll says by itself that it did not hold.
static void keep_until(Terminal *terminal, StepFault *fault, Value missed, Sv reason) {
    Sv word = expectation_message(missed), own = without(word, failure_never());
    Sv stopped = failure_stopped(&terminal->notes), back = failure_taken_back(reason);
    fault->what = kept(
        terminal,
        sv_format(terminal->scratch, "never came to hold: %.*s", SV_ARG(text_of(missed, "text"))),
        TEXT_COLUMNS);
    fault->rest = kept(terminal,
                       sv_format(terminal->scratch, "%.*s%s%.*s", SV_ARG(stopped),
                                 stopped.len && back.len ? "; " : "", SV_ARG(back)),
                       TEXT_COLUMNS);
    fault->mend = kept(terminal, without(own, SV(": ")), TEXT_COLUMNS);
    keep_values(terminal, fault, missed);
}

static void keep_expectation(Terminal *terminal, StepFault *fault, Value missed, Sv reason) {
    if (expectation_of_poll(missed)) {
        keep_until(terminal, fault, missed, reason);
        return;
    }
    Sv verdict = text_of(missed, "verdict"), message = text_of(missed, "message");
    bool erred = sv_eq_c(verdict, "error"), undecided = sv_eq_c(verdict, "undecided");
    Sv label = expectation_label(missed);
    fault->itself = value_count(value_field(missed, "parts")) == 1 &&
                    sv_eq(label, text_of(value_item(value_field(missed, "parts"), 0), "text")) &&
                    failure_count(missed).len == 0;
    bool holds_not = !erred && !undecided;
    Sv count = holds_not ? failure_count(missed) : SV("");
    fault->what =
        kept(terminal,
             sv_format(terminal->scratch, "%s%.*s%s%.*s", holds_not ? "does not hold: " : "",
                       SV_ARG(label), count.len ? "; " : "", SV_ARG(count)),
             TEXT_COLUMNS);
    fault->rest = kept(terminal, failure_rest(reason, label, message), TEXT_COLUMNS);
    if (erred)
        fault->said = kept(terminal, sv_format(terminal->scratch, "error: %.*s", SV_ARG(message)),
                           TEXT_COLUMNS);
    if (undecided) fault->said = kept(terminal, message, TEXT_COLUMNS);
    fault->said_by_us = erred || (undecided && sv_starts(message, SV("needs ")));
    if (!undecided) keep_values(terminal, fault, missed);
    if (!erred && !undecided)
        fault->mend = kept(terminal, word_of(&terminal->notes, missed), TEXT_COLUMNS);
    if (!expectation_of_verb(missed)) return;
    Sv held_against = fault->what;
    keep_answer(terminal, fault);
    // The first one that was missed may be another; those are not judged.
    bool other = label.len > 0 && sv_find(reason, label, 0) == SV_NONE;
    bool written = !value_field_bool(missed, "implied", false);
    if (other) fault->rest = written ? held_against : (Sv){0};
}

// ── what tells causes apart ──

static Sv same_of(Terminal *terminal, const StepFault *fault, Value missed) {
    Arena *arena = terminal->arena;
    if (missed.kind != VALUE_MAP)
        return sv_format(arena, "%.*s\n%.*s\n%.*s", SV_ARG(fault->what), SV_ARG(fault->mend),
                         SV_ARG(fault->asks));
    Sv answer = text_of(notes_last_attempt(&terminal->notes), "answer");
    if (expectation_of_verb(missed) && failure_of_server(answer)) return sv_copy(arena, answer);
    BUF_AUTO Buf same = buf_new(LINE_BYTES);
    buf_addf(&same, "%.*s\n%.*s\n%.*s", SV_ARG(fault->place), SV_ARG(text_of(missed, "text")),
             SV_ARG(fault->said));
    if (expectation_of_verb(missed)) buf_add(&same, answer);
    for (uint32_t i = 0; i < fault->value_count; i++)
        buf_addf(&same, "\n%.*s", SV_ARG(fault->values[i].value));
    return buf_keep(&same, arena);
}

// ── keeping ──

static Sv short_place(Sv place) { // without the column
    size_t colon = place.len;
    while (colon > 0 && place.at[colon - 1] != ':')
        colon--;
    return colon > 1 ? sv_slice(place, 0, colon - 1) : place;
}

// A question may have lines of its own; here it is a sentence.
static Sv on_one_line(Terminal *terminal, Sv text) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    for (Sv part; sv_next_line(&text, &part);) {
        part = sv_trim(part);
        if (part.len) buf_addf(&line, "%s%.*s", line.len ? " " : "", SV_ARG(part));
    }
    return buf_keep(&line, terminal->scratch);
}

static void keep_question(Terminal *terminal, StepFault *fault) {
    const StepNotes *notes = &terminal->notes;
    Sv note = text_of(notes->answered, "note");
    if (note.len)
        fault->rest =
            kept(terminal, sv_format(terminal->scratch, "note: %.*s", SV_ARG(note)), TEXT_COLUMNS);
    Value waiting = notes_waiting(notes);
    if (waiting.kind != VALUE_MAP || !sv_eq_c(fault->verdict, "undecided")) return;
    fault->asks = kept(terminal, on_one_line(terminal, text_of(waiting, "question")), TEXT_COLUMNS);
    fault->choices = kept(terminal, notes_choices(terminal->scratch, waiting), TEXT_COLUMNS);
    fault->attended = value_field_bool(waiting, "attended", false);
}

void faults_remember(Terminal *terminal, const Event *event, Sv place) {
    Sv verdict = event_text(event, "verdict");
    if (sv_eq_c(verdict, "passed") || terminal->fault_count == FAULTS_KEPT) return;
    bool declined = sv_eq_c(event_text(event, "cause"), "declined");
    if (sv_eq_c(verdict, "skipped") && !declined) return;
    arena_grow(terminal->arena, terminal->faults, terminal->fault_count, terminal->fault_capacity);
    StepFault *fault = arena_new_of(terminal->arena, StepFault);
    terminal->faults[terminal->fault_count++] = fault;
    bool step = event->kind == EVENT_STEP_ENDED;
    bool denied = sv_eq_c(event_text(event, "cause"), "denied"); // it would be again
    *fault = (StepFault){.address = sv_copy(terminal->arena, event_text(event, "address")),
                         .number = sv_copy(terminal->arena, event_text(event, "number")),
                         .name = sv_copy(terminal->arena, event_text(event, "name")),
                         .verdict = sv_copy(terminal->arena, verdict),
                         .place = sv_copy(terminal->arena, short_place(place)),
                         .again = denied ? (Sv){0}
                                         : sv_copy(terminal->arena, event_text(event, "again"))};
    if (event_bool(event, "reused"))
        fault->kept = sv_copy(terminal->arena, terminal_kept_when(terminal, event));
    if (step) keep_question(terminal, fault);
    fault->waiver =
        kept(terminal, terminal_waiver(terminal, event_value(event, "waiver")), TEXT_COLUMNS);
    Value missed = step ? failure_telling(&terminal->notes, &fault->others) : value_null();
    bool in_doubt = sv_eq_c(verdict, "in_doubt");
    if (missed.kind == VALUE_MAP && !in_doubt) {
        keep_expectation(terminal, fault, missed, event_text(event, "reason"));
    } else {
        missed = value_null();
        fault->others = 0;
        fault->what = kept(terminal, event_text(event, "reason"), TEXT_COLUMNS);
        Value attempt = step ? notes_last_attempt(&terminal->notes) : value_null();
        fault->mend = kept(terminal, text_of(attempt, "mend"), TEXT_COLUMNS);
        Sv said = said_line(attempt);
        if (sv_find(fault->what, said, 0) == SV_NONE)
            fault->said = kept(terminal, said, TEXT_COLUMNS);
    }
    if (!in_doubt && step) fault->same = same_of(terminal, fault, missed);
}

StepFault *fault_at(const Terminal *terminal, Sv address) {
    // The last one: of several sessions the last one counts.
    for (uint32_t i = terminal->fault_count; i-- > 0;)
        if (sv_eq(terminal->faults[i]->address, address)) return terminal->faults[i];
    return NULL;
}

StepFault *faults_alike_before(const Terminal *terminal, Sv address) {
    const StepFault *fault = fault_at(terminal, address);
    for (uint32_t i = 0; fault && fault->same.len && i < terminal->fault_count; i++) {
        StepFault *other = terminal->faults[i];
        if (other == fault) return NULL;
        if (sv_eq(other->same, fault->same) && sv_eq(other->verdict, fault->verdict)) return other;
    }
    return NULL;
}
