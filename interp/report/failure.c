#include "report/failure.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/by_hand.h"
#include "report/sessions.h"

Sv expectation_label(Value expectation) {
    Sv title = value_field_text(expectation, "title", (Sv){0});
    return title.len ? title : value_field_text(expectation, "text", (Sv){0});
}

bool expectation_holds(Value expectation) {
    return sv_eq(value_field_text(expectation, "verdict", (Sv){0}), SV("held"));
}

bool expectation_unread(Value expectation) {
    return value_field_bool(expectation, "unread", false);
}

bool expectation_of_verb(Value expectation) {
    return value_field_bool(expectation, "implied", false) ||
           value_field_bool(expectation, "of_verb", false);
}

bool expectation_of_poll(Value expectation) {
    return value_field_int(expectation, "index", 1) == 0;
}

// "json: the answer is no JSON" is told by the value `json`.
Sv expectation_message(Value expectation) {
    Sv message = value_field_text(expectation, "message", (Sv){0});
    Value parts = value_field(expectation, "parts");
    for (size_t i = 0; expectation_of_poll(expectation) && i < value_count(parts); i++) {
        Sv text = value_field_text(value_item(parts, i), "text", (Sv){0});
        Sv value = value_field_text(value_item(parts, i), "value", (Sv){0});
        size_t told = text.len + value.len + 2 * (sizeof ": " - 1);
        if (!value.len || !sv_ends(message, value) || told >= message.len) continue;
        Sv label = sv_slice(message, message.len - told, message.len - value.len);
        if (!sv_starts(label, SV(": ")) || !sv_ends(label, SV(": "))) continue;
        if (sv_eq(sv_slice(label, 2, label.len - 2), text))
            return sv_slice(message, 0, message.len - told);
    }
    return message;
}

Sv failure_never(void) {
    return SV("it never came to hold");
}

Sv failure_stopped(const StepNotes *notes) {
    return value_field_text(notes_last_attempt(notes), "stopped", (Sv){0});
}

Sv failure_taken_back(Sv reason) {
    static const Sv back = SV_INIT("it was rolled back, and nothing of it stands");
    return sv_ends(reason, back) ? back : (Sv){0};
}

bool expectation_not_judged(const StepNotes *notes, Value expectation) {
    if (expectation_of_verb(expectation) || expectation_holds(expectation)) return false;
    bool failed = false;
    for (uint32_t i = 0; i < notes->expectation_count; i++)
        failed |= expectation_of_verb(notes->expectations[i]) &&
                  !expectation_holds(notes->expectations[i]);
    bool missed = sv_eq_c(value_field_text(expectation, "verdict", (Sv){0}), "missed");
    bool said = value_field_text(expectation, "message", (Sv){0}).len > 0;
    return failed && !(missed && said);
}

Sv place_text(Arena *arena, Value fields) {
    Value place = value_field(fields, "place");
    Sv path = value_field_text(place, "path", (Sv){0});
    if (!path.len) return path;
    return sv_format(arena, "%.*s:%lld", SV_ARG(path),
                     (long long)value_field_int(place, "line", 0));
}

Value failure_fields(const ReportEntry *entry) {
    for (uint32_t i = 0; i < entry->notes.expectation_count; i++) {
        Value each = entry->notes.expectations[i];
        if (!expectation_holds(each) && !expectation_not_judged(&entry->notes, each)) return each;
    }
    return entry->end.kind == VALUE_MAP ? entry->end : entry->begin;
}

void failure_add_quoted(Buf *out, Sv label, Sv text) {
    bool led = label.len > 0;
    if (text.len) buf_add(out, label);
    for (Sv line; sv_next_line(&text, &line); led = false) {
        if (!led) buf_add_c(out, "│ ");
        buf_add(out, line);
        buf_add_char(out, '\n');
    }
}

static void add_parts(Buf *out, Value expectation) {
    Value parts = value_field(expectation, "parts");
    size_t widest = 0;
    for (size_t i = 0; i < value_count(parts); i++) {
        if (failure_is_count(expectation, i)) continue;
        size_t width = utf8_width(value_field_text(value_item(parts, i), "text", (Sv){0}));
        if (width > widest) widest = width;
    }
    Sv said = {0}; // where values came from is only said once
    for (size_t i = 0; i < value_count(parts); i++) {
        Value part = value_item(parts, i);
        if (failure_is_count(expectation, i)) continue;
        Sv text = value_field_text(part, "text", (Sv){0});
        Sv from = value_field_text(part, "from", (Sv){0});
        BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
        buf_add_c(&line, "  ");
        buf_add(&line, text);
        buf_add_repeat(&line, ' ', widest - utf8_width(text));
        buf_add_c(&line, failure_is_lines(part) ? " =\n" : " = ");
        buf_add(&line, value_field_text(part, "value", (Sv){0}));
        if (from.len && !sv_eq(from, said)) buf_addf(&line, "   (%.*s)", SV_ARG(from));
        said = from;
        failure_add_quoted(out, SV(""), buf_sv(&line));
    }
}

void failure_add_expectation(Buf *out, Value expectation) {
    Sv title = value_field_text(expectation, "title", (Sv){0});
    failure_add_quoted(out, SV(""), title);
    Sv count = failure_count(expectation);
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    buf_add(&line, value_field_text(expectation, "text", (Sv){0}));
    if (count.len) buf_addf(&line, "; %.*s", SV_ARG(count));
    failure_add_quoted(out, SV(""), buf_sv(&line));
    add_parts(out, expectation);
    bool erred = sv_eq(value_field_text(expectation, "verdict", (Sv){0}), SV("error"));
    failure_add_quoted(out, erred ? SV("error: ") : SV(""), expectation_message(expectation));
}

void failure_add_attempts(Buf *out, const StepNotes *notes) {
    for (uint32_t i = 0; i + 1 < notes->attempt_count; i++) {
        Sv reason = value_field_text(notes->attempts[i], "reason", (Sv){0});
        Sv answer = value_field_text(notes->attempts[i], "answer", (Sv){0});
        BUF_AUTO Buf label = buf_new(64);
        buf_addf(&label,
                 "attempt %lld: ", (long long)value_field_int(notes->attempts[i], "attempt", 0));
        failure_add_quoted(out, buf_sv(&label), reason.len ? reason : answer);
    }
}

static bool told_by_expectation(const StepNotes *notes) {
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        if (!expectation_holds(notes->expectations[i])) return true;
    }
    return false;
}

void failure_add_not_judged(Buf *out, const StepNotes *notes) {
    uint32_t not_judged = 0;
    for (uint32_t i = 0; i < notes->expectation_count; i++)
        not_judged += expectation_not_judged(notes, notes->expectations[i]);
    if (not_judged > 0)
        buf_addf(out, "%u more %s not judged, since this does not hold\n", not_judged,
                 not_judged == 1 ? "is" : "are");
}

void failure_add_expectations(Buf *out, const StepNotes *notes) {
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        Value each = notes->expectations[i];
        if (!expectation_not_judged(notes, each) && !expectation_holds(each))
            failure_add_expectation(out, each);
    }
    failure_add_not_judged(out, notes);
}

static void add_waiver(Buf *out, const ReportEntry *entry) {
    Value waiver = value_field(entry->end, "waiver");
    if (waiver.kind != VALUE_MAP) return;
    BUF_AUTO Buf label = buf_new(LIMIT_STRING_BYTES);
    shown_addf(&label,
               "waived by %.*s until %.*s: ", SV_ARG(value_field_text(waiver, "by", (Sv){0})),
               SV_ARG(value_field_text(waiver, "expires", (Sv){0})));
    failure_add_quoted(out, buf_sv(&label), value_field_text(waiver, "reason", (Sv){0}));
}

// What was seen behind the expectations.
static void add_behind(Buf *out, const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    Value last = notes_last_attempt(notes);
    if (told_by_expectation(notes)) failure_add_quoted(out, SV(""), failure_stopped(notes));
    bool by_capture = sv_eq(value_field_text(entry->end, "cause", (Sv){0}), SV("capture"));
    for (uint32_t i = 0; !by_capture && i < notes->capture_count; i++)
        failure_add_quoted(out, SV("capture: "),
                           value_field_text(notes->captures[i], "error", (Sv){0}));
    failure_add_quoted(out, SV(""), session_resolved(notes->arena, notes->resolved));
    failure_add_quoted(out, SV("probe: "), value_field_text(notes->probed, "reason", (Sv){0}));
    failure_add_quoted(out, SV(""), notes_answer(notes));
    failure_add_quoted(out, SV("note: "), value_field_text(notes->answered, "note", (Sv){0}));
    failure_add_quoted(out, SV("to mend it: "), value_field_text(last, "mend", (Sv){0}));
    Sv output = sv_trim(value_field_text(last, "output", (Sv){0}));
    if (output.len) buf_add_c(out, "it said:\n");
    failure_add_quoted(out, SV(""), output);
    add_waiver(out, entry);
}

void failure_add_besides(Buf *out, const ReportEntry *entry) {
    failure_add_attempts(out, &entry->notes);
    add_behind(out, entry);
}

static void add_by_hand(Buf *out, Value attempt) {
    for (size_t i = 0; i < asked_by_hand(attempt); i++) {
        Sv line = hand_line_text(attempt, i);
        failure_add_quoted(out, SV("by hand: "), line);
        failure_add_quoted(out, line.len ? SV("where ") : SV("by hand: "),
                           hand_line_note(attempt, i));
    }
}

void failure_add_step(Buf *out, const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    failure_add_attempts(out, notes);
    bool resolved = notes->resolved.kind == VALUE_MAP &&
                    sv_eq(value_field_text(entry->end, "cause", (Sv){0}), SV("resolved"));
    bool refused = notes_refused(notes, entry_reason(entry));
    if (!told_by_expectation(notes) && !resolved && !refused)
        failure_add_quoted(out, SV(""), entry_reason(entry));
    failure_add_expectations(out, notes);
    add_behind(out, entry);
    add_by_hand(out, notes_last_attempt(notes));
    failure_add_quoted(out, SV("again: "), value_field_text(entry->end, "again", (Sv){0}));
}

// ── what an expectation was judged on ──

enum { TEXT_BYTES = 64 * 1024, MOST_PARTS = 6 };

// Within a line: the lines that differ, without those around them.
static void add_changed_lines(Buf *out, Sv difference) {
    bool any = false;
    for (Sv line; sv_next_line(&difference, &line);) {
        bool heading = sv_starts(line, SV("--- ")) || sv_starts(line, SV("+++ "));
        if (heading || line.len == 0 || sv_starts(line, SV(" ")) || sv_starts(line, SV("@@")))
            continue;
        if (any) buf_add_char(out, ' ');
        buf_add(out, line);
        any = true;
    }
}

Sv observed_for(Arena *arena, Value expectation) {
    BUF_AUTO Buf out = buf_new(TEXT_BYTES);
    Value parts = value_field(expectation, "parts");
    for (size_t i = 0; i < value_count(parts) && i < MOST_PARTS; i++) {
        Value part = value_item(parts, i);
        if (i) buf_add_c(&out, "; ");
        buf_add(&out, value_field_text(part, "text", (Sv){0}));
        buf_add_c(&out, " = ");
        if (failure_is_lines(part))
            add_changed_lines(&out, value_field_text(part, "value", (Sv){0}));
        else
            buf_add(&out, value_field_text(part, "value", (Sv){0}));
    }
    return buf_keep(&out, arena);
}
