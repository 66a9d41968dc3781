// JUnit XML. Besides a case for each step and expectation there is one for the verdict, so that
// whoever reads only this file never takes an undecided or narrowed run for a pass.
#include "report/failure.h"
#include "report/formats/xml_text.h"
#include "report/ink.h"
#include "report/report.h"
#include "report/standing.h"
#include "value/time.h"

typedef enum JunitOutcome { PASS, FAILURE, ERROR, SKIPPED } JunitOutcome;

typedef struct Case {
    Sv name, class_name, file;
    int64_t line, elapsed_ns;
    JunitOutcome outcome;
    Sv message; // one line
    Sv text;    // more
    Sv said;    // beside any outcome: since when it is kept, what undid it
} Case;

typedef struct Suite {
    const ReportModel *record;
    Buf *out;
    int64_t counts[SKIPPED + 1];
} Suite;

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

static void add_case(Suite *suite, const Case *each) {
    Buf *out = suite->out;
    suite->counts[each->outcome]++;
    buf_add_c(out, "  <testcase");
    xml_attribute(out, "name", each->name);
    xml_attribute(out, "classname", each->class_name);
    if (each->file.len) xml_attribute(out, "file", each->file);
    if (each->line) xml_attribute_int(out, "line", each->line);
    xml_attribute_seconds(out, "time", each->elapsed_ns);
    if (each->outcome == PASS && !each->said.len) {
        buf_add_c(out, "/>\n");
        return;
    }
    buf_add_c(out, ">\n");
    if (each->outcome != PASS) add_outcome(out, each);
    if (each->said.len) {
        buf_add_c(out, "    <system-out>");
        xml_text(out, each->said);
        buf_add_c(out, "</system-out>\n");
    }
    buf_add_c(out, "  </testcase>\n");
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

// "pre-deploy.security.sessions": the groups around a step are its class.
static Sv class_of(const Suite *suite, const ReportEntry *entry, bool with_step) {
    Arena *arena = suite->record->arena;
    Sv address = entry_text(entry, "address");
    size_t end = address.len;
    if (!with_step) {
        while (end > 0 && address.at[end - 1] != '/')
            end--;
        if (end > 0) end--;
    }
    Sv name = value_field_text(suite->record->started, "name", SV("runbook"));
    if (!end) return name;
    BUF_AUTO Buf dotted = buf_new((size_t)64 * 1024);
    buf_add(&dotted, name);
    Sv rest = sv_slice(address, 0, end), part;
    while (sv_next_part(&rest, '/', &part))
        buf_addf(&dotted, ".%.*s", SV_ARG(part));
    return buf_keep(&dotted, arena);
}

static JunitOutcome expectation_outcome(Value expectation) {
    if (expectation_unread(expectation)) return SKIPPED;
    if (expectation_holds(expectation)) return PASS;
    if (!sv_eq(value_field_text(expectation, "level", (Sv){0}), SV("must"))) return SKIPPED;
    bool undecided = sv_eq(value_field_text(expectation, "verdict", (Sv){0}), SV("undecided"));
    return undecided ? ERROR : FAILURE;
}

static Sv expectation_message(Arena *arena, Value expectation) {
    Sv label = expectation_label(expectation),
       level = value_field_text(expectation, "level", (Sv){0});
    if (expectation_unread(expectation))
        return sv_format(arena, "did not apply: %.*s", SV_ARG(label));
    if (sv_eq(level, SV("must"))) return sv_format(arena, "does not hold: %.*s", SV_ARG(label));
    return sv_format(arena, "%.*s hold, and does not: %.*s", SV_ARG(level), SV_ARG(label));
}

// Readers find the case of the verdict by its name, which no other may have.
static Sv case_of(Arena *arena, Value expectation) {
    Sv label = expectation_label(expectation), said = sv_trim(label);
    bool taken = sv_eq_nocase(sv_slice(said, 0, sizeof "verdict" - 1), SV("verdict"));
    return taken ? sv_format(arena, "expectation: %.*s", SV_ARG(said)) : label;
}

// How much the pass of a check is worth: less where its step is waived, or was taken back.
typedef enum CheckStanding { STANDS, WAIVED, TAKEN_BACK } CheckStanding;

static void add_expectation(Suite *suite, const ReportEntry *entry, Value expectation,
                            CheckStanding standing) {
    Arena *arena = suite->record->arena;
    BUF_AUTO Buf text = buf_new(suite->out->ceiling);
    JunitOutcome outcome = expectation_outcome(expectation);
    bool held_then = outcome == PASS && standing == TAKEN_BACK;
    if (held_then || (standing == WAIVED && outcome != PASS)) outcome = SKIPPED;
    if (outcome != PASS) failure_add_expectation(&text, expectation);
    Case each = {.name = case_of(arena, expectation),
                 .class_name = class_of(suite, entry, true),
                 .outcome = outcome,
                 .message = held_then ? SV("it held before its step was undone")
                                      : expectation_message(arena, expectation),
                 .text = buf_sv(&text)};
    set_place(&each, expectation);
    suite->out->full |= text.full;
    add_case(suite, &each);
}

static void add_kept(Buf *out, const ReportModel *record, const ReportEntry *entry) {
    if (!entry->kept) return;
    BUF_AUTO Buf when = buf_new(64);
    timestamp_add(&when, timestamp_from_ns(entry->ended_ns / 1000000000 * 1000000000));
    buf_addf(out, "kept: it was decided at %.*s, by %.*s\n", SV_ARG(buf_sv(&when)),
             SV_ARG(report_model_user(record, entry->session)));
}

static void add_step(Suite *suite, const ReportEntry *entry) {
    Arena *arena = suite->record->arena;
    Sv verdict = entry_verdict(entry), reason = entry_reason(entry);
    JunitOutcome outcome = step_outcome(verdict);
    bool waived = sv_eq_c(verdict, "waived"), back = entry_unsettled(suite->record, entry);
    BUF_AUTO Buf text = buf_new(suite->out->ceiling), aside = buf_new(suite->out->ceiling);
    add_kept(&aside, suite->record, entry);
    undone_add_lines(&aside, suite->record, entry);
    if (outcome == PASS && back) {
        outcome = SKIPPED;
        reason = undone_word(suite->record, entry);
    }
    if (outcome == FAILURE || outcome == ERROR) failure_add_step(&text, entry);
    Case each = {.name = sv_format(arena, "%.*s %.*s", SV_ARG(entry_text(entry, "number")),
                                   SV_ARG(entry_text(entry, "name"))),
                 .class_name = class_of(suite, entry, false),
                 .elapsed_ns = entry_int(entry, "elapsed"),
                 .outcome = outcome,
                 .message =
                     waived || outcome == ERROR
                         ? sv_format(arena, "%s: %.*s", verdict_look(verdict)->word, SV_ARG(reason))
                         : reason,
                 .text = buf_sv(&text),
                 .said = buf_sv(&aside)};
    set_place(&each, entry->end.kind == VALUE_MAP ? entry->end : entry->begin);
    suite->out->full |= text.full || aside.full;
    add_case(suite, &each);
    for (uint32_t i = 0; i < entry->notes.expectation_count; i++)
        add_expectation(suite, entry, entry->notes.expectations[i],
                        waived ? WAIVED
                        : back ? TAKEN_BACK
                               : STANDS);
}

static JunitOutcome verdict_outcome(const ReportModel *record, Sv verdict) {
    if (sv_eq_c(verdict, "GO")) return PASS;
    if (sv_eq_c(verdict, "NO-GO")) return FAILURE;
    bool allowed = value_field_int(record->ended, "status", -1) == 0;
    return sv_eq_c(verdict, "PARTIAL") && allowed ? SKIPPED : ERROR;
}

static void add_verdict(Suite *suite) {
    const ReportModel *record = suite->record;
    Sv verdict = report_model_verdict(record);
    BUF_AUTO Buf text = buf_new(suite->out->ceiling);
    failure_add_quoted(&text, SV("problem: "), record->problem);
    Value reasons = value_field(record->ended, "reasons");
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        Sv line = sv_format(record->arena, "%.*s: %.*s",
                            SV_ARG(value_field_text(reason, "name", (Sv){0})),
                            SV_ARG(value_field_text(reason, "reason", (Sv){0})));
        failure_add_quoted(&text, SV(""), line);
    }
    standing_add_lines(&text, record->left);
    BUF_AUTO Buf aside = buf_new(suite->out->ceiling);
    for (uint32_t i = 0; i < record->count; i++) // those of groups, which have no case
        if (record->entries[i].kind == ENTRY_GROUP)
            undone_add_lines(&aside, record, &record->entries[i]);
    Case each = {.name = SV("verdict"),
                 .class_name = value_field_text(record->started, "name", SV("runbook")),
                 .outcome = verdict_outcome(record, verdict),
                 .message = verdict,
                 .text = buf_sv(&text),
                 .said = buf_sv(&aside)};
    suite->out->full |= text.full || aside.full;
    add_case(suite, &each);
}

static void add_property(Buf *out, const char *name, Sv value) {
    buf_add_c(out, "    <property");
    xml_attribute(out, "name", sv_from_c(name));
    xml_attribute(out, "value", value);
    buf_add_c(out, "/>\n");
}

static void add_properties(Buf *out, const ReportModel *record) {
    Value subject = report_model_began_with(record, "subject");
    buf_add_c(out, "  <properties>\n");
    add_property(out, "run", value_field_text(record->started, "run", (Sv){0}));
    add_property(out, "runbook", value_field_text(record->started, "path", (Sv){0}));
    add_property(out, "digest", value_field_text(record->started, "digest", (Sv){0}));
    add_property(out, "verdict", report_model_verdict(record));
    for (uint32_t i = 0; i < record->session_count; i++)
        add_property(out, sv_format(record->arena, "resumed.%u", i + 1).at,
                     report_model_taken_up(record, i));
    for (size_t i = 0; i < value_count(subject); i++) {
        Sv name =
            sv_format(record->arena, "subject.%.*s", SV_ARG(value_text(value_key(subject, i))));
        Value value = value_at(subject, i);
        add_property(out, name.at, value.kind == VALUE_STRING ? value_text(value) : (Sv){0});
    }
    buf_add_c(out, "  </properties>\n");
}

static void add_totals(Buf *out, const Suite *suite) {
    const int64_t *counts = suite->counts;
    xml_attribute_int(out, "tests",
                      counts[PASS] + counts[FAILURE] + counts[ERROR] + counts[SKIPPED]);
    xml_attribute_int(out, "failures", counts[FAILURE]);
    xml_attribute_int(out, "errors", counts[ERROR]);
    xml_attribute_int(out, "skipped", counts[SKIPPED]);
    xml_attribute_seconds(out, "time", value_field_int(suite->record->ended, "elapsed", 0));
}

void report_junit(const ReportModel *record, Buf *out) {
    BUF_AUTO Buf cases = buf_new(out->ceiling);
    Suite suite = {record, &cases, {0}};
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind == ENTRY_STEP && !entry_is_undo(entry)) add_step(&suite, entry);
    }
    add_verdict(&suite);
    Sv title = value_field_text(record->started, "title", SV("runbook"));
    BUF_AUTO Buf when = buf_new(64);
    timestamp_add(&when, timestamp_from_ns(record->started_ns / 1000000000 * 1000000000));
    buf_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    xml_attribute(out, "name", title);
    add_totals(out, &suite);
    buf_add_c(out, ">\n<testsuite");
    xml_attribute(out, "name", title);
    add_totals(out, &suite);
    // The format wants local time without an offset; this is UTC.
    xml_attribute(out, "timestamp", sv_slice(buf_sv(&when), 0, sizeof "2026-03-01T02:03:04" - 1));
    xml_attribute(out, "hostname", value_field_text(record->started, "host", (Sv){0}));
    buf_add_c(out, ">\n");
    add_properties(out, record);
    buf_add(out, buf_sv(&cases));
    out->full |= cases.full;
    buf_add_c(out, "</testsuite>\n</testsuites>\n");
}
