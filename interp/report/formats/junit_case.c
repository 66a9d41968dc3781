#include "base/shown/shown.h"
#include "report/failure.h"
#include "report/formats/junit_internal.h"
#include "report/formats/xml_text.h"
#include "report/ink.h"
#include "report/standing.h"
#include "report/verdict.h"
#include "value/time.h"

typedef struct Case {
    Sv name, class_name, file;
    int64_t line, elapsed_ns;
    JunitOutcome outcome;
    Sv properties; // XML
    Sv message;    // one line
    Sv text;       // more
    Sv said;       // beside any outcome: since when it is kept, what undid it
} Case;

static Sv viewable(Arena *arena, Sv text, bool dotted) {
    BUF_AUTO Buf shown = buf_new((size_t)8 * text.len + 64),
                 out = buf_new((size_t)32 * text.len + 64);
    shown_add(&shown, text, false);
    Sv safe = buf_sv(&shown);
    for (size_t i = 0; i < safe.len; i++) {
        switch (safe.at[i]) {
        case '<': buf_add_c(&out, "‹"); break;
        case '>': buf_add_c(&out, "›"); break;
        case '&': buf_add_c(&out, "＆"); break;
        case '"': buf_add_c(&out, "”"); break;
        case '\'': buf_add_c(&out, "’"); break;
        case '.':
        case '/': buf_add_char(&out, dotted ? '_' : safe.at[i]); break;
        default: buf_add_char(&out, safe.at[i]); break;
        }
    }
    return buf_keep(&out, arena);
}

Sv junit_viewable(Arena *arena, Sv text) {
    return viewable(arena, text, false);
}

// The next part of an address: a slash within […] is of an item.
static bool next_part(Sv *rest, Sv *part) {
    if (!rest->at) return false;
    bool within = false;
    for (size_t i = 0; i < rest->len; i++) {
        within |= rest->at[i] == '[';
        within &= rest->at[i] != ']';
        if (within || rest->at[i] != '/') continue;
        *part = sv_slice(*rest, 0, i);
        *rest = sv_slice(*rest, i + 1, rest->len);
        return true;
    }
    *part = *rest;
    *rest = (Sv){0};
    return true;
}

// "pre-deploy.security.sessions": the groups around a step are its class.
static Sv class_of(const ReportModel *record, const ReportEntry *entry) {
    Arena *arena = record->arena;
    BUF_AUTO Buf dotted = buf_new((size_t)64 * 1024);
    buf_add(&dotted,
            viewable(arena, value_field_text(record->started, "name", SV("runbook")), true));
    Sv rest = entry ? entry_text(entry, "address") : (Sv){0}, part, held = {0};
    while (next_part(&rest, &part)) {
        if (held.len) buf_addf(&dotted, ".%.*s", SV_ARG(viewable(arena, held, true)));
        held = part; // the last one is the step itself
    }
    return buf_keep(&dotted, arena);
}

static void add_outcome(Buf *out, const Case *each) {
    static const char *const names[] = {"", "failure", "error", "skipped"};
    const char *name = names[each->outcome];
    buf_addf(out, "    <%s", name);
    xml_attribute(out, "message", each->message);
    if (each->outcome != SKIPPED) xml_attribute(out, "type", sv_from_c(name));
    if (!each->text.len) {
        buf_add_c(out, "/>\n");
        return;
    }
    buf_add_char(out, '>');
    xml_text(out, each->text);
    buf_addf(out, "</%s>\n", name);
}

static void add_case(Buf *out, JunitCounts *counts, const Case *each) {
    counts->of[each->outcome]++;
    counts->elapsed_ns += each->elapsed_ns;
    buf_add_c(out, "  <testcase");
    xml_attribute(out, "name", each->name);
    xml_attribute(out, "classname", each->class_name);
    if (each->file.len) xml_attribute(out, "file", each->file);
    if (each->line) xml_attribute_int(out, "line", each->line);
    xml_attribute_seconds(out, "time", each->elapsed_ns);
    buf_add_c(out, ">\n");
    if (each->properties.len) {
        buf_add_c(out, "    <properties>\n");
        buf_add(out, each->properties);
        buf_add_c(out, "    </properties>\n");
    }
    if (each->outcome != PASS) add_outcome(out, each);
    if (each->said.len) {
        buf_add_c(out, "    <system-out>");
        xml_text(out, each->said);
        buf_add_c(out, "</system-out>\n");
    }
    buf_add_c(out, "  </testcase>\n");
}

void junit_add_property(Buf *out, const char *indent, Sv name, Sv value) {
    if (!value.len) return;
    buf_addf(out, "%s<property", indent);
    xml_attribute(out, "name", name);
    xml_attribute(out, "value", value);
    buf_add_c(out, "/>\n");
}

static JunitOutcome step_outcome(Sv verdict) {
    if (sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned")) return PASS;
    if (sv_eq_c(verdict, "failed")) return FAILURE;
    // Waived failures are not passes: they count as skipped, on the word of whoever waived them.
    if (sv_eq_c(verdict, "skipped") || sv_eq_c(verdict, "waived")) return SKIPPED;
    return ERROR;
}

static void set_place(Case *each, Value fields) {
    Value place = value_field(fields, "place");
    each->file = value_field_text(place, "path", (Sv){0});
    each->line = value_field_int(place, "line", 0);
}

static void add_texts(Buf *out, const ReportEntry *entry) {
    static const char *const texts[] = {"name",  "address", "verb", "effect",
                                        "level", "verdict", "cause"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool verdict = sv_eq_c(SV("verdict"), texts[i]);
        junit_add_property(out, "      ", sv_from_c(texts[i]),
                           verdict ? entry_verdict(entry) : entry_text(entry, texts[i]));
    }
}

static void add_numbers(Buf *out, Arena *arena, const ReportEntry *entry) {
    static const char *const numbers[] = {"attempts", "held", "missed", "not_judged"};
    int64_t not_judged = failure_not_judged(&entry->notes);
    int64_t values[] = {entry_int(entry, "attempts"), entry_int(entry, "held"),
                        entry_int(entry, "missed") - not_judged, not_judged};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (i < 3 || values[i] > 0)
            junit_add_property(out, "      ", sv_from_c(numbers[i]),
                               sv_format(arena, "%lld", (long long)values[i]));
}

static void add_kept(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    if (!entry->kept) return;
    BUF_AUTO Buf when = buf_new(64);
    timestamp_add(&when, timestamp_from_ns(entry->ended_ns / 1000000000 * 1000000000));
    buf_addf(out, "kept: it was decided at %.*s, by %.*s\n", SV_ARG(buf_sv(&when)),
             SV_ARG(report_model_user(record, entry->session)));
}

static void add_unread(Buf *out, const ReportEntry *entry) {
    for (uint32_t i = 0; i < entry->notes.expectation_count; i++)
        if (expectation_unread(entry->notes.expectations[i]))
            failure_add_quoted(out, SV("did not apply: "),
                               expectation_label(entry->notes.expectations[i]));
}

// What a passing step is told of besides: the attempts before, and what should have held.
static void add_warnings(Buf *out, const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    bool warned = sv_eq_c(entry_verdict(entry), "warned");
    if (!warned) failure_add_attempts(out, notes);
    if (warned) {
        failure_add_quoted(out, SV("warned: "), failure_cause(entry));
        failure_add_step(out, entry);
    }
    for (uint32_t i = 0; !warned && i < notes->expectation_count; i++) {
        Value expectation = notes->expectations[i];
        if (expectation_holds(expectation)) continue;
        Sv level = value_field_text(expectation, "level", (Sv){0});
        buf_addf(out, "%.*s hold, and does not:\n", SV_ARG(level));
        failure_add_expectation(out, expectation);
    }
}

// Readers find the case of the verdict by its name, which no other may have, whatever stands in a
// journal.
static Sv name_of(Arena *arena, const ReportEntry *entry) {
    Sv name = viewable(arena,
                       sv_format(arena, "%.*s %.*s", SV_ARG(entry_text(entry, "number")),
                                 SV_ARG(entry_text(entry, "name"))),
                       false);
    Sv said = sv_trim(name);
    bool taken = sv_eq_nocase(sv_slice(said, 0, sizeof "verdict" - 1), SV("verdict"));
    return taken ? sv_format(arena, "step: %.*s", SV_ARG(said)) : name;
}

void junit_add_step(Buf *out, JunitCounts *counts, const ReportModel *record, uint32_t index,
                    const AlikeFailures *alike) {
    Arena *arena = record->arena;
    const ReportEntry *entry = &record->entries[index];
    Sv before = failure_as_before(record, alike, index);
    Sv verdict = entry_verdict(entry), reason = failure_cause(entry);
    bool only_warns = entry_only_warns(entry);
    JunitOutcome outcome = only_warns ? SKIPPED : step_outcome(verdict);
    bool passed = outcome == PASS, waived = sv_eq_c(verdict, "waived");
    BUF_AUTO Buf text = buf_new(out->ceiling), aside = buf_new(out->ceiling),
                 properties = buf_new(out->ceiling);
    add_texts(&properties, entry);
    add_numbers(&properties, arena, entry);
    add_kept(&aside, record, entry);
    add_unread(&aside, entry);
    if (passed) add_warnings(&aside, entry);
    undone_add_lines(&aside, record, entry);
    if (passed && entry_unsettled(record, entry)) {
        outcome = SKIPPED;
        reason = undone_word(record, entry);
    }
    bool bad = waived || only_warns || outcome == FAILURE || outcome == ERROR;
    if (bad && before.len) {
        failure_add_quoted(&text, SV(""), before);
        reason = sv_format(arena, "%.*s (%.*s)", SV_ARG(reason), SV_ARG(before));
    } else if (bad) {
        failure_add_step(&text, entry);
    }
    Case each = {.name = name_of(arena, entry),
                 .class_name = class_of(record, entry),
                 .elapsed_ns = entry_int(entry, "elapsed"),
                 .outcome = outcome,
                 .properties = buf_sv(&properties),
                 .message =
                     waived || only_warns || outcome == ERROR
                         ? sv_format(arena, "%s: %.*s", verdict_look(verdict)->word, SV_ARG(reason))
                         : reason,
                 .text = buf_sv(&text),
                 .said = buf_sv(&aside)};
    set_place(&each, entry->end.kind == VALUE_MAP ? entry->end : entry->begin);
    out->full |= text.full || aside.full || properties.full;
    add_case(out, counts, &each);
}

// ── the run ──

static JunitOutcome verdict_outcome(const ReportModel *record, Sv verdict) {
    if (sv_eq_c(verdict, "GO")) return PASS;
    if (sv_eq_c(verdict, "NO-GO")) return FAILURE;
    bool allowed = value_field_int(record->ended, "status", -1) == 0;
    return sv_eq_c(verdict, "PARTIAL") && allowed ? SKIPPED : ERROR;
}

static void add_reasons(Buf *out, const ReportModel *record) {
    failure_add_quoted(out, SV("problem: "), record->problem);
    Value reasons = value_field(record->ended, "reasons");
    AlikeFailures alike = failures_alike(record);
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        uint32_t index = failure_entry_of(record, reason);
        if (alike.first[index] != index) continue;
        Sv line = sv_format(record->arena, "%.*s: %.*s",
                            SV_ARG(value_field_text(reason, "name", (Sv){0})),
                            SV_ARG(failure_cause_of(record, reason)));
        failure_add_quoted(out, SV(""), line);
        failure_add_alike(out, record, &alike, index);
    }
    standing_add_lines(out, record->left);
}

void junit_add_verdict(Buf *out, JunitCounts *counts, const ReportModel *record) {
    Sv verdict = report_model_verdict(record);
    BUF_AUTO Buf text = buf_new(out->ceiling);
    add_reasons(&text, record);
    Case each = {.name = SV("verdict"),
                 .class_name = class_of(record, NULL),
                 .outcome = verdict_outcome(record, verdict),
                 .message = verdict,
                 .text = buf_sv(&text)};
    out->full |= text.full;
    add_case(out, counts, &each);
}

void junit_add_remarks(Buf *out, const ReportModel *record, bool verdict_told) {
    Sv verdict = report_model_verdict(record);
    if (!verdict_told && !sv_eq_c(verdict, "GO")) {
        failure_add_quoted(out, SV("verdict: "), verdict);
        add_reasons(out, record);
    }
    for (uint32_t i = 0; i < record->count; i++) // those of groups, which have no case
        if (record->entries[i].kind == ENTRY_GROUP)
            undone_add_lines(out, record, &record->entries[i]);
}
