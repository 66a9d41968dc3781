// What a monitoring system reads of a plugin: one line of status and figures, then lines of
// details. Whole, it is no longer than every one of them takes.
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/failure.h"
#include "report/report.h"
#include "report/standing.h"
#include "report/verdict.h"

enum {
    MOST_BYTES = 4000,
    LINE_COLUMNS = 300,
    NAME_COLUMNS = 80,
    NUMBER_COLUMNS = 20,
    NAMES_LISTED = 3
};
enum { OK, WARNING, CRITICAL, UNKNOWN };

static bool is(Sv text, const char *word) {
    return sv_eq_c(text, word);
}

static int64_t count_of(const ReportModel *record, const char *of, const char *what) {
    return value_field_int(value_field(record->ended, of), what, 0);
}

static int64_t age_ns(const ReportModel *record) {
    int64_t since = record->ended_ns ? record->ended_ns : record->started_ns;
    return record->now_ns > since && since > 0 ? record->now_ns - since : 0;
}

static bool too_old(const ReportModel *record) {
    return record->most_age_ns > 0 && age_ns(record) > record->most_age_ns;
}

static int state_of_verdict(const ReportModel *record) {
    Sv verdict = report_model_verdict(record);
    if (is(verdict, "NO-GO") || is(verdict, "IN DOUBT")) return CRITICAL;
    if (is(verdict, "PARTIAL"))
        return value_field_int(record->ended, "status", -1) == 0 ? OK : WARNING;
    if (!is(verdict, "GO")) return UNKNOWN;
    // Of a GO, what is undecided did not have to hold.
    bool warned = count_of(record, "counts", "warned") + count_of(record, "counts", "waived") +
                      count_of(record, "counts", "undecided") >
                  0;
    return warned ? WARNING : OK;
}

int report_nagios_state(const ReportModel *record) {
    int state = state_of_verdict(record);
    return too_old(record) && state != CRITICAL ? UNKNOWN : state;
}

// A bar begins the figures, and pages show what stands here as it is.
static void add_plain(Buf *out, Sv text) {
    BUF_AUTO Buf shown = buf_new((size_t)8 * text.len + 64);
    shown_add(&shown, text, false);
    Sv safe = buf_sv(&shown);
    for (size_t i = 0; i < safe.len; i++) {
        char c = safe.at[i];
        if (c == '|')
            buf_add_c(out, "¦");
        else if (c == '<' || c == '>')
            buf_add_c(out, c == '<' ? "‹" : "›");
        else
            buf_add_char(out, c);
    }
}

static void add_cut(Buf *out, Sv text, size_t columns) {
    BUF_AUTO Buf plain = buf_new((size_t)32 * text.len + 64);
    add_plain(&plain, text);
    Sv all = buf_sv(&plain), fitting = utf8_fit(all, columns);
    buf_add(out, fitting);
    if (fitting.len < all.len) buf_add_c(out, "…");
}

static bool worth_telling(const ReportEntry *entry) {
    if (entry->kind != ENTRY_STEP) return false;
    Sv verdict = entry_verdict(entry);
    return !is(verdict, "passed") && !is(verdict, "skipped");
}

static void add_names(Buf *out, const ReportModel *record) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (!worth_telling(entry) || entry_is_undo(entry) || ++count > NAMES_LISTED) continue;
        buf_add_c(out, count == 1 ? ": " : ", ");
        add_cut(out, entry_text(entry, "number"), NUMBER_COLUMNS);
        buf_add_char(out, ' ');
        add_cut(out, entry_text(entry, "name"), NAME_COLUMNS);
    }
    if (count > NAMES_LISTED) buf_addf(out, " and %u more", count - NAMES_LISTED);
}

static void add_age(Buf *out, const ReportModel *record) {
    if (!too_old(record)) return;
    buf_add_c(out, "; it ended ");
    duration_add_human(out, age_ns(record));
    buf_add_c(out, " ago, which is longer than ");
    duration_add_human(out, record->most_age_ns);
}

static void add_sentence(Buf *out, const ReportModel *record) {
    Sv verdict = report_model_verdict(record);
    add_cut(out, value_field_text(record->started, "name", SV("run")), NAME_COLUMNS);
    buf_addf(out, ": %.*s, ", SV_ARG(verdict));
    if (record->problem.len)
        add_cut(out, record->problem, LINE_COLUMNS);
    else
        add_cut(out, report_model_sentence(record), LINE_COLUMNS);
    if (!record->problem.len) add_names(out, record);
    add_age(out, record);
}

static void add_seconds(Buf *out, const char *name, int64_t ns) {
    long long ms = (ns + 500000) / 1000000;
    buf_addf(out, " %s=%lld.%03llds;;;0", name, ms / 1000, ms % 1000);
}

static void add_figures(Buf *out, const ReportModel *record) {
    static const char *const counts[] = {"passed",   "warned",  "failed", "undecided",
                                         "in_doubt", "skipped", "waived"};
    if (record->ended.kind != VALUE_MAP) return;
    buf_add_c(out, " |");
    add_seconds(out, "time", value_field_int(record->ended, "elapsed", 0));
    if (record->now_ns) add_seconds(out, "age", age_ns(record));
    buf_addf(out, " steps=%lld;;;0", (long long)count_of(record, "counts", "planned"));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        buf_addf(out, " %s=%lld;;;0", counts[i], (long long)count_of(record, "counts", counts[i]));
    uint32_t not_judged = failure_not_judged_in(record);
    buf_addf(out, " checks_held=%lld;;;0 checks_missed=%lld;;;0 checks_not_judged=%u;;;0",
             (long long)count_of(record, "checks", "held"),
             (long long)verdict_missed(value_field(record->ended, "checks"), not_judged),
             not_judged);
}

static void add_detail(Buf *out, const ReportModel *record, const AlikeFailures *alike,
                       uint32_t index) {
    const ReportEntry *entry = &record->entries[index];
    Sv reason = failure_cause(entry);
    BUF_AUTO Buf line = buf_new((size_t)1024 * 1024);
    buf_addf(&line, "%.*s %.*s", SV_ARG(entry_text(entry, "number")),
             SV_ARG(entry_text(entry, "name")));
    if (reason.len) buf_addf(&line, ": %.*s", SV_ARG(reason));
    BUF_AUTO Buf same = buf_new((size_t)1024 * 1024);
    failure_add_alike(&same, record, alike, index);
    if (same.len) buf_addf(&line, "; %.*s", SV_ARG(sv_trim(buf_sv(&same))));
    Sv place = place_text(record->arena, failure_fields(entry));
    buf_addf(out, "%s%s: ", entry_is_undo(entry) ? "undo " : "",
             verdict_look(entry_verdict(entry))->word);
    add_cut(out, buf_sv(&line), LINE_COLUMNS);
    if (place.len) buf_add_c(out, " (");
    add_cut(out, place, LINE_COLUMNS);
    buf_add_c(out, place.len ? ")\n" : "\n");
}

static void add_standing(Buf *out, const ReportModel *record) {
    BUF_AUTO Buf lines = buf_new((size_t)1024 * 1024);
    standing_add_lines(&lines, record->ended);
    Sv run = value_field_text(record->started, "run", (Sv){0});
    if (run.len && !record->not_run) buf_addf(&lines, "run: %.*s\n", SV_ARG(run));
    for (Sv rest = buf_sv(&lines), line; sv_next_line(&rest, &line);) {
        add_cut(out, line, LINE_COLUMNS);
        buf_add_char(out, '\n');
    }
}

void report_nagios(const ReportModel *record, Buf *out) {
    static const char *const words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
    BUF_AUTO Buf end = buf_new(MOST_BYTES / 2);
    add_standing(&end, record);
    buf_addf(out, "RUNBOOK %s - ", words[report_nagios_state(record)]);
    add_sentence(out, record);
    add_figures(out, record);
    buf_add_char(out, '\n');
    uint32_t left_out = 0;
    AlikeFailures alike = failures_alike(record);
    size_t room = MOST_BYTES - (end.full ? 0 : end.len);
    for (uint32_t i = 0; i < record->count; i++) {
        if (!worth_telling(&record->entries[i]) || alike.first[i] != i) continue;
        BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
        add_detail(&line, record, &alike, i);
        if (left_out > 0 || line.full || out->len + line.len > room)
            left_out++;
        else
            buf_add(out, buf_sv(&line));
    }
    if (left_out) buf_addf(out, "and %u more\n", left_out);
    if (!end.full) buf_add(out, buf_sv(&end));
}
