// JUnit XML: a suite for each file, a case for each step. Where a run is no GO and no step's case
// says so, a case of the verdict does, so that whoever reads only this file never takes an
// undecided or narrowed run for a pass.
#include "report/formats/junit_internal.h"
#include "report/formats/xml_text.h"
#include "report/report.h"
#include "report/standing.h"
#include "value/time.h"

typedef struct Suite {
    Sv path;
    Buf cases;
    JunitCounts counts;
} Suite;

typedef struct Suites {
    const ReportModel *record;
    SvMap by_path; // → Suite; the runbook's own is the first
    JunitCounts total;
    bool verdict_told; // by a case of its own
} Suites;

static Suite *suite_of(Suites *suites, Sv path, size_t ceiling) {
    Suite *suite = svmap_get(&suites->by_path, path);
    if (suite) return suite;
    suite = arena_new_of(suites->record->arena, Suite);
    *suite = (Suite){.path = path, .cases = buf_new(ceiling)};
    svmap_add(&suites->by_path, path, suite);
    return suite;
}

static Suite *suite_at(const Suites *suites, uint32_t index) {
    return suites->by_path.entries[index].value;
}

static Sv own_path(const ReportModel *record) {
    return value_field_text(record->started, "path", SV("runbook"));
}

static Sv path_of(const ReportModel *record, const ReportEntry *entry) {
    Value fields = entry->end.kind == VALUE_MAP ? entry->end : entry->begin;
    return value_field_text(value_field(fields, "place"), "path", own_path(record));
}

static void add_counts(JunitCounts *sum, const JunitCounts *counts) {
    for (size_t i = 0; i <= SKIPPED; i++)
        sum->of[i] += counts->of[i];
    sum->elapsed_ns += counts->elapsed_ns;
}

static void collect(Suites *suites, size_t ceiling) {
    const ReportModel *record = suites->record;
    Suite *own = suite_of(suites, own_path(record), ceiling);
    AlikeFailures alike = failures_alike(record);
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind != ENTRY_STEP || entry_is_undo(entry)) continue;
        Suite *suite = suite_of(suites, path_of(record, entry), ceiling);
        junit_add_step(&suite->cases, &suite->counts, record, i, &alike);
    }
    JunitCounts steps = {0};
    for (uint32_t i = 0; i < suites->by_path.count; i++)
        add_counts(&steps, &suite_at(suites, i)->counts);
    bool told = steps.of[FAILURE] + steps.of[ERROR] > 0 && record->intact;
    suites->verdict_told = !told && !sv_eq_c(report_model_verdict(record), "GO");
    if (suites->verdict_told) junit_add_verdict(&own->cases, &own->counts, record);
    for (uint32_t i = 0; i < suites->by_path.count; i++)
        add_counts(&suites->total, &suite_at(suites, i)->counts);
}

static void add_totals(Buf *out, const JunitCounts *counts, int64_t elapsed_ns) {
    const int64_t *of = counts->of;
    xml_attribute_int(out, "tests", of[PASS] + of[FAILURE] + of[ERROR] + of[SKIPPED]);
    xml_attribute_int(out, "failures", of[FAILURE]);
    xml_attribute_int(out, "errors", of[ERROR]);
    xml_attribute_int(out, "skipped", of[SKIPPED]);
    xml_attribute_seconds(out, "time", elapsed_ns);
}

static void add_properties(Buf *out, const ReportModel *record, bool own) {
    Arena *arena = record->arena;
    Value subject = report_model_began_with(record, "subject");
    buf_add_c(out, "  <properties>\n");
    junit_add_property(out, "    ", SV("run"), value_field_text(record->started, "run", (Sv){0}));
    junit_add_property(out, "    ", SV("runbook"), own_path(record));
    for (uint32_t i = 0; own && i < record->session_count; i++)
        junit_add_property(out, "    ", sv_format(arena, "resumed.%u", i + 1),
                           report_model_taken_up(record, i));
    if (own) {
        junit_add_property(out, "    ", SV("title"),
                           value_field_text(record->started, "title", (Sv){0}));
        junit_add_property(out, "    ", SV("digest"),
                           value_field_text(record->started, "digest", (Sv){0}));
        junit_add_property(out, "    ", SV("verdict"), report_model_verdict(record));
    }
    for (size_t i = 0; own && i < value_count(subject); i++) {
        Value value = value_at(subject, i);
        junit_add_property(
            out, "    ",
            sv_format(arena, "subject.%.*s", SV_ARG(value_text(value_key(subject, i)))),
            value.kind == VALUE_STRING ? value_text(value) : (Sv){0});
    }
    buf_add_c(out, "  </properties>\n");
}

static void add_suite(Buf *out, const Suites *suites, uint32_t index) {
    const ReportModel *record = suites->record;
    const Suite *suite = suite_at(suites, index);
    bool own = index == 0;
    BUF_AUTO Buf when = buf_new(64), remarks = buf_new(out->ceiling);
    timestamp_add(&when, timestamp_from_ns(record->started_ns / 1000000000 * 1000000000));
    buf_add_c(out, "<testsuite");
    xml_attribute(out, "name", junit_viewable(record->arena, suite->path));
    add_totals(out, &suite->counts, suite->counts.elapsed_ns);
    // The format wants local time without an offset; this is UTC.
    xml_attribute(out, "timestamp", sv_slice(buf_sv(&when), 0, sizeof "2026-03-01T02:03:04" - 1));
    xml_attribute(out, "hostname", value_field_text(record->started, "host", (Sv){0}));
    buf_add_c(out, ">\n");
    add_properties(out, record, own);
    buf_add(out, buf_sv(&suite->cases));
    if (own) junit_add_remarks(&remarks, record, suites->verdict_told);
    if (remarks.len) {
        buf_add_c(out, "  <system-out>");
        xml_text(out, buf_sv(&remarks));
        buf_add_c(out, "</system-out>\n");
    }
    buf_add_c(out, "</testsuite>\n");
    out->full |= suite->cases.full || remarks.full;
}

// The suites of one run, what they count added to *total.
static void add_run(Buf *out, const ReportModel *record, JunitCounts *total) {
    Suites suites = {.record = record, .by_path = svmap_new(record->arena)};
    collect(&suites, out->ceiling);
    add_counts(total, &suites.total);
    for (uint32_t i = 0; i < suites.by_path.count; i++) {
        add_suite(out, &suites, i);
        buf_free(&suite_at(&suites, i)->cases);
    }
}

void report_junit_all(const ReportModel *const *records, uint32_t count, Buf *out) {
    BUF_AUTO Buf all = buf_new(out->ceiling);
    JunitCounts total = {0};
    int64_t elapsed = 0;
    for (uint32_t i = 0; i < count; i++) {
        add_run(&all, records[i], &total);
        elapsed += value_field_int(records[i]->ended, "elapsed", 0);
    }
    buf_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    Sv title = value_field_text(records[0]->started, "title", SV("runbook"));
    xml_attribute(out, "name",
                  count == 1 ? junit_viewable(records[0]->arena, title) : SV("runbook"));
    add_totals(out, &total, elapsed);
    buf_add_c(out, ">\n");
    buf_add(out, buf_sv(&all));
    out->full |= all.full;
    buf_add_c(out, "</testsuites>\n");
}

void report_junit(const ReportModel *record, Buf *out) {
    report_junit_all(&record, 1, out);
}
