#include "cli/runs/run_reports.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "cli/runs/run_model.h"
#include "cli/runs/target.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

const ReportRow *report_format(Sv name, Buf *error) {
    const ReportRow *row = report_row(name);
    if (row) return row;
    Sv names[REPORT_COUNT];
    for (size_t i = 0; i < REPORT_COUNT; i++)
        names[i] = sv_from_c(report_rows[i].name);
    Sv near = sv_closest(name, names, REPORT_COUNT);
    buf_addf(error, "there is no report '%.*s'", SV_ARG(name));
    if (near.len) {
        buf_addf(error, "; did you mean '%.*s'?", SV_ARG(near));
        return NULL;
    }
    buf_add_c(error, "; there are ");
    report_add_names(error, ", ");
    return NULL;
}

static const TargetWords words = {"--report", "the report", "no report is", "a report"};

bool run_reports_check(const Cli *cli, const CommandLine *line, Sv path, Buf *error) {
    const NamedTexts *reports = &line->reports;
    for (uint32_t i = 0; i < reports->count; i++) {
        const NamedText *report = &reports->items[i];
        if (!report_format(report->name, error)) return false;
        if (sv_eq_c(report->text, "-")) {
            buf_add_c(error, "--report writes a file, and - is none (./- would be one); "
                             "`runbook report RUN FORMAT` prints a report");
            return false;
        }
        if (!target_check(cli, line, path, report->text, &words, error)) return false;
        for (uint32_t k = 0; k < i; k++) {
            if (!target_is_same(cli, report->text, reports->items[k].text)) continue;
            buf_addf(error, "two reports would be written to %.*s", SV_ARG(report->text));
            return false;
        }
    }
    return true;
}

bool report_to_file(const Cli *cli, const ReportRow *row, Sv path, Sv text) {
    if (target_is_journal(path)) {
        cli_fail(cli, STATUS_JOURNAL, "a report cannot be written over a journal: %.*s",
                 SV_ARG(path));
        return false;
    }
    if (row->appends ? file_append(path, text, 0644) : file_write_atomic(path, text, 0644))
        return true;
    Sv why = file_write_error(cli->arena, path, errno);
    cli_fail(cli, STATUS_JOURNAL, "the report %.*s could not be written: %.*s", SV_ARG(path),
             SV_ARG(why));
    return false;
}

bool report_is_whole(const Cli *cli, const Buf *text) {
    if (text->full)
        cli_fail(
            cli, STATUS_JOURNAL,
            "a report is longer than the limit of %d MiB (REPORT_BYTES); the journal holds all "
            "of it, a JSON object a line",
            LIMIT_REPORT_BYTES / 1024 / 1024);
    return !text->full;
}

bool report_annotate(const Cli *cli, const ReportModel *const *records, uint32_t count) {
    BUF_AUTO Buf lines = buf_new(LIMIT_REPORT_BYTES);
    report_annotations(records, count, &lines);
    return report_is_whole(cli, &lines) && cli_out_commands(cli, buf_sv(&lines));
}

size_t report_taken(const ReportRow *row, const char *path) {
    struct stat about;
    bool file = row->appends && stat(path, &about) == 0 && S_ISREG(about.st_mode);
    return file ? (size_t)about.st_size : 0;
}

static bool write_one(const Cli *cli, const ReportModel *const *records, uint32_t count,
                      const NamedText *report) {
    const ReportRow *row = report_row(report->name);
    BUF_AUTO Buf text = buf_new(LIMIT_REPORT_BYTES);
    size_t taken = report_taken(row, sv_to_c(cli->arena, report->text));
    report_render_all(row, records, count, taken, &text);
    if (!report_is_whole(cli, &text)) return false;
    if (row->appends && !report_annotate(cli, records, count)) return false;
    return report_to_file(cli, row, report->text, buf_sv(&text));
}

ReportModel run_reports_none(const Cli *cli, Sv path, Sv problem) {
    ReportModel record;
    report_model_init(&record, cli->arena);
    report_model_of_file(&record, path, cli->env->stamp(cli->env->self).wall_ns);
    const char *url = cli->env->get(cli->env->self, "CI_RUN_URL");
    if (url) record.ci_url = sv_from_c(url);
    record.problem = problem;
    return record;
}

// Files that others append to, devices and pipes hold nothing old to be replaced.
static bool keeps_old(const Cli *cli, const NamedText *report) {
    struct stat about;
    const char *name = sv_to_c(cli->arena, report->text);
    if (report_row(report->name)->appends) return false;
    return stat(name, &about) != 0 || S_ISREG(about.st_mode);
}

Sv run_reports_open_problem(void) {
    return SV("the run is going on, or was ended before it could write its report");
}

bool run_reports_begin_all(const Cli *cli, const NamedTexts *reports,
                           const ReportModel *const *records, uint32_t count) {
    for (uint32_t i = 0; i < reports->count; i++) {
        const NamedText *report = &reports->items[i];
        if (!keeps_old(cli, report) || write_one(cli, records, count, report)) continue;
        // Better no report than an earlier run's.
        (void)unlink(sv_to_c(cli->arena, report->text));
        return false;
    }
    return true;
}

bool run_reports_write_all(const Cli *cli, const NamedTexts *reports,
                           const ReportModel *const *records, uint32_t count) {
    bool all = true;
    for (uint32_t i = 0; i < reports->count; i++)
        all = write_one(cli, records, count, &reports->items[i]) && all;
    return all;
}

static bool is_on_github(const Cli *cli, const CommandLine *line) {
    const char *actions = cli->env->get(cli->env->self, "GITHUB_ACTIONS");
    if (line->no_github || !actions || !sv_eq_c(SV("true"), actions)) return false;
    for (uint32_t i = 0; i < line->reports.count; i++)
        if (sv_eq_c(line->reports.items[i].name, "github")) return false;
    return true;
}

void run_reports_by_itself(const Cli *cli, const CommandLine *line,
                           const ReportModel *const *records, uint32_t count) {
    const ReportRow *row = &report_rows[REPORT_INDEX_github];
    const char *path = cli->env->get(cli->env->self, "GITHUB_STEP_SUMMARY");
    if (!is_on_github(cli, line)) return;
    BUF_AUTO Buf lines = buf_new(LIMIT_REPORT_BYTES);
    report_annotations(records, count, &lines);
    if (!lines.full) cli_out_commands(cli, buf_sv(&lines));
    if (!path || !*path) return;
    BUF_AUTO Buf text = buf_new(LIMIT_REPORT_BYTES);
    report_render_all(row, records, count, report_taken(row, path), &text);
    // Nobody asked for it, so the run ends as it would without.
    if (text.full || !file_append(sv_from_c(path), buf_sv(&text), 0644))
        cli_errf(cli, "runbook: the summary of this step could not be written to %s: %.*s\n", path,
                 SV_ARG(text.full ? SV("it is too long")
                                  : file_write_error(cli->arena, sv_from_c(path), errno)));
}

bool run_reports_begin(const Cli *cli, const CommandLine *line, Sv path) {
    if (!line->reports.count) return true;
    const ReportModel record = run_reports_none(cli, path, run_reports_open_problem());
    return run_reports_begin_all(cli, &line->reports, &(const ReportModel *){&record}, 1);
}

bool run_reports_refuse(const Cli *cli, const CommandLine *line, Sv path, Sv why) {
    ReportModel record = run_reports_none(cli, path, why);
    const ReportModel *one = &record;
    record.not_run = true;
    run_reports_by_itself(cli, line, &one, 1);
    return run_reports_write_all(cli, &line->reports, &one, 1);
}

bool run_reports_write(const Cli *cli, const CommandLine *line, Sv journal) {
    if ((!line->reports.count && !is_on_github(cli, line)) || !journal.len) return true;
    ReportModel record;
    JournalProblem problem;
    if (!run_record_read(cli, journal, &record, &problem)) {
        cli_fail(cli, STATUS_JOURNAL, "no report could be written: %.*s", SV_ARG(problem.message));
        return false;
    }
    const ReportModel *one = &record;
    run_reports_by_itself(cli, line, &one, 1);
    return run_reports_write_all(cli, &line->reports, &one, 1);
}
