// How several runs ended: a table for people, and the reports that tell of all of them.
#include "base/limits.h"
#include "base/num.h"
#include "base/utf8.h"
#include "cli/found/runs.h"
#include "cli/page.h"
#include "cli/runs/run_model.h"
#include "cli/runs/run_reports.h"
#include "cli/several/several_internal.h"
#include "report/failure.h"
#include "report/verdict.h"

enum { STEPS_LISTED = 3, TABLE_BYTES = 4 * 1024 * 1024 };

// The same for runs of which there is no journal.
static void none_of(const Several *several, const Job *job, Sv problem, ReportModel *out) {
    Cli own = *several->cli;
    own.arena = arena_new(LIMIT_PROGRAM_MEMORY);
    *out = run_reports_none(&own, job->path, problem);
    out->not_run = !job->begun || (job->message.len && !job->journal.len);
}

// Each has memory of its own, so that many take no more than they may one by one.
static ReportModel *read_all(const Several *several) {
    ReportModel *records = arena_new_array(several->cli->arena, ReportModel, several->count);
    for (uint32_t i = 0; i < several->count; i++) {
        const Job *job = &several->jobs[i];
        Cli own = *several->cli;
        JournalProblem problem;
        own.arena = arena_new(LIMIT_PROGRAM_MEMORY);
        if (job->journal.len && run_record_read(&own, job->journal, &records[i], &problem))
            continue;
        arena_free(own.arena);
        Sv why = job->message;
        if (!job->begun && !why.len) why = SV("the run is going on, or was ended before its end");
        if (job->begun && !why.len)
            why = sv_format(several->cli->arena, "nothing was run (status %d)", job->status);
        none_of(several, job, why, &records[i]);
        records[i].not_run = job->begun || job->message.len > 0;
    }
    return records;
}

static bool write_combined(const Several *several, const ReportModel *records) {
    const ReportModel **all =
        arena_new_array(several->cli->arena, const ReportModel *, several->count);
    for (uint32_t i = 0; i < several->count; i++)
        all[i] = &records[i];
    run_reports_by_itself(several->cli, several->line, all, several->count);
    return run_reports_write_all(several->cli, &several->combined.reports, all, several->count);
}

bool several_reports_begin(const Several *several) {
    if (!several->combined.reports.count) return true;
    ReportModel *records = arena_new_array(several->cli->arena, ReportModel, several->count);
    const ReportModel **all =
        arena_new_array(several->cli->arena, const ReportModel *, several->count);
    for (uint32_t i = 0; i < several->count; i++) {
        records[i] =
            run_reports_none(several->cli, several->jobs[i].path, run_reports_open_problem());
        all[i] = &records[i];
    }
    return run_reports_begin_all(several->cli, &several->combined.reports, all, several->count);
}

bool several_reports_refuse(const Several *several, Sv why) {
    ReportModel *records = arena_new_array(several->cli->arena, ReportModel, several->count);
    for (uint32_t i = 0; i < several->count; i++) {
        records[i] = run_reports_none(several->cli, several->jobs[i].path, why);
        records[i].not_run = true;
    }
    return write_combined(several, records);
}

// ── the table ──

static const char *mark_of(Sv verdict) {
    if (sv_eq_c(verdict, "GO")) return "✓";
    if (sv_eq_c(verdict, "NO-GO")) return "✗";
    if (sv_eq_c(verdict, "NOT RUN")) return "–";
    return sv_eq_c(verdict, "IN DOUBT") ? "‽" : "?";
}

static Sv name_of(const ReportModel *record) {
    return value_field_text(record->started, "name", SV("run"));
}

static Sv elapsed_of(Arena *arena, const ReportModel *record) {
    if (record->ended.kind != VALUE_MAP) return (Sv){0};
    BUF_AUTO Buf time = buf_new(64);
    duration_add_human(&time, value_field_int(record->ended, "elapsed", 0));
    return buf_keep(&time, arena);
}

static void add_padded(Buf *out, Sv text, size_t columns, bool right) {
    size_t width = utf8_width(text), missing = columns > width ? columns - width : 0;
    if (right) buf_add_repeat(out, ' ', missing);
    buf_add(out, text);
    if (!right) buf_add_repeat(out, ' ', missing);
}

static bool worth_telling(const ReportEntry *entry) {
    Sv verdict = entry_verdict(entry);
    return entry->kind == ENTRY_STEP && !sv_eq_c(verdict, "passed") &&
           !sv_eq_c(verdict, "skipped") && !sv_eq_c(verdict, "waived") &&
           !sv_eq_c(verdict, "warned");
}

static void add_steps(const Page *page, Arena *arena, const ReportModel *record) {
    uint32_t count = 0;
    AlikeFailures alike = failures_alike(record);
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (!worth_telling(entry) || alike.first[i] != i || ++count > STEPS_LISTED) continue;
        Sv reason = failure_cause(entry);
        page_prose(page, 4, INK_PLAIN,
                   sv_format(arena, "%s %.*s %.*s%s%.*s", verdict_look(entry_verdict(entry))->mark,
                             SV_ARG(entry_text(entry, "number")), SV_ARG(entry_text(entry, "name")),
                             reason.len ? ": " : "", SV_ARG(reason)));
        BUF_AUTO Buf same = buf_new(TABLE_BYTES);
        failure_add_alike(&same, record, &alike, i);
        page_prose(page, 6, INK_PLAIN, sv_trim(sv_copy(arena, buf_sv(&same))));
    }
    if (count > STEPS_LISTED)
        page_prose(page, 4, INK_PLAIN, sv_format(arena, "and %u more", count - STEPS_LISTED));
}

// A run can be well and its report or its end not.
static Sv remark_of(Arena *arena, const Job *job, const ReportModel *record) {
    if (record->problem.len) return record->problem;
    if (job->message.len) return job->message;
    bool differs = record->ended.kind == VALUE_MAP &&
                   value_field_int(record->ended, "status", job->status) != job->status;
    return differs ? sv_format(arena, "it ended with status %d", job->status) : (Sv){0};
}

typedef struct EndColumns {
    size_t verdict, name, time;
} EndColumns;

static void add_run(const Page *page, const Several *several, uint32_t index,
                    const ReportModel *record, EndColumns columns) {
    Arena *arena = several->cli->arena;
    Sv verdict = report_model_verdict(record);
    BUF_AUTO Buf row = buf_new((size_t)64 * 1024);
    buf_addf(&row, "%s ", mark_of(verdict));
    add_padded(&row, verdict, columns.verdict + 2, false);
    add_padded(&row, name_of(record), columns.name + 2, false);
    add_padded(&row, elapsed_of(arena, record), columns.time, true);
    buf_addf(&row, "  %.*s", SV_ARG(runs_short_id_told(arena, record->started)));
    Ink ink = record->not_run ? INK_BOLD : run_look(verdict)->ink;
    buf_add_c(page->out, "  ");
    ink_text(page->out, page->color, ink, sv_trim(buf_sv(&row)));
    buf_add_char(page->out, '\n');
    Sv remark = remark_of(arena, &several->jobs[index], record);
    if (remark.len) page_prose(page, 4, INK_PLAIN, remark);
    if (!sv_eq_c(verdict, "GO")) add_steps(page, arena, record);
}

static size_t most(size_t a, size_t b) {
    return a > b ? a : b;
}

// "3 runbooks: 1 GO, 2 NO-GO"
static Sv heading(const Several *several, const ReportModel *records) {
    BUF_AUTO Buf out = buf_new((size_t)64 * 1024);
    buf_addf(&out, "%u runbooks", several->count);
    const char *between = ": ";
    for (uint32_t i = 0; i < several->count; i++) {
        Sv verdict = report_model_verdict(&records[i]);
        uint32_t same = 0;
        bool told = false;
        for (uint32_t k = 0; k < several->count; k++) {
            if (!sv_eq(verdict, report_model_verdict(&records[k]))) continue;
            told |= k < i;
            same++;
        }
        if (told) continue;
        buf_addf(&out, "%s%u %.*s", between, same, SV_ARG(verdict));
        between = ", ";
    }
    return buf_keep(&out, several->cli->arena);
}

bool several_end(const Several *several, int64_t elapsed_ns) {
    const Cli *cli = several->cli;
    ReportModel *records = read_all(several);
    BUF_AUTO Buf out = buf_new(TABLE_BYTES), time = buf_new(64);
    Page page = page_new(cli, &out);
    EndColumns columns = {0};
    for (uint32_t i = 0; i < several->count; i++) {
        columns.verdict = most(columns.verdict, utf8_width(report_model_verdict(&records[i])));
        columns.name = most(columns.name, utf8_width(name_of(&records[i])));
        columns.time = most(columns.time, utf8_width(elapsed_of(cli->arena, &records[i])));
    }
    duration_add_human(&time, elapsed_ns);
    if (several->at_once == 1) buf_add_char(&out, '\n');
    page_line(&page, 0, INK_BOLD, heading(several, records), buf_sv(&time));
    for (uint32_t i = 0; i < several->count; i++)
        add_run(&page, several, i, &records[i], columns);
    cli_out(cli, buf_sv(&out));
    bool written = write_combined(several, records);
    for (uint32_t i = 0; i < several->count; i++)
        arena_free(records[i].arena);
    return written;
}
