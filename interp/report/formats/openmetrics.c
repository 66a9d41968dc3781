// OpenMetrics: gauges alone, without times of their own, so that what reads the older form of
// Prometheus takes them as well (a node's folder of text files, a push gateway).
#include "base/shown/shown.h"
#include "report/failure.h"
#include "report/report.h"
#include "report/standing.h"
#include "report/verdict.h"

static void add_family(Buf *out, const char *name, const char *unit, const char *help) {
    buf_addf(out, "# TYPE %s gauge\n", name);
    if (unit) buf_addf(out, "# UNIT %s %s\n", name, unit);
    buf_addf(out, "# HELP %s %s\n", name, help);
}

static void add_value_of_label(Buf *out, Sv text) {
    BUF_AUTO Buf shown = buf_new((size_t)8 * text.len + 64);
    shown_add(&shown, text, false);
    Sv safe = buf_sv(&shown);
    for (size_t i = 0; i < safe.len; i++) {
        if (safe.at[i] == '\\' || safe.at[i] == '"') buf_add_char(out, '\\');
        buf_add_char(out, safe.at[i]);
    }
}

static void add_label(Buf *out, const char *name, Sv value) {
    buf_addf(out, ",%s=\"", name);
    add_value_of_label(out, value);
    buf_add_char(out, '"');
}

typedef struct Runs {
    const ReportModel *const *items;
    uint32_t count;
    bool namesakes; // two runbooks have one name, and their files tell them apart
} Runs;

static Sv name_of(const ReportModel *record) {
    return value_field_text(record->started, "name", SV("run"));
}

static bool has_namesakes(Runs runs) {
    for (uint32_t i = 0; i < runs.count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (sv_eq(name_of(runs.items[i]), name_of(runs.items[k]))) return true;
    return false;
}

// `name{runbook="go-no-go"`, to be gone on with.
static void begin(Buf *out, Runs runs, uint32_t index, const char *name) {
    const ReportModel *record = runs.items[index];
    buf_addf(out, "%s{runbook=\"", name);
    add_value_of_label(out, name_of(record));
    buf_add_char(out, '"');
    if (runs.namesakes) add_label(out, "path", value_field_text(record->started, "path", (Sv){0}));
}

static void end(Buf *out, int64_t value) {
    buf_addf(out, "} %lld\n", (long long)value);
}

static void end_seconds(Buf *out, int64_t ns) {
    long long ms = (ns + 500000) / 1000000;
    buf_addf(out, "} %lld.%03lld\n", ms / 1000, ms % 1000);
}

static void add_about(Buf *out, Runs runs) {
    add_family(out, "runbook_run", NULL, "The run that the figures are of.");
    for (uint32_t i = 0; i < runs.count; i++) {
        Value started = runs.items[i]->started;
        begin(out, runs, i, "runbook_run");
        add_label(out, "run", value_field_text(started, "run", (Sv){0}));
        if (!runs.namesakes) add_label(out, "path", value_field_text(started, "path", (Sv){0}));
        add_label(out, "title", value_field_text(started, "title", (Sv){0}));
        add_label(out, "host", value_field_text(started, "host", (Sv){0}));
        end(out, 1);
    }
}

static void add_verdicts(Buf *out, Runs runs) {
    static const char *const words[] = {"GO",      "NO-GO",  "UNDECIDED",  "IN DOUBT", "PARTIAL",
                                        "STOPPED", "DENIED", "NO VERDICT", "NOT RUN"};
    add_family(out, "runbook_verdict", NULL, "1 for the verdict of the run, 0 for all others.");
    for (uint32_t i = 0; i < runs.count; i++) {
        Sv verdict = report_model_verdict(runs.items[i]);
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            begin(out, runs, i, "runbook_verdict");
            add_label(out, "verdict", sv_from_c(words[k]));
            end(out, sv_eq_c(verdict, words[k]));
        }
    }
}

static void add_times(Buf *out, Runs runs) {
    add_family(out, "runbook_started_timestamp_seconds", "seconds",
               "When the run began, in Unix time.");
    for (uint32_t i = 0; i < runs.count; i++) {
        begin(out, runs, i, "runbook_started_timestamp_seconds");
        end_seconds(out, runs.items[i]->started_ns);
    }
    add_family(out, "runbook_ended_timestamp_seconds", "seconds",
               "When the run came to its verdict, in Unix time; absent where it has none.");
    for (uint32_t i = 0; i < runs.count; i++) {
        if (runs.items[i]->ended.kind != VALUE_MAP) continue;
        begin(out, runs, i, "runbook_ended_timestamp_seconds");
        end_seconds(out, runs.items[i]->ended_ns);
    }
    add_family(out, "runbook_elapsed_seconds", "seconds", "How long the run took.");
    for (uint32_t i = 0; i < runs.count; i++) {
        if (runs.items[i]->ended.kind != VALUE_MAP) continue;
        begin(out, runs, i, "runbook_elapsed_seconds");
        end_seconds(out, value_field_int(runs.items[i]->ended, "elapsed", 0));
    }
}

// A family of what run_ended counts, one label for each name.
static void add_counts(Buf *out, Runs runs, const char *name, const char *field, const char *label,
                       const char *const *names, size_t count) {
    for (uint32_t i = 0; i < runs.count; i++) {
        const ReportModel *record = runs.items[i];
        if (record->ended.kind != VALUE_MAP) continue;
        Value counts = value_field(record->ended, field);
        for (size_t k = 0; k < count; k++) {
            begin(out, runs, i, name);
            add_label(out, label, sv_from_c(names[k]));
            end(out, value_field_int(counts, names[k], 0));
        }
    }
}

static void add_checks(Buf *out, Runs runs) {
    static const char *const results[] = {"held", "missed", "not_judged", "not_applied"};
    for (uint32_t i = 0; i < runs.count; i++) {
        const ReportModel *record = runs.items[i];
        if (record->ended.kind != VALUE_MAP) continue;
        Value checks = value_field(record->ended, "checks");
        uint32_t not_judged = failure_not_judged_in(record);
        int64_t values[] = {value_field_int(checks, "held", 0), verdict_missed(checks, not_judged),
                            not_judged, value_field_int(checks, "not_applied", 0)};
        for (size_t k = 0; k < sizeof results / sizeof *results; k++) {
            begin(out, runs, i, "runbook_checks");
            add_label(out, "result", sv_from_c(results[k]));
            end(out, values[k]);
        }
    }
}

static void add_sums(Buf *out, Runs runs) {
    static const char *const verdicts[] = {"passed",   "warned",  "failed", "undecided",
                                           "in_doubt", "skipped", "waived"};
    add_family(out, "runbook_steps", NULL,
               "Steps of the run by their verdict; undo steps are none.");
    add_counts(out, runs, "runbook_steps", "counts", "verdict", verdicts,
               sizeof verdicts / sizeof *verdicts);
    add_family(out, "runbook_checks", NULL,
               "Required checks: seen to hold, seen not to, not judged since the step's own "
               "status failed, and those that did not apply.");
    add_checks(out, runs);
}

static void begin_step(Buf *out, Runs runs, uint32_t index, const char *name,
                       const ReportEntry *entry) {
    begin(out, runs, index, name);
    add_label(out, "step", entry_text(entry, "address"));
    add_label(out, "number", entry_text(entry, "number"));
}

// Those that were made; of a step that was skipped nothing was seen.
static const ReportEntry *made(const ReportModel *record, uint32_t index) {
    const ReportEntry *entry = &record->entries[index];
    bool step = entry->kind == ENTRY_STEP && !entry_is_undo(entry);
    return step && !sv_eq_c(entry_verdict(entry), "skipped") ? entry : NULL;
}

static bool is_ok(const ReportModel *record, const ReportEntry *entry) {
    Sv verdict = entry_verdict(entry);
    bool passed = sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "warned");
    return passed && !entry_unsettled(record, entry);
}

static void add_steps(Buf *out, Runs runs) {
    add_family(
        out, "runbook_step_ok", NULL,
        "1 where the step passed and was not taken back, else 0; absent where it was skipped.");
    for (uint32_t i = 0; i < runs.count; i++) {
        const ReportModel *record = runs.items[i];
        for (uint32_t k = 0; k < record->count; k++) {
            const ReportEntry *entry = made(record, k);
            if (!entry) continue;
            begin_step(out, runs, i, "runbook_step_ok", entry);
            end(out, is_ok(record, entry));
        }
    }
    add_family(out, "runbook_step_elapsed_seconds", "seconds",
               "How long the step took, with all its attempts.");
    for (uint32_t i = 0; i < runs.count; i++) {
        const ReportModel *record = runs.items[i];
        for (uint32_t k = 0; k < record->count; k++) {
            const ReportEntry *entry = made(record, k);
            if (!entry) continue;
            begin_step(out, runs, i, "runbook_step_elapsed_seconds", entry);
            end_seconds(out, entry_int(entry, "elapsed"));
        }
    }
}

void report_openmetrics_all(const ReportModel *const *records, uint32_t count, Buf *out) {
    Runs runs = {records, count, false};
    runs.namesakes = has_namesakes(runs);
    add_about(out, runs);
    add_verdicts(out, runs);
    add_times(out, runs);
    add_sums(out, runs);
    add_steps(out, runs);
    buf_add_c(out, "# EOF\n");
}

void report_openmetrics(const ReportModel *record, Buf *out) {
    report_openmetrics_all(&record, 1, out);
}
