// One step beneath its row: what it is, what was judged and by which values, what a person said,
// what it left.
#include "base/limits.h"
#include "base/num.h"
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "report/ink.h"
#include "report/page/page_text.h"
#include "report/sessions.h"
#include "report/standing.h"
#include "value/json.h"

enum { LEAVES = 400 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

// ── what was judged ──

typedef struct CheckLook {
    const VerdictLook *look;
    const char *word;
} CheckLook;

static CheckLook judged_as(const RunPage *page, const ReportEntry *entry, Value expectation) {
    bool holds = expectation_holds(expectation);
    bool must = sv_eq_c(text_of(expectation, "level"), "must");
    Sv verdict = text_of(expectation, "verdict");
    const VerdictLook *skipped = verdict_look(SV("skipped"));
    if (holds && expectation_unread(expectation)) return (CheckLook){skipped, "did not apply"};
    if (holds && entry_unsettled(page->record, entry))
        return (CheckLook){skipped, "held before the undo"};
    if (holds) return (CheckLook){verdict_look(SV("passed")), "held"};
    if (expectation_not_judged(&entry->notes, expectation))
        return (CheckLook){skipped, "not judged"};
    if (sv_eq_c(verdict, "undecided"))
        return (CheckLook){verdict_look(SV("undecided")), "nothing to judge"};
    return (CheckLook){verdict_look(must ? SV("failed") : SV("warned")),
                       sv_eq_c(verdict, "error") ? "error" : "does not hold"};
}

// A list of maps is read best as a table.
static bool add_as_rows(const RunPage *page, Buf *out, const ReportEntry *entry, Sv shown) {
    Value value;
    if (!sv_starts(shown, SV("[{")) || !json_parse(page->record->arena, shown, &value, NULL) ||
        !html_is_rows(value))
        return false;
    HtmlBound bound = {LEAVES, run_show_command(page->record, entry)};
    html_rows(out, value, (Sv){0}, bound);
    return true;
}

static void add_values(const RunPage *page, Buf *out, const ReportEntry *entry, Value parts) {
    Sv said = {0}; // where values came from is only said once
    for (size_t i = 0; i < value_count(parts); i++) {
        Value part = value_item(parts, i);
        Sv value = text_of(part, "value"), from = text_of(part, "from");
        buf_add_c(out, "<div>");
        html_leaf(out, "code", NULL, text_of(part, "text"));
        buf_add_c(out, " = ");
        if (failure_is_lines(part))
            html_leaf(out, "pre", "lines", value);
        else if (!add_as_rows(page, out, entry, value))
            html_leaf(out, "code", "seen", value);
        if (from.len && !sv_eq(from, said)) {
            buf_add_c(out, " <small>(");
            html_text(out, from);
            buf_add_c(out, ")</small>");
        }
        said = from;
        buf_add_c(out, "</div>");
    }
}

static void add_expectation(const RunPage *page, Buf *out, const ReportEntry *entry,
                            Value expectation) {
    CheckLook judged = judged_as(page, entry, expectation);
    Sv title = text_of(expectation, "title"), text = text_of(expectation, "text"),
       message = expectation_holds(expectation) ? (Sv){0} : expectation_message(expectation);
    buf_addf(out, "<tr class=\"%s\"><td>", judged.look->verdict);
    run_mark(out, judged.look->mark);
    html_leaf(out, "span", "became", sv_from_c(judged.word));
    buf_add_c(out, "</td><th scope=\"row\">");
    html_leaf(out, "span", "name", title);
    if (title.len) buf_add_c(out, "<br>");
    html_leaf(out, "code", NULL, text);
    buf_add_c(out, "</th><td>");
    html_text(out, text_of(expectation, "level"));
    buf_add_c(out, "</td><td>");
    add_values(page, out, entry, value_field(expectation, "parts"));
    bool erred = sv_eq_c(text_of(expectation, "verdict"), "error");
    if (message.len)
        buf_add_c(out, erred ? "<div class=\"said\">error: " : "<div class=\"said\">→ ");
    html_text(out, message);
    buf_add_c(out, message.len ? "</div></td></tr>\n" : "</td></tr>\n");
}

static void add_expectations(const RunPage *page, Buf *out, const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    if (notes->expectation_count == 0) return;
    buf_add_c(out, "<table class=\"checks\"><thead><tr><th scope=\"col\">verdict</th>"
                   "<th scope=\"col\">check</th><th scope=\"col\">level</th>"
                   "<th scope=\"col\">observed</th></tr></thead><tbody>\n");
    for (uint32_t i = 0; i < notes->expectation_count; i++)
        add_expectation(page, out, entry, notes->expectations[i]);
    buf_add_c(out, "</tbody></table>\n");
}

// ── what a person said ──

static void add_question(Buf *out, const StepNotes *notes) {
    if (notes->asked.kind != VALUE_MAP && notes->answered.kind != VALUE_MAP) return;
    buf_add_c(out, "<blockquote>");
    html_leaf(out, "p", "question", text_of(notes->asked, "question"));
    html_block(out, text_of(notes->asked, "show"));
    buf_add_c(out, "</blockquote>\n<dl class=\"facts\">\n");
    run_fact(out, "answers", notes_choices(notes->arena, notes->asked));
    run_fact(out, "answer", notes_answer(notes));
    run_fact(out, "note", text_of(notes->answered, "note"));
    run_fact(out, "no answer", text_of(notes->answered, "reason"));
    run_code_fact(out, "digest of the question", text_of(notes->asked, "digest"));
    buf_add_c(out, "</dl>\n");
}

// ── what it left ──

static void add_capture(const RunPage *page, Buf *out, const ReportEntry *entry, Value capture) {
    Sv error = text_of(capture, "error");
    buf_add_c(out, "<dt>");
    html_text(out, text_of(capture, "title"));
    buf_add_c(out, "</dt><dd>");
    if (error.len) buf_add_c(out, "not taken: ");
    html_text(out, error);
    HtmlBound bound = {LEAVES, run_show_command(page->record, entry)};
    if (!error.len && value_field_bool(capture, "secret", false))
        buf_add_c(out, "secret, so it is not in the journal");
    else if (!error.len)
        html_value(out, value_field(capture, "value"), 1, bound);
    buf_add_c(out, "</dd>\n");
}

static void add_captures(const RunPage *page, Buf *out, const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    if (notes->capture_count == 0) return;
    buf_add_c(out, "<h3>Captured</h3>\n<dl class=\"facts\">\n");
    for (uint32_t i = 0; i < notes->capture_count; i++)
        add_capture(page, out, entry, notes->captures[i]);
    buf_add_c(out, "</dl>\n");
}

// ── what it is ──

// Its name and its value stay in one line.
static void about(Buf *out, bool code, const char *name, Sv text) {
    if (!text.len) return;
    buf_add_c(out, "<div>");
    if (code)
        run_code_fact(out, name, text);
    else
        run_fact(out, name, text);
    buf_add_c(out, "</div>\n");
}

static void add_waiver(const RunPage *page, Buf *out, const ReportEntry *entry) {
    Value waiver = value_field(entry->end, "waiver");
    if (waiver.kind != VALUE_MAP) return;
    about(out, false, "waived",
          sv_format(page->record->arena, "by %.*s until %.*s: %.*s", SV_ARG(text_of(waiver, "by")),
                    SV_ARG(text_of(waiver, "expires")), SV_ARG(text_of(waiver, "reason"))));
}

static void add_facts(const RunPage *page, Buf *out, const ReportEntry *entry) {
    Arena *arena = page->record->arena;
    const StepNotes *notes = &entry->notes;
    Sv address = entry_text(entry, "address"), verb = entry_text(entry, "verb");
    Sv place = place_text(arena, failure_fields(entry));
    buf_add_c(out, "<dl class=\"about\">\n");
    if (!sv_eq(address, entry_text(entry, "number"))) about(out, true, "address", address);
    about(out, true, "place", place);
    if (verb.len)
        about(out, false, "does",
              sv_format(arena, "%.*s, %.*s, %.*s", SV_ARG(verb),
                        SV_ARG(entry_text(entry, "effect")), SV_ARG(entry_text(entry, "level"))));
    if (entry->began_ns) about(out, false, "began", page_time(arena, entry->began_ns));
    add_waiver(page, out, entry);
    about(out, false, "probe", text_of(notes->probed, "found"));
    about(out, false, "it saw", text_of(notes->probed, "reason"));
    if (page->record->session_count > 0)
        about(out, false, "session",
              sv_format(arena, "%u, by %.*s", entry->session,
                        SV_ARG(report_model_user(page->record, entry->session))));
    buf_add_c(out, "</dl>\n");
}

static void add_end(const RunPage *page, Buf *out, const ReportEntry *entry) {
    Sv again = text_of(entry->end, "again"), show = run_show_command(page->record, entry);
    if (!run_is_well(page->record, entry) && again.len) {
        buf_add_c(out, "<dl class=\"commands\"><dt>again</dt><dd>");
        html_command(out, again);
        buf_add_c(out, "</dd></dl>\n");
    }
    if (!show.len) return;
    buf_add_c(out, "<p class=\"rest\">All that the journal has of it: ");
    html_leaf(out, "code", NULL, show);
    buf_add_c(out, "</p>\n");
}

static bool is_empty(const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    return notes->attempt_count == 0 && notes->expectation_count == 0 &&
           notes->capture_count == 0 && notes->asked.kind != VALUE_MAP &&
           notes->answered.kind != VALUE_MAP && notes->probed.kind != VALUE_MAP &&
           notes->resolved.kind != VALUE_MAP;
}

void run_body(const RunPage *page, Buf *out, uint32_t index, RunTelling telling) {
    const ReportEntry *entry = &page->record->entries[index];
    if (entry->kind != ENTRY_STEP || telling == TELL_ROW) return;
    if (is_empty(entry) && run_is_well(page->record, entry)) return;
    add_question(out, &entry->notes);
    html_leaf(out, "p", "said", session_resolved(entry->notes.arena, entry->notes.resolved));
    add_expectations(page, out, entry);
    run_attempts(page, out, entry, telling);
    if (telling == TELL_ALL) add_captures(page, out, entry);
    add_facts(page, out, entry);
    add_end(page, out, entry);
}
